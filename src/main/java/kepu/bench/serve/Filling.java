package kepu.bench.serve;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import kepu.activity.Event;
import kepu.base.Coded;
import kepu.bench.SyntheticItems;
import kepu.bench.SyntheticPeople;
import kepu.bench.SyntheticTexts;
import kepu.bench.SyntheticWorld;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.people.Accounts;
import kepu.people.Resident;
import kepu.people.Role;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.release.Card;
import kepu.recommend.release.Releases;
import kepu.recommend.release.VersionId;
import kepu.recommend.release.Versions;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;

/** Puts a synthetic population, its catalogue, its behaviour and its model where nodes look for them. */
final class Filling {
    private static final RegionCode CITY = RegionCode.of("5109");
    private static final int MOST_VILLAGES = 10_000;
    /** Of whose behaviour the forest is made, as in the bench in process. */
    private static final int COUNTED = 20_000;

    private static final VersionId VERSION = new VersionId("feed", "20260601-000000-0000be7c");
    private static final int MOST_MODEL_MEBIBYTES = 1_024;
    private static final int TOLD_EVERY = 100_000;
    private static final String OPERATOR = "bench";
    /** Videos have no file here. */
    private static final String NO_MEDIA = "article";

    private final Populace.Size size;
    private final Config config;
    private final Path models;
    private final Consumer<String> progress;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final RandomGenerator random;

    Filling(Populace.Size size, Config config, Path models, Consumer<String> progress) {
        this.size = size;
        this.config = config;
        this.models = models;
        this.progress = progress;
        this.random = new SplittableRandom(size.seed());
    }

    void fill(DatabaseAddress address) throws IOException, SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            List<Region> villages = Regions.load(bulk).within(CITY, Level.VILLAGE, MOST_VILLAGES);
            bulk.transact(() -> {
                items(bulk);
                residents(bulk, villages);
                unbind(bulk);
                return size.residents();
            });
            bulk.transact(() -> {
                events(bulk);
                return size.residents();
            });
            bulk.outside("vacuum analyze event");
            bulk.outside("analyze resident, item");
            release(bulk);
        }
    }

    private void items(Bulk bulk) throws SQLException, IOException {
        progress.accept("%,d items".formatted(size.items()));
        SyntheticTexts texts = new SyntheticTexts(config.content(), random);
        Catalogue drawn = SyntheticItems.of(size.items(), now, random);
        try (Bulk.Rows rows =
                bulk.copy("item (id, kind, title, summary, topic, groups, regions, months, keywords, source,"
                        + " authority, licence, language, body, chars, published_at, digest)")) {
            for (Catalogue.Entry entry : drawn.entries()) {
                item(rows, entry.item(), texts);
            }
        }
    }

    private void item(Bulk.Rows rows, Item item, SyntheticTexts texts) throws SQLException {
        String body = texts.text(random.nextInt(300, 900));
        rows.row(
                item.id(),
                item.kind() == Kind.VIDEO ? NO_MEDIA : item.kind().code(),
                texts.text(random.nextInt(10, 22)),
                texts.text(random.nextInt(40, 70)),
                item.topic().code(),
                codes(item.groups()),
                item.regions().stream().map(RegionCode::text).toList(),
                List.copyOf(item.season().months()),
                List.of(texts.text(2), texts.text(3)),
                item.source(),
                "national",
                item.licence(),
                item.language(),
                "<p>" + body + "</p>",
                body.length(),
                item.publishedAt(),
                new byte[0]);
    }

    private void residents(Bulk bulk, List<Region> villages) throws SQLException {
        progress.accept("%,d residents".formatted(size.residents()));
        SyntheticPeople people = people();
        try (Bulk.Rows rows = bulk.copy("resident (id, village, groups, birth_year, interests, language, synthetic,"
                + " personalised, consent_version, consent_at)")) {
            for (int number = 1; number <= size.residents(); number++) {
                Resident resident = people.resident(number);
                rows.row(
                        number,
                        villages.get((int) (number * 2_654_435_761L % villages.size()))
                                .code()
                                .first(),
                        codes(resident.groups()),
                        resident.birthYear(),
                        codes(resident.interests()),
                        "zh-CN",
                        true,
                        true,
                        "1",
                        "2026-01-01T00:00:00Z");
            }
        }
        bulk.read(
                "select setval(pg_get_serial_sequence('resident', 'id'), ?)", row -> row.getLong(1), size.residents());
    }

    /** What is copied is right by its making; keys checked row by row would take longer than the rest. */
    private static void unbind(Bulk bulk) throws SQLException {
        List<String> drops = bulk.read(
                "select format('alter table event drop constraint %I', conname) from pg_constraint"
                        + " where conrelid = 'event'::regclass and contype = 'f'",
                row -> row.getString(1));
        for (String drop : drops) {
            bulk.execute(drop);
        }
    }

    private void events(Bulk bulk) throws SQLException {
        SyntheticPeople people = people();
        try (Bulk.Rows rows = bulk.copy("event (person, id, item, type, at)")) {
            for (int number = 1; number <= size.residents(); number++) {
                int deed = 0;
                for (Event event : people.past(number)) {
                    rows.row(number, "b" + deed++, event.item(), event.type().code(), event.at());
                }
                if (number % TOLD_EVERY == 0 || number == size.residents()) {
                    progress.accept("%,d histories of %,d items".formatted(number, size.history()));
                }
            }
        }
    }

    private SyntheticPeople people() {
        return new SyntheticPeople(size.seed(), size.items(), size.history(), 0, now);
    }

    private void release(Bulk bulk) throws SQLException, IOException {
        progress.accept("a model of %,d items".formatted(size.items()));
        Model model = SyntheticWorld.of(size.seed(), size.items(), Math.min(COUNTED, size.residents()))
                .model();
        new Versions(models, MOST_MODEL_MEBIBYTES).add(VERSION, folder -> {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(folder.resolve(Card.Binary.FILE)))) {
                ModelFile.write(model, out);
            }
            return card(folder);
        });
        Accounts.set(bulk, OPERATOR, "评测员", Role.ADMINISTRATOR, CITY, Accounts.freshPassword());
        long staff = bulk.read("select id from staff order by id limit 1", row -> row.getLong(1))
                .getFirst();
        bulk.transact(() -> Releases.first(bulk, staff, VERSION, "the model of a bench"));
    }

    private Card card(Path folder) throws IOException {
        long events = (long) size.residents() * size.history();
        return new Card(
                VERSION.name(),
                VERSION.version(),
                now,
                size.seed(),
                Map.of("synthetic", true),
                "0".repeat(64),
                new Card.Data("synthetic", null, now, size.residents(), size.items(), events, 0, events),
                List.of(),
                List.of(),
                null,
                null,
                Map.of(),
                "0.1.0",
                "GPL-3.0-or-later",
                Versions.binary(folder));
    }

    private static List<String> codes(java.util.Collection<? extends Coded> words) {
        return words.stream().map(Coded::code).sorted().toList();
    }
}
