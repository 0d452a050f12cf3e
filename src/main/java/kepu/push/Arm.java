package kepu.push;

import java.util.List;

/** One way of saying it, for {@code percent} of those who get anything: a title and items of its own. */
public record Arm(String name, String title, List<String> items, int percent) {
    public Arm {
        items = List.copyOf(items);
    }
}
