package kepu.bench;

import io.vertx.core.Context;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.App;
import kepu.Ground;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.search.find.Reading;
import kepu.search.find.Suggestions;
import kepu.store.Bulk;
import kepu.store.Storage;

/**
 * Search over many items: questions a second of a whole program over HTTP, on the machine of who asks, beside the same Lucene query in process over the
 * same index, with as many threads as there are cores; suggestions in process; and the bytes of the index beside those of the texts.
 */
public final class SearchBench implements AutoCloseable {
    /** What is measured: items, rounds that ask both in turn, seconds a turn. */
    public record Size(int items, int rounds, int seconds, long seed) {}

    private static final int QUERIES = 5_000;
    private static final int SUGGESTED = 50_000;
    private static final int CONNECTIONS = 16;
    private static final int DEPTH = 200;
    private static final int WARM_UP = 3;
    private static final int POLL_MILLIS = 500;
    private static final int ANSWER_SECONDS = 10;
    private static final Instant NOW = Instant.parse("2026-10-05T04:00:00Z");

    private final Size size;
    private final Config config;
    private final Consumer<String> progress;
    private final RandomGenerator random;
    private final SyntheticTexts texts;
    private final Storage storage;
    private final Vertx vertx = Vertx.vertx();
    /** Whoever asks from outside of one gets an answer on another now and then, or none. */
    private final Context context = vertx.getOrCreateContext();

    private final List<String> queries = new ArrayList<>();
    private long rawBytes;

    /** Starts a database in the configured data folder, which must be empty or not there. */
    public SearchBench(Size size, Config config, Consumer<String> progress) throws IOException {
        this.size = size;
        this.config = config;
        this.progress = progress;
        this.random = new SplittableRandom(size.seed());
        this.texts = new SyntheticTexts(config.content(), random);
        this.storage = Storage.open(Files.createDirectories(config.data()), config.database());
    }

    /** Blocking, for minutes. */
    public Report run() throws Exception {
        Ground ground = Ground.lay(storage.address(), (bulk, divisions) -> fill(bulk));
        progress.accept("%,d items, %,d bytes of text".formatted(size.items(), rawBytes));
        try (App app = new App(config, storage.address(), ground, Clock.systemUTC())) {
            URI url = URI.create(app.url());
            HttpClient client = vertx.createHttpClient(new PoolOptions().setHttp1MaxSize(CONNECTIONS));
            awaitIndex(client, url);
            Path folder = newest();
            try (Reading reading = Reading.ofSnapshot(folder);
                    Bulk bulk = Bulk.open(storage.address())) {
                return new Report(Stream.of(
                                searches(client, url, reading).stream(),
                                suggestions(Items.load(bulk), reading).stream(),
                                Stream.of(Figure.alone("index over raw text", "x", bytes(folder) / (double) rawBytes)))
                        .flatMap(figures -> figures)
                        .toList());
            }
        }
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
        storage.close();
    }

    private void fill(Bulk bulk) throws SQLException, IOException {
        Catalogue drawn = SyntheticItems.of(size.items(), NOW, random);
        bulk.transact(() -> {
            try (Bulk.Rows rows = bulk.copy("item (id, kind, title, summary, topic, groups, months, keywords, source,"
                    + " authority, licence, language, body, chars, published_at, digest)")) {
                for (Catalogue.Entry entry : drawn.entries()) {
                    row(rows, entry);
                }
            }
            return drawn.entries().size();
        });
    }

    private void row(Bulk.Rows rows, Catalogue.Entry entry) throws SQLException {
        String title = texts.text(random.nextInt(8, 20));
        String summary = texts.text(random.nextInt(20, 50));
        String body = texts.text(random.nextInt(300, 900));
        List<String> keywords = List.of(texts.text(2), texts.text(3), texts.text(4));
        rawBytes += utf8(title) + utf8(summary) + utf8(body);
        rawBytes += keywords.stream().mapToLong(SearchBench::utf8).sum();
        if (queries.size() < QUERIES) {
            String from = random.nextBoolean() ? title : body;
            int length = random.nextInt(3, 9);
            int at = random.nextInt(Math.max(1, from.length() - length));
            queries.add(from.substring(at, Math.min(from.length(), at + length)));
        }
        rows.row(
                entry.item().id(),
                "article",
                title,
                summary,
                entry.item().topic().code(),
                entry.item().groups().stream().map(group -> group.code()).toList(),
                List.copyOf(entry.item().season().months()),
                keywords,
                entry.item().source(),
                "national",
                "CC BY 4.0",
                "zh",
                "<p>" + body + "</p>",
                body.length(),
                entry.item().publishedAt(),
                new byte[0]);
    }

    /** Rounds of both, in turn, after some that do not count; as milliseconds a question, so that the ratio is that of questions a second. */
    private List<Figure> searches(HttpClient client, URI url, Reading reading)
            throws InterruptedException, ExecutionException {
        double[] http = new double[size.rounds()];
        double[] plain = new double[size.rounds()];
        double[] found = new double[size.rounds()];
        for (int round = -WARM_UP; round < size.rounds(); round++) {
            double ours = millis(overHttp(client, url));
            double lucene = millis(inProcess(query -> reading.plainSearch(query, DEPTH)));
            double ordered = millis(inProcess(
                    query -> reading.find(query, List.of(), DEPTH).matches().size()));
            progress.accept("round %d: %.3f ms over HTTP, %.3f ms in Lucene, %.3f ms found and ordered"
                    .formatted(round + 1, ours, lucene, ordered));
            if (round >= 0) {
                http[round] = ours;
                plain[round] = lucene;
                found[round] = ordered;
            }
        }
        return List.of(
                Figure.beside("search over HTTP, beside the Lucene query", "ms", http, plain),
                Figure.beside("search over HTTP, beside finding and ordering", "ms", http, found));
    }

    private double millis(double perSecond) {
        return 1_000 / perSecond;
    }

    private interface Asking {
        int found(String query) throws IOException;
    }

    /** Questions a second with a thread a core. */
    private double inProcess(Asking asking) throws InterruptedException, ExecutionException {
        int threads = Runtime.getRuntime().availableProcessors();
        long start = System.nanoTime();
        long until = start + TimeUnit.SECONDS.toNanos(size.seconds());
        AtomicInteger next = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(threads)) {
            Callable<Integer> work = () -> {
                int answers = 0;
                int hits = 0;
                while (System.nanoTime() < until) {
                    hits += asking.found(query(next));
                    answers++;
                }
                return hits == 0 ? 0 : answers;
            };
            int answers = 0;
            for (Future<Integer> done : workers.invokeAll(
                    IntStream.range(0, threads).mapToObj(thread -> work).toList())) {
                answers += done.get();
            }
            return answers / ((System.nanoTime() - start) / 1e9);
        }
    }

    /** Questions a second over open connections, each of which asks again when it is answered. */
    private double overHttp(HttpClient client, URI url) {
        long start = System.nanoTime();
        long until = start + TimeUnit.SECONDS.toNanos(size.seconds());
        AtomicInteger next = new AtomicInteger();
        AtomicInteger answers = new AtomicInteger();
        List<CompletableFuture<Void>> ends = new ArrayList<>();
        for (int connection = 0; connection < CONNECTIONS; connection++) {
            Promise<Void> end = Promise.promise();
            context.runOnContext(begin -> again(client, url, next, answers, until, end));
            ends.add(end.future().toCompletionStage().toCompletableFuture());
        }
        ends.forEach(CompletableFuture::join);
        return answers.get() / ((System.nanoTime() - start) / 1e9);
    }

    private void again(
            HttpClient client, URI url, AtomicInteger next, AtomicInteger answers, long until, Promise<Void> end) {
        if (System.nanoTime() >= until) {
            end.complete();
            return;
        }
        ask(client, url, query(next))
                .onComplete(
                        status -> {
                            if (status != 200) {
                                end.fail(new IllegalStateException("a search was answered with " + status));
                                return;
                            }
                            answers.incrementAndGet();
                            again(client, url, next, answers, until, end);
                        },
                        end::fail);
    }

    private static io.vertx.core.Future<Integer> ask(HttpClient client, URI url, String query) {
        String path = "/v1/search?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        return client.request(HttpMethod.GET, url.getPort(), url.getHost(), path)
                .compose(request -> request.send())
                .compose(response -> response.body().map(body -> sized(response.statusCode(), body)));
    }

    private static int sized(int status, Buffer body) {
        return body.length() == 0 ? 0 : status;
    }

    private String query(AtomicInteger next) {
        return queries.get(Math.floorMod(next.getAndIncrement(), queries.size()));
    }

    private void awaitIndex(HttpClient client, URI url) {
        Promise<Void> there = Promise.promise();
        context.runOnContext(begin -> poll(client, url, there));
        there.future().toCompletionStage().toCompletableFuture().join();
        progress.accept("the index is there");
    }

    private void poll(HttpClient client, URI url, Promise<Void> there) {
        ask(client, url, queries.getFirst())
                .timeout(ANSWER_SECONDS, TimeUnit.SECONDS)
                .onComplete(asked -> {
                    if (asked.succeeded() && asked.result() == 200) {
                        there.complete();
                    } else {
                        vertx.setTimer(POLL_MILLIS, again -> poll(client, url, there));
                    }
                });
    }

    /** Beginnings of what can be suggested, typed letter by letter. */
    private List<Figure> suggestions(Catalogue catalogue, Reading reading) {
        Suggestions suggestions = Suggestions.of(
                catalogue.entries().stream().map(Catalogue.Entry::item).toList(), reading.words());
        double[] median = new double[size.rounds()];
        double[] slow = new double[size.rounds()];
        for (int round = -1; round < size.rounds(); round++) {
            long[] nanos = new long[SUGGESTED];
            for (int at = 0; at < SUGGESTED; at++) {
                String typed = typed(at);
                long start = System.nanoTime();
                suggestions.of(typed, 10, seq -> catalogue.at(seq) != null);
                nanos[at] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            if (round >= 0) {
                median[round] = nanos[SUGGESTED / 2] / 1e6;
                slow[round] = nanos[SUGGESTED * 99 / 100] / 1e6;
            }
        }
        return List.of(Figure.alone("suggest p50", "ms", median), Figure.alone("suggest p99", "ms", slow));
    }

    private String typed(int at) {
        String query = queries.get(at % queries.size());
        if (at % 4 == 0) {
            return String.valueOf((char) ('a' + at / 4 % 26));
        }
        return query.substring(0, Math.min(query.length(), 1 + at % 3));
    }

    private Path newest() throws IOException {
        try (Stream<Path> all = Files.list(config.data().resolve("search"))) {
            return all.max(Path::compareTo).orElseThrow();
        }
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    private static long utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
