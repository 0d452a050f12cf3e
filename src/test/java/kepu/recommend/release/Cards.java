package kepu.recommend.release;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kepu.base.Neighbours;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.model.Ranker;

/** Versions for tests: a binary of a few letters and a card with the figures that are asked for. */
final class Cards {
    private Cards() {}

    /** The {@code n}-th version of "feed". */
    static VersionId id(int n) {
        return new VersionId("feed", "202611%02d-013000-%08x".formatted(n, n));
    }

    /** A version that beats both floors; {@code ndcg} is its own. */
    static Card good(Versions versions, int n, double ndcg) throws IOException {
        return add(versions, id(n), figures(ndcg, 0.20, 0.25));
    }

    static Card add(Versions versions, VersionId id, List<Card.Figure> figures) throws IOException {
        return versions.add(id, folder -> {
            Files.writeString(folder.resolve(Card.Binary.FILE), "parameters of " + id, StandardCharsets.UTF_8);
            return card(id, figures, Versions.binary(folder));
        });
    }

    /** The {@code n}-th version of "feed" with a binary that serves, better than those before it. */
    static VersionId readable(Versions versions, int n, Manner manner, Ranker ranker) throws IOException {
        VersionId id = id(n);
        versions.add(id, folder -> {
            try (OutputStream out = Files.newOutputStream(folder.resolve(Card.Binary.FILE))) {
                ModelFile.write(new Model(id.version(), new String[0], Neighbours.none(0), ranker, manner), out);
            }
            return card(id, figures(0.4 + n / 100.0, 0.2, 0.2), Versions.binary(folder));
        });
        return id;
    }

    static List<Card.Figure> figures(double own, double popularity, double recent) {
        return new ArrayList<>(List.of(
                figure(Card.OWN, Card.ALL, own),
                figure("popularity", Card.ALL, popularity),
                figure("recent-popularity", Card.ALL, recent)));
    }

    static Card.Figure figure(String model, String slice, double ndcg) {
        return new Card.Figure(model, slice, 1_000, ndcg / 2, ndcg, ndcg * 0.9, Math.min(1, ndcg * 1.1), null);
    }

    static Card card(VersionId id, List<Card.Figure> figures, Card.Binary binary) {
        return new Card(
                id.name(),
                id.version(),
                Instant.parse("2026-11-22T01:30:00Z"),
                7,
                Map.of("factors", 64, "sources", List.of("prior", "als")),
                "d".repeat(64),
                new Card.Data("events", Instant.parse("2026-08-22T00:00:00Z"), null, 1_000, 300, 50_000, 40_000, 9_000),
                List.of(),
                figures,
                new Card.Ranker("trees", List.of("als", "age"), Map.of("als", 0.8, "age", 0.2), 0.71, 0.42),
                null,
                Map.of("read", 1.5),
                "0.1.0",
                "GPL-3.0-or-later",
                binary);
    }

    /** Changes one byte of the binary, and not its size. */
    static void flip(Versions versions, VersionId id) throws IOException {
        Path file = versions.folder(id).resolve(Card.Binary.FILE);
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 1;
        Files.write(file, bytes);
    }
}
