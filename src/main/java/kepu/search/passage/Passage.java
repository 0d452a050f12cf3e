package kepu.search.passage;

/**
 * A piece of an item's text that can be read alone, as it stands there. {@code place} is its number in the item from 0; {@code heading} is
 * the one that it stands under, empty at the beginning; lines of {@code text} are paragraphs and entries of lists.
 */
public record Passage(int place, String heading, String text) {
    /** Tells another text in the same place apart. */
    int print() {
        return 31 * heading.hashCode() + text.hashCode();
    }
}
