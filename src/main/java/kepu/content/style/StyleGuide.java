package kepu.content.style;

import java.util.Comparator;
import java.util.List;

/**
 * The rules of docs/style-guide.md that a machine can hold: what an editor sees before the first review, and what the test of the library
 * asks of everything in it. Pure; the same draft has the same faults.
 */
public final class StyleGuide {
    /** One rule of the guide: what of the draft breaks it. */
    @FunctionalInterface
    interface Rule {
        List<Fault> faults(Draft draft, List<Sentence> sentences);
    }

    private static final List<Rule> RULES =
            List.of(new Lengths(), new PlainWords(), new Sources(), new Promises(), new Numbers(), new OutsideTies());

    private StyleGuide() {}

    /** What is to be mended, by line; empty when the draft keeps the guide. */
    public static List<Fault> check(Draft draft) {
        List<Sentence> sentences = Sentence.of(draft);
        return RULES.stream()
                .flatMap(rule -> rule.faults(draft, sentences).stream())
                .sorted(Comparator.comparingInt(Fault::line))
                .toList();
    }
}
