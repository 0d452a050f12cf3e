package kepu.search.claim;

import java.util.ArrayList;
import java.util.List;

/**
 * What a claim is recognised by. {@code paraphrases} are ways to say the same; {@code keywords} what it is about; {@code unlike} texts that
 * look like it and do not make it. All three may be empty.
 */
public record ClaimText(String id, String claim, List<String> paraphrases, List<String> keywords, List<String> unlike) {
    public ClaimText {
        paraphrases = List.copyOf(paraphrases);
        keywords = List.copyOf(keywords);
        unlike = List.copyOf(unlike);
    }

    /** A claim by itself. */
    static ClaimText bare(String id, String claim) {
        return new ClaimText(id, claim, List.of(), List.of(), List.of());
    }

    /** The claim and the other ways to say it. */
    List<String> forms() {
        List<String> forms = new ArrayList<>();
        forms.add(claim);
        forms.addAll(paraphrases);
        return forms;
    }
}
