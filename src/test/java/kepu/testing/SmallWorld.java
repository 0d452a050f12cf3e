package kepu.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import kepu.content.Items;
import kepu.people.Secrets;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.simulate.Settings;
import kepu.simulate.Simulation;
import kepu.store.Bulk;

/** A few hundred residents with a history, and the shipped model with little to do: enough to train for real within seconds. */
public final class SmallWorld {
    private static final int RESIDENTS = 300;
    private static final int DAYS = 90;
    private static final int SEED = 5109;

    private SmallWorld() {}

    /** A folder with the shipped definition of feeds, which learns little; for {@code models.definitions}. */
    public static String definitions() {
        try {
            String feed = Files.readString(Path.of(System.getProperty("kepu.home", "."), "models", "feed.yaml"));
            Path folder = Files.createTempDirectory("definitions");
            Files.writeString(
                    folder.resolve("feed.yaml"),
                    feed.replace("trees: 60", "trees: 8")
                            .replace("rows: 120000", "rows: 4000")
                            .replace("lambdas: [30, 100, 300, 1000]", "lambdas: [100]"));
            return folder.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same for even less data, with one parameter to tune, which has one other value. */
    public static String tunable() {
        try {
            String folder = definitions();
            Path feed = Path.of(folder, "feed.yaml");
            Files.writeString(feed, Files.readString(feed).replace("rows: 4000", "rows: 2000"));
            Files.writeString(
                    Path.of(folder, "feed.tune.yaml"),
                    "parameters:\n  ranker.trees:\n    meaning: 提升树有多少棵。\n    values: [8, 16]\n");
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Says in a file what may be tried: so much that a search has not tried it all for a while. */
    public static void longSearch(Path file) throws IOException {
        Files.writeString(
                file, "parameters:\n  ranker.trees:\n    meaning: 提升树有多少棵。\n    from: 10\n    to: 200\n    step: 2\n");
    }

    /** Fills the house with residents of 遂宁 and what they did until now. */
    public static void populate(House house) throws SQLException, IOException {
        populate(house, RESIDENTS);
    }

    public static void populate(House house, int residents) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            Simulation.run(
                    bulk,
                    new Secrets(new byte[32]),
                    Regions.load(bulk),
                    Items.load(bulk),
                    new Settings(residents, DAYS, SEED, RegionCode.of("5109"), Instant.now(), "2026-1"),
                    line -> {});
        }
    }
}
