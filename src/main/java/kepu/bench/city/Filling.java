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
import java.util.concurrent.atomic.AtomicLong;
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
    /** A prime: its multiples go through everybody in another order. */
    private static final long MIXED = 2_654_435_761L;

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
        inParts("residents", size.residents(), (bulk, from, to) -> residents(bulk, villages, from, to));
        inParts(
                "meetings",
                (long) size.residents() * size.history(),
                (bulk, from, to) -> history(bulk, items, from, to));
        try (Bulk bulk = Bulk.open(address)) {
            bulk.transact(() -> bulk.read(
                    "select setval(pg_get_serial_sequence('resident', 'id'), ?)", row -> row.getLong(1), (long)
                            size.residents()));
            progress.accept("vacuum analyze");
            bulk.outside("vacuum analyze");
            bulk.outside("checkpoint");
        }
    }

    /** Has in PostgreSQL's cache what a server that has been at work for some days has there. */
    void warm() throws IOException, SQLException {
        progress.accept("warming the database");
        try (Bulk bulk = Bulk.open(address)) {
            bulk.outside("create extension pg_prewarm");
            for (String table : List.of("resident", "event")) {
                progress.accept("%,d pages of %s".formatted(warm(bulk, table), table));
            }
        }
    }

    /** With its parts and all indexes; gives the pages. */
    private static long warm(Bulk bulk, String table) throws SQLException {
        String pages =
                "with heaps as (select ?::regclass as oid union select inhrelid from pg_inherits where inhparent = ?::regclass),"
                        + " all_of_it as (select oid from heaps union select indexrelid from pg_index where indrelid in (select oid from heaps))"
                        + " select sum(pg_prewarm(oid))::bigint from all_of_it join pg_class using (oid) where relkind in ('r', 'i')";
        return bulk.read(pages, row -> row.getLong(1), table, table).getFirst();
    }

    private void residents(Bulk bulk, long[] villages, long from, long to) throws SQLException {
        try (Bulk.Rows rows = bulk.copy(RESIDENT)) {
            for (long number = from; number < to; number++) {
                Laying.Row person = crowd.resident((int) number);
                rows.row(
                        person.id(),
                        villages[(int) (number * MIXED % villages.length)],
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

    /**
     * Everybody's meetings in the order of time, in which they lie in life: nobody's lie side by side. The more popular items more often.
     */
    private void history(Bulk bulk, int[] items, long from, long to) throws SQLException {
        SplittableRandom random = new SplittableRandom(size.seed() ^ ~from * 0x9E3779B97F4A7C15L);
        long all = (long) size.residents() * size.history();
        Instant first = now.minus(PAST);
        try (Bulk.Rows rows = bulk.copy(EVENT)) {
            for (long number = from; number < to; number++) {
                long turn = number / size.residents();
                long person = (number * MIXED + turn * turn) % size.residents() + 1;
                int item = Math.min(random.nextInt(items.length), random.nextInt(items.length));
                EventType type = random.nextDouble() < OPENED ? EventType.OPEN : EventType.IMPRESSION;
                Instant at = first.plusMillis(PAST.toMillis() * number / all);
                rows.row(person, "past-" + turn, items[item], type.code(), at);
            }
        }
    }

    /** Rows from a number to before another. */
    private interface Part {
        void copy(Bulk bulk, long from, long to) throws SQLException;
    }

    private void inParts(String what, long all, Part part) throws IOException {
        AtomicLong next = new AtomicLong();
        AtomicLong done = new AtomicLong();
        Callable<Void> work = () -> {
            long told = System.nanoTime();
            try (Bulk bulk = Bulk.open(address)) {
                for (long from = next.getAndAdd(PART); from < all; from = next.getAndAdd(PART)) {
                    long first = from;
                    long end = Math.min(all, from + PART);
                    bulk.transact(() -> {
                        part.copy(bulk, first, end);
                        return end;
                    });
                    long copied = done.addAndGet(end - from);
                    if (System.nanoTime() - told > PROGRESS.toNanos() || copied == all) {
                        told = System.nanoTime();
                        progress.accept("%,d of %,d %s".formatted(copied, all, what));
                    }
                }
            }
            return null;
        };
        int workers = Runtime.getRuntime().availableProcessors();
        try (ExecutorService executor = Executors.newFixedThreadPool(workers)) {
            List<Future<Void>> working = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                working.add(executor.submit(work));
            }
            for (Future<Void> one : working) {
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
