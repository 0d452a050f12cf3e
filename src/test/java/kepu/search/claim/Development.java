package kepu.search.claim;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import kepu.rumour.ClaimLibrary;
import kepu.rumour.Verdict;

/** The library's claims, and texts of our own that make them or look alike. */
final class Development {
    static final Path CONTENT = Path.of(System.getProperty("kepu.home", ".")).resolve("content");

    private Development() {}

    static List<ClaimText> claims() throws IOException {
        List<String> faults = new ArrayList<>();
        List<ClaimText> claims = new ClaimLibrary(CONTENT)
                .read(faults).stream().map(Verdict::text).toList();
        if (!faults.isEmpty()) {
            throw new IllegalStateException(faults.toString());
        }
        return claims;
    }

    static List<ClaimEvaluation.Query> queries() throws IOException {
        return queries("development.jsonl");
    }

    /** Well-known claims that the library does not have, without paraphrases, and texts that make them or look alike. */
    static List<ClaimText> otherClaims() throws IOException {
        return lines("others.jsonl")
                .map(line -> ClaimText.bare(line.getString("id"), line.getString("claim")))
                .toList();
    }

    static List<ClaimEvaluation.Query> otherQueries() throws IOException {
        return queries("others-queries.jsonl");
    }

    private static List<ClaimEvaluation.Query> queries(String file) throws IOException {
        return lines(file)
                .map(line -> new ClaimEvaluation.Query(
                        line.getString("id"), line.getString("text"), line.getString("claim")))
                .toList();
    }

    private static Stream<JsonObject> lines(String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(Development.class.getResourceAsStream("/claims/" + file))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().map(JsonObject::new);
        }
    }
}
