package kepu;

/** Arguments to configuration to house. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.out.println("kepu");
    }
}
