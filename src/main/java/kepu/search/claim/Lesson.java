package kepu.search.claim;

import java.util.List;

/** A claim to learn from: what it is recognised by, and what is right instead, in sentences that are about the same and do not make the claim. */
public record Lesson(ClaimText text, String topic, List<String> right) {
    public Lesson {
        right = List.copyOf(right);
    }
}
