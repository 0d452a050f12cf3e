package kepu.bench.city;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import kepu.activity.EventType;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.bench.SyntheticCrowd;
import kepu.content.Library;
import kepu.push.audience.Laying;
import kepu.region.Level;
import kepu.region.Region;
import kepu.region.Regions;
import kepu.rumour.ClaimLibrary;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;

/** Fills the database of a city by COPY, on as many connections as there are cores. Blocking. */
final class Filling {
    private static final int PART = 50_000;
    private static final int MOST_VILLAGES = 10_000;
    private static final Duration PAST = Duration.ofDays(25);
    private static final Duration PROGRESS = Duration.ofSeconds(5);
    private static final String RESIDENT = "resident (id, village, groups, birth_year, occupation, interests, language,"
            + " personalised, consent_version, consent_at, synthetic)";
    private static final String EVENT = "event (person, id, item, type, at)";
    private static final double OPENED = 0.5;

    private final City.Size size;
    private final DatabaseAddress address;
    private final Consumer<String> progress;
    private final SyntheticCrowd crowd;
    private final Instant now = Instant.now();

    Filling(City.Size size, DatabaseAddress address, Consumer<String> progress) {
        this.size = size;
        this.address = address;
        this.progress = progress;
        this.crowd = new SyntheticCrowd(size.seed(), size.residents());
    }

    /** Imports the library with its claims; gives the ids of its items. */
    List<String> library(Path content, Path media) throws IOException, SQLException {
        try (Bulk bulk = Bulk.open(address)) {
            new Library(content, media).importInto(bulk, Regions.load(bulk));
            new ClaimLibrary(content).importInto(bulk);
            List<String> ids = bulk.read("select id from item order by seq", row -> row.getString(1));
            progress.accept("%,d items".formatted(ids.size()));
            return ids;
        }
    }

    /** Residents 1, 2 and so on, and what they did. */
    void people() throws IOException, SQLException {
        long[] villages;
        int[] items;
        try (Bulk bulk = Bulk.open(address)) {
            List<Region> real = Regions.load(bulk).within(City.CODE, Level.VILLAGE, MOST_VILLAGES);
            villages = real.stream().mapToLong(region -> region.code().first()).toArray();
            items = bulk.read("select seq from item order by seq", row -> row.getInt(1)).stream()
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        inParts("residents", (bulk, from, to) -> residents(bulk, villages, from, to));
        if (size.history() > 0) {
            inParts("residents with their history", (bulk, from, to) -> history(bulk, items, from, to));
        }
        try (Bulk bulk = Bulk.open(address)) {
            bulk.transact(() -> bulk.read(
                    "select setval(pg_get_serial_sequence('resident', 'id'), ?)", row -> row.getLong(1), (long)
                            size.residents()));
            progress.accept("vacuum analyze");
            bulk.outside("vacuum analyze");
            bulk.outside("checkpoint");
        }
    }

    private void residents(Bulk bulk, long[] villages, int from, int to) throws SQLException {
        try (Bulk.Rows rows = bulk.copy(RESIDENT)) {
            for (int number = from; number < to; number++) {
                Laying.Row person = crowd.resident(number);
                rows.row(
                        person.id(),
                        villages[(int) (number * 2_654_435_761L % villages.length)],
                        Group.unmask(person.groups()).stream().map(Group::code).toList(),
                        person.birthYear() == 0 ? null : person.birthYear(),
                        person.occupation(),
                        topics(person.topics()),
                        person.language(),
                        person.personalised(),
                        "1",
                        "2026-01-01T00:00:00Z",
                        true);
            }
        }
    }

    private static List<String> topics(long mask) {
        List<String> codes = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            if ((mask & 1L << topic.ordinal()) != 0) {
                codes.add(topic.code());
            }
        }
        return codes;
    }

    /** The more popular items more often; what a resident met twice is met once. */
    private void history(Bulk bulk, int[] items, int from, int to) throws SQLException {
        try (Bulk.Rows rows = bulk.copy(EVENT)) {
            for (int number = from; number < to; number++) {
                SplittableRandom random = new SplittableRandom(size.seed() ^ ~number * 0x9E3779B97F4A7C15L);
                for (int k = 0; k < size.history(); k++) {
                    int item = Math.min(random.nextInt(items.length), random.nextInt(items.length));
                    EventType type = random.nextDouble() < OPENED ? EventType.OPEN : EventType.IMPRESSION;
                    Instant at = now.minusMillis(random.nextLong(PAST.toMillis()));
                    rows.row(number + 1L, "past-" + k, items[item], type.code(), at);
                }
            }
        }
    }

    /** Rows of the residents from a number to before another. */
    private interface Part {
        void copy(Bulk bulk, int from, int to) throws SQLException;
    }

    private void inParts(String what, Part part) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicInteger done = new AtomicInteger();
        Callable<Void> work = () -> {
            long told = System.nanoTime();
            try (Bulk bulk = Bulk.open(address)) {
                for (int from = next.getAndAdd(PART); from < size.residents(); from = next.getAndAdd(PART)) {
                    int first = from;
                    int end = Math.min(size.residents(), from + PART);
                    bulk.transact(() -> {
                        part.copy(bulk, first, end);
                        return end;
                    });
                    int copied = done.addAndGet(end - from);
                    if (System.nanoTime() - told > PROGRESS.toNanos() || copied == size.residents()) {
                        told = System.nanoTime();
                        progress.accept("%,d of %,d %s".formatted(copied, size.residents(), what));
                    }
                }
            }
            return null;
        };
        int workers = Runtime.getRuntime().availableProcessors();
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<Void>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                all.add(executor.submit(work));
            }
            for (Future<Void> one : all) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IOException("the city cannot be filled: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
