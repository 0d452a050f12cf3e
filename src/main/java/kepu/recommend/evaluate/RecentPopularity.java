package kepu.recommend.evaluate;

import java.time.Duration;

/** The floor of news: what most people said yes to shortly before the cut. Often the hardest to beat (Ji et al. 2020). */
public final class RecentPopularity implements Recommender {
    private static final int PARTS = 10;

    private final Popularity popularity;

    private RecentPopularity(Popularity popularity) {
        this.popularity = popularity;
    }

    /** Over the last tenth of the time that the training events span. */
    public static RecentPopularity of(LogSplit split) {
        long first = split.train().events().atMillis()[0];
        return of(split, Duration.ofMillis(Math.max(1, (split.cutMillis() - first) / PARTS)));
    }

    /** Over a window that ends at the cut. */
    public static RecentPopularity of(LogSplit split, Duration window) {
        if (window.isNegative() || window.isZero()) {
            throw new IllegalArgumentException("the window must be longer than nothing, is " + window);
        }
        return new RecentPopularity(Popularity.since(split.train(), split.cutMillis() - window.toMillis()));
    }

    @Override
    public String name() {
        return popularity.name();
    }

    @Override
    public int[] rank(int person, boolean[] hidden, int count) {
        return popularity.rank(person, hidden, count);
    }
}
