package kepu.search.find;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;

/**
 * How well texts are found that people chose for their questions. Documents are put into an index like that of items, title and text, and
 * queries are asked as {@link Searching} asks them; nothing but the text counts.
 */
public final class SearchEvaluation {
    /** A query and the numbers of the texts that are right. */
    private record Question(String text, Set<Integer> right) {}

    /**
     * The means over the queries.
     *
     * @param mrr one over the place of the first right text among ten, 0 without one there
     * @param recall part of the right texts among fifty
     */
    public record Result(double mrr, double recall, int queries) {
        /** One line. */
        public String line() {
            return String.format(Locale.ROOT, "mrr@10=%.4f recall@50=%.4f queries=%d", mrr, recall, queries);
        }
    }

    private static final int TOP = 10;
    private static final int DEPTH = 50;
    private static final int BATCH = 500;

    private final Map<String, Integer> numbers = new HashMap<>();
    private final ItemIndex index;
    private final List<Question> questions = new ArrayList<>();

    private SearchEvaluation(Scoring scoring) throws IOException {
        this.index = ItemIndex.inMemory(scoring);
    }

    /**
     * Measures.
     *
     * @param documents JSON lines, gzip or plain, with {@code id}, {@code title} and {@code text}
     * @param queries the same with {@code id}, {@code query} and {@code relevant}, ids of documents
     */
    public static Result of(Path documents, Path queries) throws IOException {
        return of(documents, queries, Scoring.SERVED);
    }

    /** Measures another scoring. */
    static Result of(Path documents, Path queries, Scoring scoring) throws IOException {
        SearchEvaluation evaluation = new SearchEvaluation(scoring);
        try (ItemIndex closing = evaluation.index) {
            evaluation.fill(documents);
            each(queries, evaluation::take);
            closing.refresh();
            closing.learn();
            return evaluation.result(closing);
        }
    }

    private void fill(Path documents) throws IOException {
        List<ItemText> texts = new ArrayList<>();
        each(documents, line -> {
            int number = numbers.size();
            if (numbers.putIfAbsent(text(line, "id"), number) == null) {
                texts.add(ItemText.of(number, text(line, "title"), text(line, "text")));
            }
        });
        for (int from = 0; from < texts.size(); from += BATCH) {
            index.put(texts.subList(from, Math.min(texts.size(), from + BATCH)));
        }
    }

    private void take(JsonObject line) {
        Set<Integer> right = new HashSet<>();
        JsonArray relevant = line.getJsonArray("relevant", new JsonArray());
        for (Object id : relevant) {
            Integer number = numbers.get(String.valueOf(id));
            right.add(number == null ? -1 - right.size() : number);
        }
        questions.add(new Question(text(line, "query"), right));
    }

    private Result result(ItemIndex filled) {
        double mrr = 0;
        double recall = 0;
        try (Reading reading = filled.reading()) {
            for (Question question : questions) {
                List<Integer> found = reading.find(question.text(), List.of(), DEPTH).matches().stream()
                        .map(Reading.Match::seq)
                        .toList();
                mrr += reciprocal(found, question.right());
                recall += question.right().isEmpty()
                        ? 0
                        : (double) found.stream()
                                        .filter(question.right()::contains)
                                        .count()
                                / question.right().size();
            }
        }
        int count = Math.max(1, questions.size());
        return new Result(mrr / count, recall / count, questions.size());
    }

    private static double reciprocal(List<Integer> found, Set<Integer> right) {
        for (int at = 0; at < Math.min(TOP, found.size()); at++) {
            if (right.contains(found.get(at))) {
                return 1.0 / (at + 1);
            }
        }
        return 0;
    }

    private static void each(Path file, Consumer<JsonObject> take) throws IOException {
        try (InputStream raw = Files.newInputStream(file);
                InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw;
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (!line.isBlank()) {
                    take.accept(read(file, number, line));
                }
            }
        }
    }

    private static JsonObject read(Path file, int number, String line) throws IOException {
        try {
            return new JsonObject(line);
        } catch (DecodeException | ClassCastException e) {
            throw new IOException("%s line %d is no JSON object".formatted(file, number), e);
        }
    }

    private static String text(JsonObject line, String field) {
        Object value = line.getValue(field);
        return value == null ? "" : value.toString();
    }
}
