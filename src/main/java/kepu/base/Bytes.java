package kepu.base;

/** Bytes that are put together in one array. */
public final class Bytes {
    private Bytes() {}

    /** Puts a part at a place and gives the place behind it. */
    public static int put(byte[] part, byte[] into, int at) {
        System.arraycopy(part, 0, into, at, part.length);
        return at + part.length;
    }
}
