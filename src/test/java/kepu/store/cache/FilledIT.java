package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import kepu.config.Caching;
import kepu.config.ConfigReader;
import kepu.store.Bulk;
import kepu.store.Changes;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.MemoryBus;
import kepu.store.RedisServers;
import kepu.testing.Redis;
import kepu.testing.ShiftedClock;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Two nodes on one database and one Redis: what one made the other has, and what has changed nobody has. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilledIT {
    private static final String ROOM = "things";
    private static final int REFRESHES = 2;
    private static final int MARKS = 100;
    private static final Filled.Kind KIND =
            new Filled.Kind("thing", 1, ROOM, Duration.ofMinutes(10), Duration.ofMinutes(5), Duration.ofMinutes(10));
    private static final AtomicInteger IDS = new AtomicInteger();

    private final Vertx vertx = Vertx.vertx();
    private final DatabaseAddress address = TestPostgres.fresh();
    private final Database database =
            new Database(vertx, address, new ConfigReader().config().database());
    private final Redis server = Redis.start(Redis.Version.SIX);
    private final ShiftedClock clock = new ShiftedClock();
    private RedisServers lettuce;
    private Node here;
    private Node there;
    private String id = "";

    /** Writes texts. */
    private static final class Text implements Filled.Form<String> {
        @Override
        public ByteBuffer write(String value) {
            return StandardCharsets.UTF_8.encode(value);
        }

        @Override
        public String read(ByteBuffer bytes) {
            return StandardCharsets.UTF_8.decode(bytes).toString();
        }
    }

    /** A node, which counts how often it made something. */
    private final class Node {
        private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
        private final MemoryBus bus = new MemoryBus();
        private final Changes changes;
        private final RedisCache cache = new RedisCache(vertx, lettuce, config(), meters);
        private final Marks marks;
        private final Filled<String> target;
        private final AtomicInteger made = new AtomicInteger();

        Node() throws SQLException {
            try (Bulk bulk = Bulk.open(address)) {
                changes = new Changes(
                        vertx, database, bus, new ConfigReader().config().changes(), Changes.snapshot(bulk), meters);
            }
            marks = new Marks(vertx, database, changes, Set.of(ROOM), config());
            target = of(KIND);
            CacheContract.works(cache);
            eventually("the log is read", () -> marks.holds(ROOM, "any", Long.MAX_VALUE));
            reads();
        }

        Filled<String> of(Filled.Kind kind) {
            return new Filled<>(new Filled.Ground(vertx, cache, marks, clock, config(), meters), kind, new Text());
        }

        Optional<String> get(String made) {
            return get(target, made);
        }

        Optional<String> get(Filled<String> of, String text) {
            return await(of.get(id, () -> {
                made.incrementAndGet();
                return Future.succeededFuture(text.isEmpty() ? Optional.empty() : Optional.of(text));
            }));
        }

        void reads() {
            await(changes.poll());
        }

        double asked(String result) {
            return meters.get("kepu.cache.asked")
                    .tag("result", result)
                    .counter()
                    .count();
        }
    }

    private static Caching config() {
        return new Caching(1, 4_096, 60, 10, REFRESHES, 5_000, 3, 100, 10_000, MARKS);
    }

    @BeforeAll
    void start() {
        lettuce = RedisServers.of(new ConfigReader()
                        .set("redis.url", "redis://" + server.address())
                        .set("redis.beatMillis", 50)
                        .set("redis.longestBackoffSeconds", 1)
                        .config()
                        .redis())
                .orElseThrow();
    }

    @BeforeEach
    void twoNodes() throws SQLException {
        id = "id-" + IDS.incrementAndGet();
        here = new Node();
        there = new Node();
    }

    @AfterEach
    void close() {
        server.resume();
        here.cache.close();
        there.cache.close();
    }

    @AfterAll
    void end() throws Exception {
        lettuce.close();
        server.close();
        database.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void whatOneNodeMadeTheOtherHas() {
        assertThat(here.get("一")).hasValue("一");
        kept(here);
        assertThat(there.get("二")).hasValue("一");
        assertThat(there.made).hasValue(0);
        assertThat(there.asked("found")).isEqualTo(1);
    }

    @Test
    void thatThereIsNoneIsKeptToo() {
        assertThat(here.get("")).isEmpty();
        kept(here);
        assertThat(there.get("二")).isEmpty();
        assertThat(there.made).hasValue(0);
    }

    @Test
    void oneFillingServesAllWhoWaitEachOnTheirOwnContext() {
        Promise<Optional<String>> filling = Promise.promise();
        AtomicInteger fillings = new AtomicInteger();
        List<CompletableFuture<Boolean>> waiting =
                IntStream.range(0, 20).mapToObj(i -> waiting(filling, fillings)).toList();
        eventually("all wait", () -> here.asked("joined") == 19 && fillings.get() == 1);
        filling.complete(Optional.of("一"));
        assertThat(waiting).allMatch(one -> soon("an answer", one));
        assertThat(fillings).hasValue(1);
    }

    private CompletableFuture<Boolean> waiting(Promise<Optional<String>> filling, AtomicInteger fillings) {
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        Context own = vertx.getOrCreateContext();
        own.runOnContext(turn -> here.target
                .get(id, () -> {
                    fillings.incrementAndGet();
                    return filling.future();
                })
                .onComplete(done -> answered.complete(
                        done.result().equals(Optional.of("一")) && own.equals(Vertx.currentContext()))));
        return answered;
    }

    @Test
    void aFillingThatFailsFailsForAllWhoWaitAndTheNextTriesAgain() {
        Promise<Optional<String>> filling = Promise.promise();
        Future<Optional<String>> first = here.target.get(id, filling::future);
        Future<Optional<String>> second = here.target.get(id, filling::future);
        assertThat(here.asked("joined")).isEqualTo(1);
        filling.fail("a test's");
        assertThatThrownBy(() -> await(first)).hasMessageContaining("a test's");
        assertThatThrownBy(() -> await(second)).hasMessageContaining("a test's");
        assertThat(here.get("一")).hasValue("一");
        assertThatThrownBy(() ->
                        await(there.of(new Filled.Kind("thing", 9, ROOM, KIND.life(), KIND.stale(), KIND.absence()))
                                .get(id, () -> {
                                    throw new IllegalStateException("thrown");
                                })))
                .hasMessageContaining("thrown");
    }

    @Test
    void whatChangedIsMadeAgainOnEveryNodeThatHasReadTheLog() throws Exception {
        here.get("一");
        kept(here);
        change(id);
        there.reads();
        assertThat(there.get("二")).hasValue("二");
        here.reads();
        assertThat(here.get("三")).as("of before").isNotEqualTo(Optional.of("一"));
    }

    @Test
    void aChangeOfTheWholeRoomIsOneOfEverything() throws Exception {
        here.get("一");
        kept(here);
        change("");
        there.reads();
        assertThat(there.get("二")).hasValue("二");
    }

    @Test
    void aChangeWhileRedisHangsIsKnownWhenItIsBackWithTheOldValue() throws Exception {
        here.get("一");
        kept(here);
        server.pause();
        change(id);
        here.target.forget(id);
        here.reads();
        there.reads();
        server.resume();
        eventually("Redis is there again", () -> {
            CacheContract.works(there.cache);
            return true;
        });
        assertThat(there.get("二")).hasValue("二");
        assertThat(here.get("三")).isNotEqualTo(Optional.of("一"));
    }

    @Test
    void aNodeThatBeginsLaterKnowsWhatChangedBefore() throws Exception {
        here.get("一");
        byte[] old = kept(here);
        change(id);
        here.reads();
        CacheContract.put(here.cache, KIND.key(id), old, Duration.ofMinutes(10));
        Node late = new Node();
        try {
            assertThat(late.get("二")).hasValue("二");
            assertThat(late.asked("outdated")).isEqualTo(1);
        } finally {
            late.cache.close();
        }
    }

    @Test
    void whatThisNodeChangedItselfIsForgottenBeforeTheLogIsRead() throws Exception {
        here.get("一");
        byte[] old = kept(here);
        change(id);
        here.target.forget(id);
        CacheContract.put(here.cache, KIND.key(id), old, Duration.ofMinutes(10));
        assertThat(here.get("二")).hasValue("二");
    }

    @Test
    void aFillingThatAChangeOvertakesIsNeitherKeptNorJoined() throws Exception {
        Promise<Optional<String>> slow = Promise.promise();
        AtomicInteger begun = new AtomicInteger();
        Future<Optional<String>> before = here.target.get(id, () -> {
            begun.incrementAndGet();
            return slow.future();
        });
        eventually("it is being made", () -> begun.get() == 1);
        change(id);
        here.reads();
        assertThat(here.get("二")).hasValue("二");
        slow.complete(Optional.of("一"));
        assertThat(await(before)).as("who asked before").hasValue("一");
        there.reads();
        assertThat(there.get("三")).isNotEqualTo(Optional.of("一"));
    }

    @Test
    void aValuePastItsTimeIsServedWhileItIsMadeAgainOnce() {
        here.get("一");
        kept(here);
        clock.forward(KIND.life());
        Promise<Optional<String>> filling = Promise.promise();
        AtomicInteger begun = new AtomicInteger();
        for (int i = 0; i < 3; i++) {
            assertThat(await(there.target.get(id, () -> {
                        begun.incrementAndGet();
                        return filling.future();
                    })))
                    .hasValue("一");
        }
        assertThat(begun).hasValue(1);
        assertThat(there.asked("stale")).isEqualTo(3);
        filling.complete(Optional.of("二"));
        eventually("it is made", () -> new String(kept(here), StandardCharsets.UTF_8).endsWith("二"));
        assertThat(here.get("三")).hasValue("二");
    }

    @Test
    void onlySoManyAreMadeAgainAtOnce() {
        List<String> ids = IntStream.range(0, REFRESHES + 3)
                .mapToObj(i -> "id-" + IDS.incrementAndGet())
                .toList();
        ids.forEach(one -> {
            id = one;
            here.get("一");
            kept(here);
        });
        clock.forward(KIND.life());
        Promise<Optional<String>> filling = Promise.promise();
        AtomicInteger begun = new AtomicInteger();
        ids.forEach(one -> assertThat(await(there.target.get(one, () -> {
                    begun.incrementAndGet();
                    return filling.future();
                })))
                .hasValue("一"));
        assertThat(begun).hasValue(REFRESHES);
        assertThat(there.meters
                        .get("kepu.cache.refused")
                        .tag("limit", "refreshes")
                        .counter()
                        .count())
                .isEqualTo(3);
        filling.complete(Optional.of("二"));
    }

    @Test
    void twoReleasesKeepTheirsBesideEachOther() {
        Filled.Kind next = new Filled.Kind("thing", 2, ROOM, KIND.life(), KIND.stale(), KIND.absence());
        here.get("一");
        kept(here);
        assertThat(there.get(there.of(next), "二")).hasValue("二");
        assertThat(there.get("三")).hasValue("一");
    }

    @Test
    void whatIsNoValueIsAbsent() {
        here.get("一");
        byte[] good = kept(here);
        byte[] other = good.clone();
        other[1]++;
        byte[] strange = good.clone();
        strange[5]++;
        for (byte[] bad : List.of(new byte[0], new byte[] {1}, new byte[30], other, strange)) {
            CacheContract.put(here.cache, KIND.key(id), bad, Duration.ofMinutes(10));
            int before = there.made.get();
            there.get("二");
            assertThat(there.made.get()).isEqualTo(before + 1);
            assertThat(CacheContract.get(here.cache, KIND.key(id))).isNotEmpty();
        }
    }

    @Test
    void whenMoreChangesThanIsRememberedEverythingOlderIsMadeAgain() throws Exception {
        here.get("一");
        kept(here);
        change(IntStream.rangeClosed(0, MARKS + 1).mapToObj(i -> "other-" + i).toArray(String[]::new));
        there.reads();
        assertThat(there.get("二")).hasValue("二");
    }

    @Test
    void withoutRedisEverythingIsMade() {
        server.kill();
        try {
            for (int i = 0; i < 10; i++) {
                assertThat(here.get("值" + i)).hasValue("值" + i);
            }
        } finally {
            server.start();
        }
    }

    /** What is kept under the id when it is. */
    private byte[] kept(Node node) {
        Cache.Key key = KIND.key(id);
        eventually("it is kept", () -> CacheContract.get(node.cache, key).isPresent());
        return CacheContract.get(node.cache, key).orElseThrow();
    }

    private void change(String... keys) throws SQLException, IOException {
        String rows = String.join(
                ", ",
                IntStream.range(0, keys.length)
                        .mapToObj(i -> "('%s', '%s')".formatted(ROOM, keys[i]))
                        .toList());
        try (Bulk bulk = Bulk.open(address)) {
            bulk.transact(() -> bulk.run("insert into change (room, key) values " + rows));
        }
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (java.util.concurrent.TimeoutException e) {
            throw new AssertionError(e);
        }
    }
}
