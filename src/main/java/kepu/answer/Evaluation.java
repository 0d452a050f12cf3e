package kepu.answer;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.search.passage.Confidence;
import kepu.search.passage.PassageIndex;
import kepu.search.passage.Sections;
import org.jspecify.annotations.Nullable;

/**
 * How well a library answers questions of which it is known what answers them. An answer is right when its first passage is of one of the
 * items that answer the question; one to a question that nothing answers is wrong.
 */
public final class Evaluation {
    /** A question and the items that answer it, none when the library cannot. */
    public record Labelled(String id, String text, Set<String> items) {
        public Labelled {
            items = Set.copyOf(items);
        }

        boolean isAnswerable() {
            return !items.isEmpty();
        }
    }

    /** What was found for one: the rank of the first right item from 1, 0 for none; and the features of its confidence. */
    private record Tried(Labelled question, int rank, double @Nullable [] features) {
        double confidence(Confidence confidence) {
            return features == null ? 0 : confidence.logistic(features);
        }

        boolean isRight() {
            return rank == 1;
        }
    }

    /** Answering at one threshold: shares of the answers that are right, and of the answerable questions that were answered right. */
    public record Point(double threshold, double precision, double recall, int answered) {
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "threshold=%.2f precision=%.3f recall=%.3f answered=%d",
                    threshold,
                    precision,
                    recall,
                    answered);
        }
    }

    private static final int FOLDS = 5;
    private static final int BINS = 5;

    private final List<Tried> tried;

    private Evaluation(List<Tried> tried) {
        this.tried = tried;
    }

    /** Reads lines of {@code {"id","text","items":[…]}}. */
    public static List<Labelled> read(Path file) throws IOException {
        List<Labelled> all = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
            number++;
            try {
                if (!line.isBlank()) {
                    JsonObject json = new JsonObject(line);
                    JsonArray items = json.getJsonArray("items", new JsonArray());
                    all.add(new Labelled(
                            json.getString("id", Integer.toString(number)),
                            json.getString("text").strip(),
                            items.stream().map(String::valueOf).collect(Collectors.toSet())));
                }
            } catch (RuntimeException e) {
                throw new IOException(file + ":" + number + ": not a question: " + e.getMessage(), e);
            }
        }
        return all;
    }

    /** Asks all questions; {@code bodies} are safe HTML by seq. */
    public static Evaluation of(Catalogue catalogue, Map<Integer, String> bodies, List<Labelled> questions) {
        try (PassageIndex index = new PassageIndex()) {
            for (Catalogue.Entry entry : catalogue.entries()) {
                Item item = entry.item();
                index.put(item, Sections.of(bodies.getOrDefault(item.seq(), "")));
            }
            index.refresh();
            return new Evaluation(questions.stream()
                    .map(question -> tried(catalogue, index, question))
                    .toList());
        }
    }

    /** {@code hit@1=… hit@3=… mrr=… questions=…}: over the questions that can be answered, by items. */
    public String ranking() {
        List<Tried> answerable =
                tried.stream().filter(one -> one.question().isAnswerable()).toList();
        return String.format(
                Locale.ROOT,
                "hit@1=%.3f hit@3=%.3f mrr=%.3f questions=%d",
                share(answerable, 1),
                share(answerable, 3),
                answerable.stream()
                        .mapToDouble(one -> one.rank() == 0 ? 0 : 1.0 / one.rank())
                        .average()
                        .orElse(0),
                answerable.size());
    }

    /** Answering with the weights that are served. */
    public Point at(double threshold) {
        return point(
                threshold,
                tried.stream()
                        .mapToDouble(one -> one.confidence(Confidence.SHIPPED))
                        .toArray());
    }

    /** Answering with weights that were fitted, for each question, on the other four fifths: what to expect of questions not seen. */
    public Point unseen(double threshold) {
        return point(threshold, crossed());
    }

    /** How far confidences are from what comes true, on average over {@value #BINS} equal parts (expected calibration error), not seen. */
    public double error() {
        double[] confidences = crossed();
        int[] order = IntStream.range(0, tried.size())
                .boxed()
                .sorted(Comparator.comparingDouble(at -> confidences[at]))
                .mapToInt(Integer::intValue)
                .toArray();
        double error = 0;
        for (int bin = 0; bin < BINS; bin++) {
            int from = order.length * bin / BINS;
            int to = order.length * (bin + 1) / BINS;
            double said = IntStream.range(from, to)
                    .mapToDouble(at -> confidences[order[at]])
                    .sum();
            double came = IntStream.range(from, to)
                    .filter(at -> tried.get(order[at]).isRight())
                    .count();
            error += Math.abs(said - came);
        }
        return order.length == 0 ? 0 : error / order.length;
    }

    /** Weights fitted on all of them. */
    public Confidence fitted() {
        return Confidence.fitted(examples(-1));
    }

    /** The questions that went wrong at a threshold, each with what was found: for people to look at. */
    public List<String> faults(double threshold) {
        return tried.stream()
                .filter(one -> one.confidence(Confidence.SHIPPED) >= threshold != one.isRight())
                .map(one -> String.format(
                        Locale.ROOT,
                        "%.2f %s rank=%d %s",
                        one.confidence(Confidence.SHIPPED),
                        one.question().text(),
                        one.rank(),
                        one.question().items()))
                .toList();
    }

    private static Tried tried(Catalogue catalogue, PassageIndex index, Labelled question) {
        List<PassageIndex.Found> found = index.ask(question.text());
        List<String> items = found.stream()
                .map(one -> catalogue.at(one.item()))
                .filter(entry -> entry != null)
                .map(entry -> entry.item().id())
                .distinct()
                .toList();
        int rank = IntStream.range(0, items.size())
                .filter(at -> question.items().contains(items.get(at)))
                .findFirst()
                .orElse(-1);
        return new Tried(question, rank + 1, Confidence.isWeighed(found) ? Confidence.features(found) : null);
    }

    private static double share(List<Tried> answerable, int within) {
        return answerable.stream()
                .mapToDouble(one -> one.rank() > 0 && one.rank() <= within ? 1 : 0)
                .average()
                .orElse(0);
    }

    private Point point(double threshold, double[] confidences) {
        int answered = 0;
        int right = 0;
        for (int at = 0; at < confidences.length; at++) {
            if (confidences[at] >= threshold) {
                answered++;
                right += tried.get(at).isRight() ? 1 : 0;
            }
        }
        long answerable =
                tried.stream().filter(one -> one.question().isAnswerable()).count();
        return new Point(
                threshold,
                answered == 0 ? 1 : (double) right / answered,
                answerable == 0 ? 0 : (double) right / answerable,
                answered);
    }

    private double[] crossed() {
        double[] confidences = new double[tried.size()];
        for (int fold = 0; fold < FOLDS; fold++) {
            Confidence others = Confidence.fitted(examples(fold));
            for (int at = fold; at < confidences.length; at += FOLDS) {
                confidences[at] = tried.get(at).confidence(others);
            }
        }
        return confidences;
    }

    /** All that can be learned from, but for those of a fold. */
    private List<Confidence.Example> examples(int without) {
        List<Confidence.Example> examples = new ArrayList<>();
        for (int at = 0; at < tried.size(); at++) {
            double[] features = tried.get(at).features();
            if (features != null && (without < 0 || at % FOLDS != without)) {
                examples.add(new Confidence.Example(features, tried.get(at).isRight()));
            }
        }
        return examples;
    }
}
