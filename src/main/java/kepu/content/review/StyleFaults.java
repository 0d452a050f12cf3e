package kepu.content.review;

import java.util.List;
import kepu.base.Group;
import kepu.content.style.Draft;
import kepu.content.style.Fault;
import kepu.content.style.Form;
import kepu.content.style.StyleGuide;

/**
 * What the style guide finds in a version: what whoever signs the language check has before them. It stops nobody, for a rule can be wrong
 * where a person is right; but without that signature nothing is published.
 */
final class StyleFaults {
    private StyleFaults() {}

    /** Of a version as it reads now. A text for children alone is held to what children read. */
    static List<Fault> of(kepu.content.Draft content) {
        return of(new Draft(
                Form.of(content.kind()),
                content.title(),
                content.summary(),
                List.copyOf(content.groups()),
                content.keywords(),
                new Draft.Source(content.source(), content.authority()),
                content.text()));
    }

    /** Of what is being written and may lack anything; the groups come in any order. */
    static List<Fault> of(Draft written) {
        List<Group> groups = written.groups().stream()
                .sorted((one, other) -> Boolean.compare(one == Group.CHILD, other == Group.CHILD))
                .toList();
        return StyleGuide.check(new Draft(
                written.form(),
                written.title(),
                written.summary(),
                groups,
                written.keywords(),
                written.source(),
                written.text()));
    }
}
