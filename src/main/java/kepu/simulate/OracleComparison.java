package kepu.simulate;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;
import kepu.recommend.train.ModelRecommender;

/**
 * What served lists are worth against the best that anyone could do: the openings to be expected of the first 20 places, by the truth of
 * the simulation, beside those of the oracle that knows it and of what is opened most in the whole log.
 */
public final class OracleComparison {
    private static final int PLACES = 20;
    /** Residents who opened at least so many items are warm. */
    private static final int WARM = 5;

    private final Truth truth;
    private final Loaded loaded;
    private final Catalogue catalogue;
    private final Log log;
    private final ModelRecommender model;
    private final int[][] opened;
    private final int[] popular;

    /** Mean expected openings of the first 20 places over so many residents. */
    public record Result(String slice, int residents, double served, double oracle, double popular) {
        public String line() {
            return "slice=%s residents=%d expected-opens@20=%.3f oracle=%.3f popularity=%.3f of-oracle=%.3f over-popularity=%.3f"
                    .formatted(slice, residents, served, oracle, popular, served / oracle, served / popular);
        }
    }

    public OracleComparison(Truth truth, Loaded loaded, Catalogue catalogue, Log log, ModelRecommender model) {
        this.truth = truth;
        this.loaded = loaded;
        this.catalogue = catalogue;
        this.log = log;
        this.model = model;
        this.opened = Positives.byPerson(log, 0, log.events().size());
        this.popular = Positives.people(opened, log.things().size());
    }

    /** Over a sample of residents, the same for the same seed: those with a history, and all of them as if only village and groups were known. */
    public List<Result> run(int most, long seed) {
        List<Integer> synthetic = new ArrayList<>();
        for (int person = 0; person < log.people().size(); person++) {
            if (loaded.index(Long.parseLong(log.people().ids()[person])) >= 0) {
                synthetic.add(person);
            }
        }
        Collections.shuffle(synthetic, new Random(seed));
        List<Integer> warm = synthetic.stream()
                .filter(person -> opened[person].length >= WARM)
                .limit(most)
                .toList();
        List<Integer> cold = synthetic.stream().limit(most).toList();
        return List.of(compare("warm", warm, false, seed), compare("cold", cold, true, seed));
    }

    private Result compare(String slice, List<Integer> people, boolean cold, long seed) {
        double served = 0;
        double oracle = 0;
        double common = 0;
        for (int person : people) {
            double[] truths = truths(person, cold);
            int[] list = model.served(person, cold, PLACES, seed + person);
            served += Arrays.stream(list).mapToDouble(item -> truths[item]).sum();
            oracle += best(truths, truths);
            common += best(Arrays.stream(popular).asDoubleStream().toArray(), truths);
        }
        int count = Math.max(1, people.size());
        return new Result(slice, people.size(), served / count, oracle / count, common / count);
    }

    /** By item: how likely the person opens it; negative where it cannot be shown to them again. */
    private double[] truths(int person, boolean cold) {
        Person whom = truth.person(loaded.index(Long.parseLong(log.people().ids()[person])));
        Instant now = Instant.ofEpochMilli(model.nowMillis());
        double[] truths = new double[log.things().size()];
        Arrays.fill(truths, -1);
        for (Catalogue.Entry entry : catalogue.entries()) {
            Item item = entry.item();
            boolean known = !cold && Arrays.binarySearch(opened[person], item.seq()) >= 0;
            if (!known
                    && item.isFor(log.people().villages()[person])
                    && !item.publishedAt().isAfter(now)) {
                truths[item.seq()] = truth.openProbability(whom, item, now);
            }
        }
        return truths;
    }

    /** The sum of truths of the 20 that can be shown and have the highest values. */
    private static double best(double[] values, double[] truths) {
        return IntStream.range(0, truths.length)
                .filter(item -> truths[item] >= 0)
                .boxed()
                .sorted((a, b) -> Double.compare(values[b], values[a]))
                .limit(PLACES)
                .mapToDouble(item -> truths[item])
                .sum();
    }
}
