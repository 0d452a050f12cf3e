package kepu.search.claim;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.search.claim.Background.Kind;

/**
 * In what ways a statement is like a claim: the numbers that a probability is made of. Most compare it with the form of the claim that is
 * likest; the others with all that the claim is known by.
 */
final class Likeness {
    /** The names of the numbers, in order. */
    static final String[] NAMES = {
        "pairs of the form in the statement",
        "pairs of the statement in the form",
        "characters of the form in the statement",
        "characters of the statement in the form",
        "words of the form held by the statement",
        "words of the statement held by the form",
        "cosine of the vectors",
        "keywords held",
        "weakest keyword held",
        "words under another negation",
        "pairs under another negation",
        "the same where nobody asks",
        "numbers of the form missing",
        "characters of the statement in any form",
        "words of the statement in any form",
        "likeness of the second form",
        "log ratio of lengths",
        "most telling word of the form missing",
        "most telling word of the statement missing",
        "weight that both have",
        "likeness squared",
        "likeness times keywords",
        "above the next claim",
        "below the next claim",
        "asks",
        "pairs in any form",
        "asks how",
        "denies",
        "the claim itself under another negation",
        "more negation than the form",
        "less negation than the form",
        "what most forms have held",
        "the claim itself held",
        "likeness to the claim itself",
        "likeness to the likest text unlike it",
        "likeness above that of the likest text unlike it",
        "on the claim's side of the boundary",
        "has texts unlike it",
        "cosine of the meanings",
        "cosine of the meanings of three forms",
        "cosine of the meanings of five forms",
        "cosine of the meaning of the claim itself",
        "meaning above the next claim",
        "meaning below the next claim",
        "cosine of the meaning of a text unlike it",
        "cosine of the meaning above a text unlike it",
        "cosine of the meanings of three forms above that of texts unlike it",
        "cosine of the meanings squared",
        "cosine of the meanings times keywords",
        "cosine of the meanings times likeness",
    };

    private static final Set<String> AGAINST = Set.of(
            "words under another negation",
            "pairs under another negation",
            "the same where nobody asks",
            "numbers of the form missing",
            "log ratio of lengths",
            "most telling word of the form missing",
            "most telling word of the statement missing",
            "below the next claim",
            "asks how",
            "denies",
            "the claim itself under another negation",
            "more negation than the form",
            "less negation than the form",
            "meaning below the next claim");
    private static final Set<String> EITHER = Set.of(
            "asks",
            "has texts unlike it",
            "likeness to the likest text unlike it",
            "cosine of the meaning of a text unlike it");
    /** Whether a number speaks for the claim (1), against it (-1) or may do either (0). */
    static final int[] SIGNS = Arrays.stream(NAMES)
            .mapToInt(name -> AGAINST.contains(name) ? -1 : EITHER.contains(name) ? 0 : 1)
            .toArray();

    /** How alike a statement and a form are at a glance, from 0 to 1. */
    record Glance(Weighed form, double likeness, double second) {}

    private static final double WEIGHT_UNIT = 60;
    private static final int ASKS_HOW = Arrays.asList(NAMES).indexOf("asks how");
    private static final int DENIES = Arrays.asList(NAMES).indexOf("denies");
    private static final int OTHER_NEGATION = Arrays.asList(NAMES).indexOf("the same where nobody asks");
    /** The share of what both have that may be negated in one of them only. */
    private static final double MOST_NEGATION = 0.3;

    private final Background background;

    Likeness(Background background) {
        this.background = background;
    }

    /** At a glance, from 0 to 1: what claims are put in order by before the closer look. */
    Glance glance(Weighed statement, Known claim) {
        return likest(statement, claim);
    }

    /** How near the meaning of a statement is to that of the nearest form, from -1 to 1; 0 where one is not known. */
    static double meant(Weighed statement, Known claim) {
        return claim.forms.stream().mapToDouble(statement::meant).max().orElse(0);
    }

    /**
     * @param above how much liker the claim is at a glance than the next one, negative when another is liker
     * @param meantAbove the same of the meaning
     */
    double[] numbers(Weighed statement, Known claim, Glance glance, double above, double meantAbove) {
        Weighed form = glance.form();
        double keywords = keywords(statement, claim, false);
        double unlike = claim.unlike.stream()
                .mapToDouble(text -> likeness(statement, text))
                .max()
                .orElse(0);
        double[] means = means(statement, claim.forms);
        double[] others = means(statement, claim.unlike);
        double words = conflict(Kind.WORD, statement, form);
        double pairs = conflict(Kind.PAIR, statement, form);
        boolean asks = statement.bag.isQuestion || form.bag.isQuestion;
        double[] numbers = {
            form.covered(Kind.PAIR, statement),
            statement.covered(Kind.PAIR, form),
            form.covered(Kind.CHARACTER, statement),
            statement.covered(Kind.CHARACTER, form),
            held(form, statement),
            held(statement, form),
            statement.cosine(form),
            keywords,
            keywords(statement, claim, true),
            words,
            pairs,
            asks ? 0 : (words + pairs) / 2,
            numbersMissing(statement.bag.numbers, form.bag.numbers),
            claim.covers(Kind.CHARACTER, statement),
            claim.covers(Kind.WORD, statement),
            glance.second(),
            Math.abs(Math.log((1.0 + statement.bag.text.length()) / (1.0 + form.bag.text.length()))),
            missing(form, statement),
            missing(statement, form),
            Math.min(1, statement.shared(Kind.CHARACTER, form) / WEIGHT_UNIT),
            glance.likeness() * glance.likeness(),
            glance.likeness() * keywords,
            Math.max(0, above),
            Math.max(0, -above),
            statement.bag.isQuestion ? 1 : 0,
            claim.covers(Kind.PAIR, statement),
            statement.bag.asksHow && !form.bag.asksHow ? 1 : 0,
            statement.bag.isDenial && !form.bag.isDenial ? 1 : 0,
            asks ? 0 : conflict(statement, claim),
            statement.bag.isQuestion ? 0 : Math.max(0, statement.bag.negated() - form.bag.negated()),
            statement.bag.isQuestion ? 0 : Math.max(0, form.bag.negated() - statement.bag.negated()),
            claim.core(statement),
            held(claim.forms.getFirst(), statement),
            likeness(statement, claim.forms.getFirst()),
            unlike,
            claim.unlike.isEmpty() ? 0 : glance.likeness() - unlike,
            claim.boundary.side(statement),
            claim.unlike.isEmpty() ? 0 : 1,
            means[0],
            mean(means, 3),
            mean(means, 5),
            statement.meant(claim.forms.getFirst()),
            Math.max(0, meantAbove),
            Math.max(0, -meantAbove),
            claim.unlike.isEmpty() ? 0 : others[0],
            claim.unlike.isEmpty() ? 0 : means[0] - others[0],
            claim.unlike.isEmpty() ? 0 : mean(means, 3) - mean(others, 3),
            means[0] * Math.abs(means[0]),
            means[0] * keywords,
            means[0] * glance.likeness(),
        };
        if (numbers.length != NAMES.length) {
            throw new IllegalStateException("a number without a name");
        }
        return numbers;
    }

    /**
     * Whether what the numbers say rules the claim out however alike the rest is: the statement asks how or when, says that something is not so, or
     * negates what the form does not.
     */
    static boolean isContrary(double[] numbers) {
        return numbers[ASKS_HOW] > 0 || numbers[DENIES] > 0 || numbers[OTHER_NEGATION] >= MOST_NEGATION;
    }

    /** The cosines of the meanings with each text, the highest first. */
    private static double[] means(Weighed statement, List<Weighed> texts) {
        return texts.stream()
                .mapToDouble(text -> -statement.meant(text))
                .sorted()
                .map(cosine -> -cosine)
                .toArray();
    }

    private static double mean(double[] sorted, int most) {
        return Arrays.stream(sorted).limit(most).average().orElse(0);
    }

    private Glance likest(Weighed statement, Known claim) {
        Weighed best = claim.forms.getFirst();
        double[] likeness = new double[claim.forms.size()];
        double most = -1;
        for (int at = 0; at < likeness.length; at++) {
            Weighed form = claim.forms.get(at);
            likeness[at] = likeness(statement, form);
            if (likeness[at] > most) {
                most = likeness[at];
                best = form;
            }
        }
        Arrays.sort(likeness);
        return new Glance(best, most, likeness.length < 2 ? 0 : likeness[likeness.length - 2]);
    }

    private static double likeness(Weighed statement, Weighed form) {
        return 0.5 * likeness(Kind.PAIR, statement, form) + 0.5 * likeness(Kind.CHARACTER, statement, form);
    }

    private static double likeness(Kind kind, Weighed statement, Weighed form) {
        double shared = statement.shared(kind, form);
        return shared == 0 ? 0 : both(shared / form.total(kind), shared / statement.total(kind));
    }

    /** Weighted harmonic mean: that the form is in the statement counts more than that the statement says nothing else. */
    private static double both(double ofForm, double ofStatement) {
        double share = 0.7;
        return ofForm == 0 || ofStatement == 0 ? 0 : 1 / (share / ofForm + (1 - share) / ofStatement);
    }

    private double held(Weighed what, Weighed by) {
        double total = what.total(Kind.WORD);
        double held = 0;
        for (Map.Entry<String, Double> word : what.weights(Kind.WORD).entrySet()) {
            held += word.getValue() * by.holds(word.getKey(), background.vector(word.getKey()));
        }
        return total == 0 ? 0 : held / total;
    }

    /** The share of the most telling word that the other does not hold. */
    private double missing(Weighed what, Weighed by) {
        double total = what.total(Kind.WORD);
        double most = 0;
        for (Map.Entry<String, Double> word : what.weights(Kind.WORD).entrySet()) {
            most = Math.max(most, word.getValue() * (1 - by.holds(word.getKey(), background.vector(word.getKey()))));
        }
        return total == 0 ? 0 : most / total;
    }

    private static double keywords(Weighed statement, Known claim, boolean weakest) {
        double total = 0;
        double held = 0;
        double least = 1;
        for (Known.Keyword keyword : claim.keywords) {
            double share = statement.bag.text.contains(keyword.name())
                    ? 1
                    : Math.pow(statement.characters(keyword.name()), 2) * 0.9;
            total += keyword.weight();
            held += keyword.weight() * share;
            least = Math.min(least, share);
        }
        if (weakest) {
            return least;
        }
        return total == 0 ? 0 : held / total;
    }

    private static double conflict(Weighed statement, Known claim) {
        Weighed own = claim.forms.getFirst();
        return (conflict(Kind.WORD, statement, own) + conflict(Kind.PAIR, statement, own)) / 2;
    }

    /** The share of what both have that is negated in one of them only. */
    private static double conflict(Kind kind, Weighed statement, Weighed form) {
        double shared = 0;
        double conflict = 0;
        Map<String, Boolean> there = form.bag.signed(kind);
        for (Map.Entry<String, Boolean> term : statement.bag.signed(kind).entrySet()) {
            Boolean other = there.get(term.getKey());
            if (other != null) {
                double weight = statement.weights(kind).getOrDefault(term.getKey(), 0.0);
                shared += weight;
                conflict += other.equals(term.getValue()) ? 0 : weight;
            }
        }
        return shared == 0 ? 0 : conflict / shared;
    }

    private static double numbersMissing(Set<String> there, Set<String> wanted) {
        if (wanted.isEmpty() || there.isEmpty()) {
            return 0;
        }
        return (double) wanted.stream()
                        .filter(number -> !there.contains(number))
                        .count()
                / wanted.size();
    }
}
