package kepu.search.claim;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import kepu.search.claim.Asking.Asked;
import kepu.search.sentence.SentenceVectors;

/**
 * Learns the coefficients from the library: its paraphrases, each left out in turn, against the claims next to them and against texts that
 * look alike and differ in the point ({@link Contrary}). Calibration comes from claims that the weights were not learned on.
 */
public final class ClaimLearning {
    private static final int FOLDS = 5;
    private static final double RIDGE = 2e-3;

    private record Trial(double odds, boolean isContrary, boolean right, boolean hasTruth, double weight) {}

    private final List<Lesson> lessons;
    private final List<String> articles;
    private final SentenceVectors vectors;
    private final long seed;
    private final Consumer<String> say;

    public ClaimLearning(
            List<Lesson> lessons, List<String> articles, SentenceVectors vectors, long seed, Consumer<String> say) {
        this.vectors = vectors;
        this.lessons = List.copyOf(lessons);
        this.articles = List.copyOf(articles);
        this.seed = seed;
        this.say = say;
    }

    /** The three files, as they are shipped. */
    public record Learned(byte[] background, byte[] meanings, String coefficients) {}

    public Learned learn() throws IOException {
        Background background = background();
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        background.write(file);
        byte[] shipped =
                Meanings.file(vectors, lessons.stream().map(Lesson::text).toList());
        Meanings meanings = Meanings.read(vectors, new ByteArrayInputStream(shipped));
        Map<Coefficients.Kind, Coefficients.Model> models = new EnumMap<>(Coefficients.Kind.class);
        for (Coefficients.Kind kind : Coefficients.Kind.values()) {
            models.put(kind, model(kind, asked(kind, background, kind.hasMeaning() ? meanings : Meanings.none())));
        }
        return new Learned(file.toByteArray(), shipped, new Coefficients(models).json());
    }

    List<Asked> asked(Coefficients.Kind kind, Background background, Meanings meanings) {
        return Asking.all(
                new Asking.Ground(
                        lessons,
                        Contrary.of(lessons, articles, seed),
                        Copies.of(lessons, seed, kind.isRich()),
                        background,
                        meanings),
                kind.isRich());
    }

    /** Counted over the sentences of the articles and of what is right; claims themselves are counted by the matcher. */
    Background background() {
        Map<Background.Kind, Map<String, Integer>> counts = new EnumMap<>(Background.Kind.class);
        List<List<String>> sentences = new ArrayList<>();
        Stream.concat(articles.stream(), lessons.stream().flatMap(lesson -> lesson.right().stream()))
                .map(Plain::single)
                .filter(sentence -> Statements.han(sentence) >= Statements.LEAST)
                .map(Bag::of)
                .forEach(bag -> {
                    Background.count(counts, bag);
                    sentences.add(bag.inOrder());
                });
        return new Background(sentences.size(), counts, Space.of(sentences, seed));
    }

    private Coefficients.Model model(Coefficients.Kind name, List<Asked> asked) {
        List<Trial> trials = new ArrayList<>();
        Map<String, double[]> byKind = new java.util.TreeMap<>();
        for (int fold = 0; fold < FOLDS; fold++) {
            int left = fold;
            Coefficients.Model model =
                    taught(asked.stream().filter(one -> fold(one) != left).toList());
            asked.stream().filter(one -> fold(one) == left).forEach(one -> {
                Trial trial = trial(model, one);
                if (trial != null) {
                    trials.add(trial);
                }
            });
        }
        double[] platt = Logistic.learn(
                trials.stream()
                        .map(trial -> new Logistic.Example(new double[] {trial.odds()}, trial.right(), trial.weight()))
                        .toList(),
                1e-6);
        Coefficients.Model calibrated = taught(asked).calibrated(platt[1], platt[0], 1);
        double threshold = threshold(name, trials, calibrated);
        report(name, asked, calibrated, threshold, byKind);
        return calibrated.calibrated(platt[1], platt[0], threshold);
    }

    private static int fold(Asked asked) {
        return Math.floorMod(asked.about().hashCode(), FOLDS);
    }

    private static double weight(Asked asked) {
        return switch (asked.kind()) {
            case "paraphrase" -> 1;
            case "copy" -> 0.5;
            case "unlike", "what is right", "other question", "claim unknown" -> 0.3;
            default -> 0.1;
        };
    }

    private static Coefficients.Model taught(List<Asked> asked) {
        List<Logistic.Example> examples = new ArrayList<>();
        for (Asked one : asked) {
            for (Matcher.Scored scored : one.near()) {
                examples.add(new Logistic.Example(
                        scored.numbers(), scored.claim().text.id().equals(one.truth()), weight(one)));
            }
        }
        double[] learned = Logistic.learn(examples, RIDGE, Likeness.SIGNS);
        return new Coefficients.Model(learned[0], Arrays.copyOfRange(learned, 1, learned.length), 1, 0, 1);
    }

    private static @org.jspecify.annotations.Nullable Trial trial(Coefficients.Model model, Asked asked) {
        Matcher.Scored best = null;
        double most = Double.NEGATIVE_INFINITY;
        for (Matcher.Scored scored : asked.near()) {
            double odds = model.odds(scored.numbers());
            if (odds > most) {
                most = odds;
                best = scored;
            }
        }
        return best == null && asked.truth().isEmpty()
                ? null
                : new Trial(
                        best == null ? -20 : most,
                        best != null && best.isRuledOut(),
                        best != null && best.claim().text.id().equals(asked.truth()),
                        !asked.truth().isEmpty(),
                        weight(asked));
    }

    /** Says what the serving threshold means for claims that were not learned from. */
    private double threshold(Coefficients.Kind name, List<Trial> trials, Coefficients.Model model) {
        double threshold = Coefficients.sure(name);
        double truths = 0;
        double given = 0;
        double right = 0;
        for (Trial trial : trials) {
            truths += trial.hasTruth() ? trial.weight() : 0;
            if (!trial.isContrary() && model.probability(trial.odds()) >= threshold) {
                given += trial.weight();
                right += trial.right() ? trial.weight() : 0;
            }
        }
        say.accept("%s: at %.2f precision %.3f and recall %.3f on claims not learned from"
                .formatted(name, threshold, right / given, right / truths));
        return threshold;
    }

    private void report(
            Coefficients.Kind name,
            List<Asked> asked,
            Coefficients.Model model,
            double threshold,
            Map<String, double[]> byKind) {
        for (Asked one : asked) {
            Trial trial = trial(model, one);
            double[] counts = byKind.computeIfAbsent(one.kind(), kind -> new double[3]);
            counts[0]++;
            if (trial != null && !trial.isContrary() && model.probability(trial.odds()) >= threshold) {
                counts[1]++;
                counts[2] += trial.right() ? 1 : 0;
            }
        }
        byKind.forEach((kind, counts) -> say.accept("  %s %s: %d asked, %d answered, %d rightly"
                .formatted(name, kind, (int) counts[0], (int) counts[1], (int) counts[2])));
        for (int at = 0; at < Likeness.NAMES.length; at++) {
            say.accept("    %+8.3f  %s".formatted(model.weights()[at], Likeness.NAMES[at]));
        }
    }
}
