package kepu.search.claim;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is read of a claim alone: its forms and then the texts unlike it, as they are compared, and what each of them has. Claims are read anew
 * whenever one of them changes; the others are as they were, so whoever lives and has them read shares what it read.
 */
final class Forms {
    private static final Cache<ClaimText, Forms> LIVING =
            Caffeine.newBuilder().weakValues().build();

    private final List<String> plain;
    private final List<Bag> bags;

    private Forms(ClaimText text) {
        plain = Stream.concat(text.forms().stream(), text.unlike().stream())
                .map(form -> Statements.withoutCalls(Plain.single(form)))
                .toList();
        bags = plain.stream().map(Bag::of).toList();
    }

    static Forms of(ClaimText text) {
        return LIVING.get(text, Forms::new);
    }

    /** Its forms and then the texts unlike it, as they are compared. */
    List<String> plain() {
        return plain;
    }

    /** What each of {@link #plain} has. */
    List<Bag> bags() {
        return bags;
    }
}
