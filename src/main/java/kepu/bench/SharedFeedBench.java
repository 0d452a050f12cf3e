package kepu.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.AsyncResult;
import io.vertx.core.Context;
import io.vertx.core.Deployable;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.config.Redis;
import kepu.http.FeedPage;
import kepu.people.Resident;
import kepu.recommend.Feeds;
import kepu.recommend.PreparedFeeds;
import kepu.recommend.SharedFeeds;
import kepu.store.RedisServers;
import kepu.store.cache.RedisCache;

/**
 * Feeds that another node prepared, from the request to the bytes of the page, each through Redis: beside one GET of the same value by the same
 * client. In process, on as many event loops as there are cores.
 */
public final class SharedFeedBench {
    /**
     * What is measured.
     *
     * @param residents each with a list of their own, who ask in turn
     * @param atOnce requests under way on each event loop
     * @param millis a turn
     */
    public record Size(int items, int residents, int atOnce, int warmUp, int rounds, int millis) {}

    private static final double REACH = 0.5;
    private static final int COUNTED = 1_000;
    private static final int PAGE = 20;
    private static final int TRIES = 500;
    private static final int TRY_MILLIS = 20;
    private static final int LONGEST_SECONDS = 60;
    /** No page is served again, so each list is asked for again; and a Redis that is given up for a moment would be another bench. */
    private static final Config CONFIG = new ConfigReader()
            .set("feed.warmMinutes", 0)
            .set("cache.waitMillis", 5_000)
            .config();

    private final Size size;
    private final Vertx vertx;
    private final SharedFeeds shared;
    private final Feeds feeds;
    private final Feeds other;
    private final List<Resident> residents;
    private final SimpleMeterRegistry served = new SimpleMeterRegistry();

    private SharedFeedBench(Size size, Vertx vertx, SharedFeeds shared) {
        this.size = size;
        this.vertx = vertx;
        this.shared = shared;
        SyntheticWorld world = SyntheticWorld.of(FeedBench.SEED, size.items(), COUNTED);
        this.residents = IntStream.rangeClosed(1, size.residents())
                .mapToObj(world.people()::resident)
                .toList();
        this.other = feeds(world, shared, new SimpleMeterRegistry());
        this.feeds = feeds(world, shared, served);
    }

    private static Feeds feeds(SyntheticWorld world, SharedFeeds shared, SimpleMeterRegistry meters) {
        return world.feeds(CONFIG.feed(), new PreparedFeeds(CONFIG.feed(), shared, meters), meters);
    }

    /** Measures with this Redis, in which it leaves lists for an hour, under keys of its own. Blocking. */
    public static Report run(Size size, Redis redis, Consumer<String> progress) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try (RedisServers servers = RedisServers.of(apart(redis)).orElseThrow();
                RedisCache cache = new RedisCache(vertx, servers, CONFIG.cache(), new SimpleMeterRegistry())) {
            return new SharedFeedBench(size, vertx, new SharedFeeds(cache)).measured(progress);
        } finally {
            soon(vertx.close());
        }
    }

    private static Redis apart(Redis redis) {
        return new Redis(
                redis.url(),
                redis.cluster(),
                redis.user(),
                redis.password(),
                redis.sentinelPassword(),
                redis.prefix() + "bench:",
                redis.commandMillis(),
                redis.beatMillis(),
                redis.silenceMillis(),
                redis.longestBackoffSeconds(),
                redis.waiting(),
                redis.messageBytes());
    }

    private Report measured(Consumer<String> progress) {
        int bytes = prepare();
        List<Context> loops = loops();
        double[] our = new double[size.rounds()];
        double[] their = new double[size.rounds()];
        for (int round = -size.warmUp(); round < size.rounds(); round++) {
            double gets = turn(loops, this::get);
            double pages = turn(loops, this::page);
            progress.accept("warm feed through Redis, %s: %,.0f/s, one GET %,.0f/s (%.2f)"
                    .formatted(round < 0 ? "warming up" : "round " + (round + 1), pages, gets, pages / gets));
            if (round >= 0) {
                our[round] = pages;
                their[round] = gets;
            }
        }
        requireShared();
        return new Report(
                List.of(Figure.rate(
                                "warm feed through Redis, beside one GET of the same value by the same client",
                                "1/s",
                                our,
                                their)
                        .reaching(REACH)),
                List.of("Through Redis: in process, %,d lists of about %,d bytes, %d at once on each of %d event loops."
                        .formatted(size.residents(), bytes, size.atOnce(), loops.size())));
    }

    /** A list as another node left it. */
    private Future<?> get(int number) {
        return shared.get(residents.get(number).id()).map(Optional::orElseThrow);
    }

    /** The bytes of a first page from it. */
    private Future<?> page(int number) {
        return feeds.page(residents.get(number), PAGE, null).map(page -> FeedPage.json(page, "[]"));
    }

    /** How many a second come to their end. */
    private double turn(List<Context> loops, IntFunction<Future<?>> operation) {
        long begun = System.nanoTime();
        long until = begun + TimeUnit.MILLISECONDS.toNanos(size.millis());
        LongAdder done = new LongAdder();
        AtomicInteger number = new AtomicInteger();
        List<Future<Void>> ends = new ArrayList<>();
        for (Context loop : loops) {
            for (int i = 0; i < size.atOnce(); i++) {
                Chain chain = new Chain(operation, number, until, done);
                loop.runOnContext(now -> chain.go());
                ends.add(chain.end.future());
            }
        }
        soon(Future.all(ends));
        return done.sum() * 1e9 / (System.nanoTime() - begun);
    }

    /** One request after the other until the turn is over. */
    private final class Chain {
        private final IntFunction<Future<?>> operation;
        private final AtomicInteger number;
        private final long until;
        private final LongAdder done;
        private final Promise<Void> end = Promise.promise();

        Chain(IntFunction<Future<?>> operation, AtomicInteger number, long until, LongAdder done) {
            this.operation = operation;
            this.number = number;
            this.until = until;
            this.done = done;
        }

        void go() {
            while (System.nanoTime() - until < 0) {
                Future<?> one = operation.apply(Math.floorMod(number.getAndIncrement(), residents.size()));
                if (!one.isComplete()) {
                    one.onComplete(this::goOn);
                    return;
                }
                take(one);
            }
            end.tryComplete();
        }

        private void goOn(AsyncResult<?> one) {
            take(one);
            go();
        }

        private void take(AsyncResult<?> one) {
            if (one.succeeded()) {
                done.increment();
            } else {
                end.tryFail(one.cause());
            }
        }
    }

    /** Tells which event loop it came to. */
    private static final class Place implements Deployable {
        private final List<Context> loops;

        Place(List<Context> loops) {
            this.loops = loops;
        }

        @Override
        public Future<?> deploy(Context context) {
            loops.add(context);
            return Future.succeededFuture();
        }
    }

    private List<Context> loops() {
        List<Context> loops = new CopyOnWriteArrayList<>();
        int cores = Runtime.getRuntime().availableProcessors();
        soon(vertx.deployVerticle(() -> new Place(loops), new DeploymentOptions().setInstances(cores)));
        return loops;
    }

    /** Has another node prepare the lists; gives the bytes of one. */
    private int prepare() {
        byte[] probe = {0};
        eventually(() -> {
            shared.put(0, probe, Duration.ofMinutes(1));
            return soon(shared.get(0)).isPresent();
        });
        residents.forEach(
                resident -> other.prepare(resident, other.known(resident.id()).result()));
        List<byte[]> lists = new ArrayList<>();
        eventually(() -> {
            lists.clear();
            residents.forEach(resident -> soon(shared.get(resident.id())).ifPresent(lists::add));
            return lists.size() == residents.size();
        });
        return (int) lists.stream().mapToInt(list -> list.length).average().orElseThrow();
    }

    private void eventually(BooleanSupplier holds) {
        for (int tries = 0; tries < TRIES; tries++) {
            if (holds.getAsBoolean()) {
                return;
            }
            Promise<Void> later = Promise.promise();
            vertx.setTimer(TRY_MILLIS, timer -> later.complete());
            soon(later.future());
        }
        throw new IllegalStateException("Redis does not keep what it is given");
    }

    /** Every page came from a list of the other node. */
    private void requireShared() {
        double ranked = served.counter("kepu.feed.served", "from", "ranking").count();
        if (ranked > 0) {
            throw new IllegalStateException("%,.0f feeds did not come through Redis".formatted(ranked));
        }
    }

    private static <T> T soon(Future<T> future) {
        try {
            return future.await(LONGEST_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException("not within " + LONGEST_SECONDS + " s", e);
        }
    }
}
