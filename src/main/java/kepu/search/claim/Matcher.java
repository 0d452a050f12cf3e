package kepu.search.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kepu.search.claim.Background.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Which claims a text makes. Each of its statements is compared closely with the claims that share most of its terms; a logistic model
 * (Fellegi and Sunter's weighing of agreements, with learned weights) says how probable it is that the statement makes the claim, and what is
 * less probable than the threshold is not said. Immutable, for many threads.
 */
public final class Matcher {
    /** A claim that a statement of the text makes; {@code probability} from 0 to 1. */
    public record Match(String claim, double probability, String statement) {}

    /**
     * What a check may cost.
     *
     * @param statements that are looked at
     * @param vectors that are made; what more there is is compared by what can be counted
     */
    public record Limits(int statements, int vectors) {}

    /**
     * @param odds log-odds before calibration
     * @param isRuledOut whether it is not to be said however probable it is
     */
    record Scored(
            Known claim, double[] numbers, boolean isRuledOut, double threshold, double odds, double probability) {
        private boolean isEnough(@Nullable Double other) {
            return !isRuledOut && probability >= (other == null ? threshold : other);
        }
    }

    /** Claims that are looked at closely for each statement. */
    private static final int CLOSELY = 12;
    /** Claims that are looked at closely because they mean nearly the same. */
    private static final int MEANT = 6;

    /** One in so many of the vectors is for the statements that a text begins with. */
    private static final int FROM_THE_BEGINNING = 4;

    /** What a statement is likest to. */
    record Likest(String statement, Scored first) {}

    private record Said(String statement, Weighed weighed) {}

    private static final Comparator<Match> BEST =
            Comparator.comparingDouble(Match::probability).reversed().thenComparing(Match::claim);

    private final Background background;
    private final Likeness likeness;
    private final Coefficients coefficients;
    private final List<Known> claims = new ArrayList<>();
    /** The claims that have a term in any form, by their places. */
    private final Map<Kind, Map<String, List<Integer>>> having = new HashMap<>();

    private final Meanings meanings;

    Matcher(List<ClaimText> texts, Background ground, Meanings meanings, Coefficients coefficients) {
        List<Forms> forms = texts.stream().map(Forms::of).toList();
        this.background =
                ground.with(forms.stream().flatMap(read -> read.bags().stream()).toList());
        this.meanings = meanings;
        this.likeness = new Likeness(background);
        this.coefficients = coefficients;
        for (int at = 0; at < texts.size(); at++) {
            claims.add(new Known(texts.get(at), forms.get(at), background, meanings));
        }
        for (Kind kind : List.of(Kind.PAIR, Kind.CHARACTER)) {
            Map<String, List<Integer>> places = new HashMap<>();
            for (int at = 0; at < claims.size(); at++) {
                int place = at;
                claims.get(at)
                        .all(kind)
                        .forEach(term -> places.computeIfAbsent(term, fresh -> new ArrayList<>())
                                .add(place));
            }
            having.put(kind, places);
        }
    }

    /** With the coefficients that the program ships with. Takes about a second for a thousand claims: not for an event loop. */
    public static Matcher of(List<ClaimText> claims, Meanings meanings) {
        return new Matcher(claims, Background.shipped(), meanings, Coefficients.shipped());
    }

    /**
     * The claims that a text makes, the most probable first; of claims that are seen in the same words only the best. Linear in the text and
     * in the limits.
     */
    public List<Match> match(Plain text, Limits limits) {
        return matches(likest(text, limits), null);
    }

    /** Of each statement the claim that it makes most probably. */
    List<Likest> likest(Plain text, Limits limits) {
        List<Likest> likest = new ArrayList<>();
        for (Said said : read(Statements.of(text, limits.statements()), limits.vectors())) {
            scored(said.weighed()).stream()
                    .findFirst()
                    .ifPresent(first -> likest.add(new Likest(said.statement(), first)));
        }
        return likest;
    }

    /** Those that are probable enough, for another threshold; null for the learned ones. */
    static List<Match> matches(List<Likest> likest, @Nullable Double threshold) {
        Map<String, Match> best = new HashMap<>();
        for (Likest one : likest) {
            Scored first = one.first();
            if (first.isEnough(threshold)) {
                best.merge(
                        first.claim().text.id(),
                        new Match(first.claim().text.id(), first.probability(), one.statement()),
                        (match, other) -> match.probability() >= other.probability() ? match : other);
            }
        }
        List<Match> apart = new ArrayList<>();
        Set<String> used = new HashSet<>();
        best.values().stream().sorted(BEST).forEach(match -> {
            List<String> clauses = Statements.clauses(match.statement());
            if (clauses.stream().noneMatch(used::contains)) {
                used.addAll(clauses);
                apart.add(match);
            }
        });
        return apart;
    }

    /** The statements, at most so many with what they mean: those that look most like a claim, and some from the beginning. */
    private List<Said> read(List<String> statements, int vectors) {
        List<Said> all = new ArrayList<>();
        for (String statement : statements) {
            all.add(new Said(statement, new Weighed(Bag.of(statement), background, null)));
        }
        if (!meanings.areThere() || claims.isEmpty()) {
            return all;
        }
        Set<Said> chosen = new HashSet<>(all);
        if (all.size() > vectors) {
            Map<Said, Double> likeness = new HashMap<>();
            all.forEach(said -> likeness.put(said, glance(said.weighed())));
            chosen.clear();
            all.stream()
                    .sorted(Comparator.comparingDouble((Said said) -> -likeness.getOrDefault(said, 0.0)))
                    .limit(vectors - vectors / FROM_THE_BEGINNING)
                    .forEach(chosen::add);
            all.stream().filter(said -> chosen.size() < vectors).forEach(chosen::add);
            meanings.leaveOut(all.size() - chosen.size());
        }
        return all.stream()
                .map(said -> chosen.contains(said) ? meant(said) : said)
                .toList();
    }

    private Said meant(Said said) {
        return new Said(said.statement(), said.weighed().meaning(meanings.of(said.statement())));
    }

    private double glance(Weighed statement) {
        return near(statement).stream()
                .mapToDouble(claim -> likeness.glance(statement, claim).likeness())
                .max()
                .orElse(0);
    }

    /** Claims of a statement, the most probable first. */
    List<Scored> scored(String statement) {
        return scored(new Weighed(Bag.of(statement), background, meanings.of(statement)));
    }

    private List<Scored> scored(Weighed statement) {
        List<Known> near = near(statement);
        List<Likeness.Glance> glances =
                near.stream().map(claim -> likeness.glance(statement, claim)).toList();
        double[] alike = glances.stream().mapToDouble(Likeness.Glance::likeness).toArray();
        double[] meant = near.stream()
                .mapToDouble(claim -> Likeness.meant(statement, claim))
                .toArray();
        List<Scored> scored = new ArrayList<>();
        for (int at = 0; at < alike.length; at++) {
            Known claim = near.get(at);
            double[] numbers = likeness.numbers(statement, claim, glances.get(at), above(alike, at), above(meant, at));
            Coefficients.Kind kind = Coefficients.Kind.of(claim.isRich, claim.hasMeaning && statement.meaning != null);
            Coefficients.Model model = coefficients.model(kind);
            double odds = model.odds(numbers);
            scored.add(new Scored(
                    claim,
                    numbers,
                    kind.isRuled() && Likeness.isContrary(numbers),
                    model.threshold(),
                    odds,
                    model.probability(odds)));
        }
        scored.sort(Comparator.comparingDouble(Scored::probability)
                .reversed()
                .thenComparing(one -> one.claim().text.id()));
        return scored;
    }

    /** How much one stands out from the highest of the others. */
    private static double above(double[] all, int at) {
        double next = 0;
        for (int other = 0; other < all.length; other++) {
            next = other == at ? next : Math.max(next, all[other]);
        }
        return all[at] - next;
    }

    /** The claims that share most of its terms, and those that mean nearly the same. */
    private List<Known> near(Weighed statement) {
        double[] shared = new double[claims.size()];
        having.forEach((kind, places) -> statement.weights(kind).forEach((term, weight) -> {
            for (int place : places.getOrDefault(term, List.of())) {
                shared[place] += weight;
            }
        }));
        Set<Known> near = new LinkedHashSet<>(highest(shared, CLOSELY));
        if (statement.meaning != null) {
            near.addAll(highest(
                    claims.stream()
                            .mapToDouble(claim -> Likeness.meant(statement, claim))
                            .toArray(),
                    MEANT));
        }
        return List.copyOf(near);
    }

    private List<Known> highest(double[] values, int most) {
        return IntStream.range(0, values.length)
                .boxed()
                .filter(at -> values[at] != 0)
                .sorted(Comparator.comparingDouble((Integer at) -> -values[at]).thenComparingInt(at -> at))
                .limit(most)
                .map(claims::get)
                .toList();
    }
}
