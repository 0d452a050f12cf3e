package kepu.content.style;

import java.util.List;
import kepu.base.Group;

/**
 * What an editor wrote, before anybody reads it. {@code text} is Markdown; the title of a claim is the claim and its summary is empty.
 * The first of {@code groups} is whom it is written for, the others are who can use it too.
 */
public record Draft(
        Form form,
        String title,
        String summary,
        List<Group> groups,
        List<String> keywords,
        Source source,
        String text) {
    /** Who answers for it: the name that is shown, and what kind of authority that is. */
    public record Source(String name, String authority) {}

    public Draft {
        groups = List.copyOf(groups);
        keywords = List.copyOf(keywords);
    }

    /** Whether a child is to read it alone. A verdict is read by whoever asks. */
    public boolean isForChildren() {
        return form != Form.CLAIM && !groups.isEmpty() && groups.getFirst() == Group.CHILD;
    }
}
