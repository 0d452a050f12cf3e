package kepu.search.find;

import java.util.List;
import java.util.Set;

/**
 * What the index holds of an item.
 *
 * @param seq its number; another text with it takes its place
 * @param body plain text without marks
 * @param labels what it can be filtered by, see {@link Labels}
 * @param mark changes whenever anything of the item does
 */
public record ItemText(
        int seq, String title, List<String> keywords, String summary, String body, Set<String> labels, String mark) {
    public ItemText {
        keywords = List.copyOf(keywords);
        labels = Set.copyOf(labels);
    }

    /** A text that is nothing but a title and a body. */
    public static ItemText of(int seq, String title, String body) {
        return new ItemText(seq, title, List.of(), "", body, Set.of(), "");
    }
}
