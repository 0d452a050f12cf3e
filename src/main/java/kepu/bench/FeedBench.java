package kepu.bench;

import io.vertx.core.buffer.Buffer;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.http.FeedPage;
import kepu.people.Resident;
import kepu.recommend.Feeds;
import kepu.recommend.model.Columns;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Policy;
import kepu.recommend.model.Scratch;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.World;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A cold feed: histories, shelves and model are in memory, the feed itself is not; and a warm one, which is served again. Residents take turns, so that none finds the caches of the
 * processor as they left them. Parts of it have a benchmark of their own.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FeedBench {
    public static final long SEED = 5109;
    static final int ITEMS = 20_000;
    static final int PAGE = 20;

    private static final int COUNTED = 20_000;
    private static final int RESIDENTS = 256;
    private static final Ranking.Length LENGTH = new Ranking.Length(200, PAGE);

    private static final Config.Feed CONFIG = new ConfigReader().config().feed();
    /** In which no feed is served again. */
    private static final Config.Feed COLD =
            new ConfigReader().set("feed.warmMinutes", 0).config().feed();

    private final RandomGenerator random = new SplittableRandom(SEED);
    private final Ranking ranking = new Ranking(SyntheticWorld.CANDIDATES, Ranking.Surroundings.NONE);
    private final SyntheticWorld synthetic = SyntheticWorld.of(SEED, ITEMS, COUNTED);
    private final World world = synthetic.world();
    private final Feeds feeds = synthetic.feeds(COLD);
    private final Feeds warmed = synthetic.feeds(CONFIG);
    private final List<Resident> residents = IntStream.rangeClosed(1, RESIDENTS)
            .mapToObj(synthetic.people()::resident)
            .toList();
    private final List<Person> persons =
            IntStream.rangeClosed(1, RESIDENTS).mapToObj(synthetic::person).toList();
    private final Columns features = new Columns();
    private final double[] scores = new double[SyntheticWorld.CANDIDATES];
    private final Scratch scratch = new Scratch();
    private int turn;

    /** Reads the histories and makes the shelves. */
    @Setup
    public void begin() {
        for (int number = 0; number < RESIDENTS; number++) {
            feed();
            warm();
            list();
        }
        float[] rows = new float[SyntheticWorld.CANDIDATES * Feature.COUNT];
        synthetic.rows(persons.getFirst(), world, rows);
        features.take(rows, SyntheticWorld.CANDIDATES);
    }

    /** From a resident to the bytes of the first page. */
    @Benchmark
    public Buffer feed() {
        Feeds.Page page = feeds.page(residents.get(next()), PAGE, null).result();
        return FeedPage.json(page, "[]");
    }

    /** The same for a page that was served before. */
    @Benchmark
    public Buffer warm() {
        Feeds.Page page = warmed.page(residents.get(next()), PAGE, null).result();
        return FeedPage.json(page, "[]");
    }

    /** From a resident to the items in their places. */
    @Benchmark
    public List<Placed> list() {
        return ranking.list(
                world,
                persons.get(next()),
                SyntheticWorld.NOW.toEpochMilli(),
                Policy.DEFAULT,
                Orders.NONE,
                LENGTH,
                random);
    }

    /** The scores of all rows of a list. */
    @Benchmark
    public double[] score() {
        world.scorer().score(features, SyntheticWorld.CANDIDATES, scores, scratch);
        return scores;
    }

    private int next() {
        turn = (turn + 1) % RESIDENTS;
        return turn;
    }
}
