package kepu.search.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What is learned from: texts of which it is known what they claim, asked of a library that was written without them. Ways to say a claim, and
 * the texts unlike it, are left out in neighbouring parts, because those beside each other were written by one hand.
 */
final class Asking {
    /** Parts of the paraphrases of a claim, one of which is left out at a time. */
    static final int PARTS = 4;

    private static final int NEIGHBOURS = 4;
    private static final int STATEMENTS = 40;
    private static final int SQUARED = List.of(Likeness.NAMES).indexOf("likeness squared");
    private static final int MEANING = List.of(Likeness.NAMES).indexOf("cosine of the meanings");

    /** What is asked: the library, texts made from it, and how it is looked at. */
    record Ground(
            List<Lesson> lessons,
            List<Contrary.Text> contrary,
            List<Contrary.Text> copies,
            Background background,
            Meanings meanings) {}

    /** A text that was asked, and how each claim that came near looked; {@code truth} is empty where none is made. */
    record Asked(String kind, String about, String truth, int part, List<Matcher.Scored> near) {}

    private final Ground ground;
    private final boolean isRich;
    private final List<Asked> asked = new ArrayList<>();

    private Asking(Ground ground, boolean isRich) {
        this.ground = ground;
        this.isRich = isRich;
    }

    /** Everything, for claims with paraphrases or for claims without. */
    static List<Asked> all(Ground ground, boolean isRich) {
        Asking asking = new Asking(ground, isRich);
        for (int part = 0; part < PARTS; part++) {
            asking.ask(part, isRich);
            if (isRich && part == 0) {
                asking.ask(part, false);
            }
        }
        return asking.asked;
    }

    /** @param withUnlike whether the claims have texts unlike them */
    private void ask(int part, boolean withUnlike) {
        Matcher matcher = matcher(part, withUnlike);
        for (Lesson lesson : ground.lessons()) {
            ClaimText text = lesson.text();
            for (String own : in(part, text.paraphrases())) {
                Asked paraphrase = ask(matcher, new Asked("paraphrase", text.id(), text.id(), part, List.of()), own);
                asked.add(paraphrase);
                asked.add(withoutClaim(paraphrase));
            }
            for (String unlike : in(part, text.unlike())) {
                asked.add(ask(matcher, new Asked("unlike", text.id(), "", part, List.of()), unlike));
            }
        }
        if (isRich == withUnlike) {
            for (Contrary.Text text : in(part, ground.contrary())) {
                asked.add(ask(matcher, new Asked(text.kind(), text.claim(), "", part, List.of()), text.text()));
            }
            Matcher whole = matcher(PARTS, withUnlike);
            for (Contrary.Text copy : in(part, ground.copies())) {
                asked.add(ask(whole, new Asked(copy.kind(), copy.claim(), copy.claim(), part, List.of()), copy.text()));
            }
        }
    }

    private Matcher matcher(int part, boolean withUnlike) {
        return new Matcher(
                ground.lessons().stream()
                        .map(Lesson::text)
                        .map(text -> new ClaimText(
                                text.id(),
                                text.claim(),
                                isRich ? outside(part, text.paraphrases()) : List.of(),
                                isRich ? text.keywords() : List.of(),
                                withUnlike ? outside(part, text.unlike()) : List.of()))
                        .toList(),
                ground.background(),
                ground.meanings(),
                Coefficients.untaught());
    }

    private static <T> List<T> in(int part, List<T> all) {
        return IntStream.range(0, all.size())
                .filter(at -> at * PARTS / all.size() == part)
                .mapToObj(all::get)
                .toList();
    }

    private static <T> List<T> outside(int part, List<T> all) {
        return IntStream.range(0, all.size())
                .filter(at -> at * PARTS / all.size() != part)
                .mapToObj(all::get)
                .toList();
    }

    /** As if the library did not have the claim that the text is about. */
    private static Asked withoutClaim(Asked asked) {
        return new Asked(
                "claim unknown",
                asked.about(),
                "",
                asked.part(),
                asked.near().stream()
                        .filter(scored -> !scored.claim().text.id().equals(asked.about()))
                        .toList());
    }

    /** With, of each claim, the statement of a text that is likest at a glance. */
    private static Asked ask(Matcher matcher, Asked asked, String text) {
        Map<String, Matcher.Scored> best = new HashMap<>();
        for (String statement : Statements.of(Plain.of(text), STATEMENTS)) {
            for (Matcher.Scored scored : matcher.scored(statement)) {
                best.merge(
                        scored.claim().text.id(), scored, (one, other) -> glance(one) >= glance(other) ? one : other);
            }
        }
        List<Matcher.Scored> near = best.values().stream()
                .sorted(Comparator.comparingDouble((Matcher.Scored scored) -> -glance(scored))
                        .thenComparing(scored -> scored.claim().text.id()))
                .toList();
        return new Asked(
                asked.kind(),
                asked.about(),
                asked.truth(),
                asked.part(),
                IntStream.range(0, near.size())
                        .filter(at -> at < NEIGHBOURS
                                || near.get(at).claim().text.id().equals(asked.truth()))
                        .mapToObj(near::get)
                        .toList());
    }

    private static double glance(Matcher.Scored scored) {
        return scored.numbers()[SQUARED] + Math.max(0, scored.numbers()[MEANING]);
    }
}
