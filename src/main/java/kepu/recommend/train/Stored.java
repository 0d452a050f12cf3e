package kepu.recommend.train;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import kepu.base.Neighbours;
import kepu.base.Sha256;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.recommend.log.Log;
import kepu.search.Similar;
import kepu.search.SimilarItems;
import kepu.store.Bulk;

/** What a version is made from where behaviour lies in the event store. Blocking, for the training process. */
public final class Stored {
    private Stored() {}

    /** Reads the definition, the behaviour it asks for, and how alike the items are. */
    public static VersionMaking.Material material(Bulk bulk, Path definition, Instant now)
            throws IOException, SQLException {
        return material(bulk, definition.toString(), Files.readString(definition), now);
    }

    /** The same by a definition that was read, {@code text} of {@code source}. */
    public static VersionMaking.Material material(Bulk bulk, String source, String text, Instant now)
            throws IOException, SQLException {
        Definition defined = Definition.parse(source, text);
        Catalogue catalogue = Items.load(bulk);
        Instant since = now.minus(Duration.ofDays(defined.data().days()));
        Log log = bulk.transact(() -> EventLog.read(bulk, catalogue, since, defined.data(), defined.seed()));
        return new VersionMaking.Material(
                log, content(bulk, catalogue), defined, Definition.plain(text), digest(text), "events");
    }

    private static Neighbours content(Bulk bulk, Catalogue catalogue) throws SQLException {
        Map<Integer, String> bodies = Items.bodies(bulk);
        List<Similar.Text> texts = catalogue.entries().stream()
                .map(Catalogue.Entry::item)
                .filter(item -> bodies.containsKey(item.seq()))
                .map(item -> SimilarItems.text(item, bodies.getOrDefault(item.seq(), "")))
                .toList();
        try (Similar similar = Similar.of(texts, Similar.MOST)) {
            return similar.neighbours(catalogue.bound());
        }
    }

    private static String digest(String text) {
        return HexFormat.of().formatHex(Sha256.of(text), 0, 16);
    }
}
