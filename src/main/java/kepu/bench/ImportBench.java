package kepu.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.source.ContentSources;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.Storage;

/**
 * Imports feeds as the program does: a website on this machine serves them over HTTP, and the sources are polled until each was read. Some entries
 * are reprints of others, in shuffled order over all feeds. Then all is polled again, which must add nothing. Beside it, COPY of the stored rows
 * into a table with the same indexes. Blocking; on an embedded PostgreSQL of its own.
 */
public final class ImportBench implements AutoCloseable {
    /** How much; {@code reprints} is the share of near-duplicates in percent. */
    public record Size(int entries, int reprints, int feeds, int chars, long seed) {
        public Size {
            if (entries < feeds || feeds < 1 || reprints < 0 || reprints > 90 || chars < 50) {
                throw new IllegalArgumentException("nothing to import");
            }
        }

        int originals() {
            return entries - entries * reprints / 100;
        }
    }

    /**
     * What came of it.
     *
     * @param stored entries in the database
     * @param beside of them, those that stand beside another as its near-duplicate
     * @param strangers of these, those that are no reprint of it
     * @param missed reprints that were not found
     * @param again entries that polling again added
     */
    public record Result(
            Size size, double seconds, double copy, long stored, long beside, int strangers, int missed, long again) {
        /** Whether nothing was lost or doubled, and every reprint found its first. */
        public boolean isRight() {
            return stored == size.entries()
                    && again == 0
                    && strangers == 0
                    && missed == 0
                    && beside == size.entries() - size.originals();
        }

        public Report report() {
            return new Report(List.of(
                    Figure.alone("entries imported", "entries", (double) stored),
                    Figure.alone("near-duplicates found", "entries", (double) beside),
                    Figure.alone("joined to a stranger", "entries", strangers),
                    Figure.alone("reprints not found", "entries", missed),
                    Figure.alone("added by polling again", "entries", (double) again),
                    Figure.beside(
                            "wall time, beside COPY of the rows", "s", new double[] {seconds}, new double[] {copy})));
        }
    }

    private static final int FIRST_HAN = 0x4E00;
    private static final int HANS = 3_000;
    private static final long MOST_MINUTES = 30;

    private final Size size;
    private final Storage storage;
    private final Bulk bulk;
    private final Vertx vertx = Vertx.vertx();
    private final Database database;
    private final ContentSources sources;
    private final HttpServer site;
    private final Random random;
    /** Which text an entry has, by its guid. */
    private final Map<String, Integer> origins = new HashMap<>();

    /** Starts a database in {@code folder}, which must be empty or not there. */
    public ImportBench(Size size, Config config, Path folder) throws IOException, SQLException {
        this.size = size;
        this.random = new Random(size.seed());
        this.storage = Storage.open(Files.createDirectories(folder), config.database());
        Bulk.migrate(storage.address());
        this.bulk = Bulk.open(storage.address());
        this.database = new Database(vertx, storage.address(), config.database());
        Regions regions = new Regions(database, Regions.load(bulk));
        this.sources = new ContentSources(
                new ContentSources.Ground(vertx, database, regions, Clock.systemUTC(), new SimpleMeterRegistry()),
                config.sources(),
                config.uploads(),
                (staff, proposal, origin, key) -> Future.failedFuture(new Failure.Unavailable("no-review", "这里不审核")));
        this.site = serve(feeds());
    }

    public Result run() throws SQLException, IOException {
        addSources();
        double seconds = seconds(() -> polled(1));
        long stored = count("select count(*) from source_entry");
        Judgement judgement = judge();
        polled(2);
        long again = count("select count(*) from source_entry") - stored;
        List<Object[]> rows = rows();
        double copy = seconds(() -> copy(rows));
        return new Result(
                size, seconds, copy, stored, judgement.beside(), judgement.strangers(), judgement.missed(), again);
    }

    @Override
    public void close() throws SQLException {
        try (storage) {
            bulk.close();
            sources.close();
            database.close();
            vertx.close().await();
        }
    }

    private List<byte[]> feeds() {
        List<String> texts = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < size.entries(); i++) {
            int origin = i < size.originals() ? i : random.nextInt(size.originals());
            String text = i < size.originals() ? prose() : reprinted(texts.get(origin));
            texts.add(text);
            origins.put("n" + i, origin);
            items.add(
                    "<item><guid isPermaLink=\"false\">n%d</guid><title>%s</title><description>%s</description></item>"
                            .formatted(i, text.substring(0, 16), text));
        }
        java.util.Collections.shuffle(items, random);
        List<byte[]> feeds = new ArrayList<>();
        for (int feed = 0; feed < size.feeds(); feed++) {
            List<String> own = items.subList((int) ((long) items.size() * feed / size.feeds()), (int)
                    ((long) items.size() * (feed + 1) / size.feeds()));
            feeds.add(
                    ("<rss version=\"2.0\"><channel><title>t</title><link>https://n.example/</link><description>d</description>"
                                    + String.join("", own) + "</channel></rss>")
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        return feeds;
    }

    private String prose() {
        StringBuilder text = new StringBuilder();
        while (text.length() < size.chars()) {
            for (int i = 8 + random.nextInt(18); i > 0; i--) {
                text.append(han());
            }
            text.append(random.nextInt(3) == 0 ? '。' : '，');
        }
        return text.toString();
    }

    /** As others print it again: a line before and one behind, one character in fifty another one. */
    private String reprinted(String text) {
        StringBuilder again = new StringBuilder("本报讯（记者）");
        for (int i = 0; i < text.length(); i++) {
            again.append(text.charAt(i) >= FIRST_HAN && random.nextInt(50) == 0 ? han() : text.charAt(i));
        }
        return again.append("责任编辑：某某").toString();
    }

    private char han() {
        return (char) (FIRST_HAN + random.nextInt(HANS));
    }

    private HttpServer serve(List<byte[]> feeds) {
        return vertx.createHttpServer()
                .requestHandler(request -> request.response()
                        .putHeader("content-type", "application/rss+xml")
                        .end(Buffer.buffer(
                                feeds.get(Integer.parseInt(request.path().substring(1))))))
                .listen(0, "127.0.0.1")
                .await();
    }

    private void addSources() throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.run(
                    "insert into staff (account, name, password_hash, role, scope) values ('bench', 'bench', '', 'editor', '0')");
            for (int feed = 0; feed < size.feeds(); feed++) {
                bulk.run(
                        "insert into source (scope, name, url, trust, authority, licence, topic, interval_seconds, most_entries, due_at,"
                                + " created_by) select '0', 'feed', ?, 'open', 'national', 'CC0', 'crops', 86400, 100000, now(), id from staff",
                        "http://127.0.0.1:" + site.actualPort() + "/" + feed);
            }
            return size;
        });
    }

    /** Polls until every source was read so often. */
    private void polled(int times) throws SQLException, IOException {
        bulk.transact(() -> bulk.run("update source set due_at = now() - interval '1 second'"));
        try {
            untilRead((long) times * size.feeds()).await(MOST_MINUTES, TimeUnit.MINUTES);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not within " + MOST_MINUTES + " minutes", e);
        }
        long failed = count("select count(*) from source_poll where outcome <> 'read'");
        if (failed > 0) {
            throw new IllegalStateException(failed + " polls failed: "
                    + bulk.read(
                            "select distinct type from source_poll where type is not null", row -> row.getString(1)));
        }
    }

    private Future<Void> untilRead(long polls) {
        return sources.tick()
                .compose(done -> database.query("select count(*) from source_poll"))
                .compose(rows -> rows.iterator().next().getLong(0) >= polls
                        ? Future.succeededFuture()
                        : vertx.timer(50, TimeUnit.MILLISECONDS).compose(done -> untilRead(polls)));
    }

    private record Judgement(long beside, int strangers, int missed) {}

    /** Compares what was found with what was made. */
    private Judgement judge() throws SQLException {
        Map<Integer, Integer> leaders = new HashMap<>();
        int[] strangers = {0};
        bulk.each("select e.guid, l.guid from source_entry e join source_entry l on l.id = e.leader", row -> {
            int own = origins.getOrDefault(row.getString(1), -1);
            int leader = origins.getOrDefault(row.getString(2), -2);
            strangers[0] += own == leader ? 0 : 1;
            if (row.getString(1).equals(row.getString(2))) {
                leaders.merge(own, 1, Integer::sum);
            }
        });
        int missed = leaders.values().stream().mapToInt(count -> count - 1).sum();
        return new Judgement(count("select count(*) from source_entry where leader <> id"), strangers[0], missed);
    }

    private List<Object[]> rows() throws SQLException {
        return bulk.read(
                "select id, source, key_hash, guid, title, html, fetched_at::text, digest, signature, leader, similarity, state from source_entry",
                row -> new Object[] {
                    row.getLong(1), row.getLong(2), row.getBytes(3), row.getString(4), row.getString(5),
                            row.getString(6),
                    row.getString(7), row.getBytes(8), row.getBytes(9), row.getLong(10), row.getFloat(11),
                            row.getString(12)
                });
    }

    private void copy(List<Object[]> rows) throws SQLException, IOException {
        bulk.transact(() -> {
            bulk.execute("create table entry_copy (like source_entry including all)");
            try (Bulk.Rows copy = bulk.copy(
                    "entry_copy (id, source, key_hash, guid, title, html, fetched_at, digest, signature, leader, similarity, state)")) {
                for (Object[] row : rows) {
                    copy.row(row);
                }
            }
            return size;
        });
    }

    private long count(String sql) throws SQLException {
        return bulk.read(sql, row -> row.getLong(1)).getFirst();
    }

    private interface Work {
        void run() throws SQLException, IOException;
    }

    private static double seconds(Work work) throws SQLException, IOException {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }
}
