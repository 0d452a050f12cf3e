package kepu.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import kepu.config.Config;
import kepu.rumour.ClaimLibrary;
import kepu.rumour.Verdict;
import kepu.search.claim.ClaimEvaluation;
import kepu.search.claim.ClaimLearning;
import kepu.search.claim.ClaimText;
import kepu.search.claim.Matcher;
import kepu.search.claim.Meanings;
import kepu.search.sentence.SentenceVectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How good verdicts on claims are, and how their coefficients are learned. */
@Command(
        name = "claims",
        mixinStandardHelpOptions = true,
        description = "give verdicts on texts of which it is known what they claim, through the code that serves")
final class ClaimsCommand implements Callable<Integer> {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Mixin
    private final Setting setting = new Setting();

    @Option(
            names = "--verdicts",
            paramLabel = "FILE",
            description = "JSON lines: id, claim, rating[, paraphrases, keywords, unlike] (default: the library)")
    private @Nullable Path verdicts;

    @Option(
            names = "--queries",
            paramLabel = "FILE",
            description = "JSON lines: id, text[, claim]; without a claim to be abstained from"
                    + " (default: content/claims/evaluation.jsonl)")
    private @Nullable Path queries;

    @Option(names = "--curve", description = "precision and recall by threshold too")
    private boolean curve;

    @Option(
            names = "--learn",
            paramLabel = "FOLDER",
            description =
                    "learn from the library instead, and write what the program ships with (src/main/resources/claims)")
    private @Nullable Path learn;

    @Option(names = "--seed", defaultValue = "5109", description = "of what is made at random (default: 5109)")
    private long seed;

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws IOException {
        Config config = setting.config();
        if (learn != null) {
            return learn(config, learn);
        }
        List<ClaimText> claims = verdicts == null ? library(config) : lines(verdicts, ClaimsCommand::claim);
        List<ClaimEvaluation.Query> asked = lines(
                queries == null ? config.content().resolve("claims/evaluation.jsonl") : queries, ClaimsCommand::query);
        try (SentenceVectors vectors = vectors(config)) {
            Meanings meanings = Meanings.shipped(vectors);
            meanings.keep(meanings.missing(claims));
            ClaimEvaluation evaluation = new ClaimEvaluation(
                    Matcher.of(claims, meanings),
                    new Matcher.Limits(
                            config.rumours().statements(), config.rumours().vectors()));
            console.out().println(evaluation.run(asked).line());
            if (curve) {
                evaluation.curve(asked).forEach(console.out()::println);
            }
        }
        console.out().flush();
        return 0;
    }

    private int learn(Config config, Path folder) throws IOException {
        List<String> faults = new ArrayList<>();
        try (SentenceVectors vectors = SentenceVectors.shipped()) {
            ClaimLearning.Learned learned = new ClaimLearning(
                            new ClaimLibrary(config.content()).lessons(faults),
                            articles(config.content()),
                            vectors,
                            seed,
                            console.out()::println)
                    .learn();
            Files.write(folder.resolve("background.bin.gz"), learned.background());
            Files.write(folder.resolve("meanings.bin"), learned.meanings());
            Files.writeString(folder.resolve("coefficients.json"), learned.coefficients());
        }
        faults.forEach(console.err()::println);
        console.out().flush();
        return faults.isEmpty() ? 0 : 1;
    }

    private static SentenceVectors vectors(Config config) {
        return config.rumours().sentenceVectors() ? SentenceVectors.shipped() : SentenceVectors.none();
    }

    private static List<ClaimText> library(Config config) throws IOException {
        return new ClaimLibrary(config.content())
                .read(new ArrayList<>()).stream().map(Verdict::text).toList();
    }

    /** The sentences of the library's articles, in the order of their files. */
    private static List<String> articles(Path library) throws IOException {
        List<String> sentences = new ArrayList<>();
        try (Stream<Path> tree = Files.walk(library.resolve("articles"))) {
            for (Path file : tree.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file).replaceFirst("(?s)^---\n.*?\n---\n", "");
                text.lines()
                        .filter(line -> !line.isBlank() && !line.startsWith("#"))
                        .flatMap(line -> Stream.of(line.replaceAll("[*>|`]", "").split("(?<=[。！？；])")))
                        .map(String::strip)
                        .filter(sentence -> !sentence.isEmpty())
                        .forEach(sentences::add);
            }
        }
        return sentences;
    }

    private static ClaimText claim(JsonNode line) {
        return new ClaimText(
                line.required("id").asText(),
                line.required("claim").asText(),
                texts(line.path("paraphrases")),
                texts(line.path("keywords")),
                texts(line.path("unlike")));
    }

    private static ClaimEvaluation.Query query(JsonNode line) {
        JsonNode claim = line.path("claim");
        return new ClaimEvaluation.Query(
                line.required("id").asText(),
                line.required("text").asText(),
                claim.isMissingNode() || claim.isNull() || claim.asText().isEmpty() ? null : claim.asText());
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    /** A JSON object a line; plain or gzip. */
    private static <T> List<T> lines(Path file, Function<JsonNode, T> read) throws IOException {
        List<T> all = new ArrayList<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(opened(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                number++;
                if (!line.isBlank()) {
                    all.add(one(file, number, line, read));
                }
            }
        }
        return all;
    }

    private static <T> T one(Path file, int number, String line, Function<JsonNode, T> read) throws IOException {
        try {
            return read.apply(MAPPER.readTree(line));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new IOException("%s:%d: %s".formatted(file, number, e.getMessage()), e);
        }
    }

    private static InputStream opened(Path file) throws IOException {
        InputStream in = new BufferedInputStream(new FileInputStream(file.toFile()));
        return file.toString().endsWith(".gz") ? new GZIPInputStream(in) : in;
    }
}
