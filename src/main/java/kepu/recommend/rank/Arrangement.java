package kepu.recommend.rank;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import kepu.recommend.model.Policy;
import kepu.recommend.rank.Placed.Cause;
import org.jspecify.annotations.Nullable;

/**
 * Puts ranked candidates in their places: what is pinned where it is pinned, at regular places an item that too few have seen, and elsewhere
 * the highest score that makes no clump of one topic or source and keeps the quotas. What was shown a moment ago comes behind the rest.
 * Used by one thread.
 */
final class Arrangement {
    private static final int WINDOW = 10;

    private final Why why = new Why();
    private final Window window = new Window(WINDOW);
    private final Waiting waiting = new Waiting();
    /** Of what is to be explored, by its number there, what can be explored by this person; and their numbers among those that wait. */
    private int[] explorable = {};

    private int[] explorers = {};
    private int explorableCount;
    private boolean[] left = {};
    private boolean hasQuotas;
    private int[] wanted = {};

    /** What a list is arranged by. */
    record Terms(Policy policy, Orders orders, int pushedSource, int age, Ranking.Length length) {}

    /** The places of a list. {@code random} draws what is explored. */
    List<Placed> arrange(Visit visit, Candidates candidates, Terms terms, RandomGenerator random) {
        waiting.begin(visit, candidates);
        window.begin(visit.facts());
        hasQuotas = !terms.orders().quotas().isEmpty();
        int limit = terms.length().places();
        int most = terms.policy().isMinor(terms.age())
                ? Math.min(limit, terms.policy().minorsMost())
                : limit;
        List<Placed> placed = new ArrayList<>(Math.min(most, candidates.size()));
        explorable(visit, candidates, terms);
        hold(candidates, terms.orders().pinned(), Math.min(most, candidates.size()));
        fill(visit, candidates, terms, most, random, placed, false);
        fill(visit, candidates, terms, most, random, placed, true);
        for (int at = placed.size(); at < terms.orders().pinned().length && placed.size() < most; at++) {
            Placed left = pinned(candidates, terms, at);
            if (left != null) {
                placed.add(left);
            }
        }
        explain(visit, candidates, placed.subList(0, Math.min(terms.length().explained(), placed.size())));
        return placed;
    }

    /** Gives the places that have none their causes, of candidates that were scored for this visit. */
    void explain(Visit visit, Candidates candidates, List<Placed> places) {
        wanted = wanted.length < places.size() ? new int[places.size()] : wanted;
        int count = 0;
        for (Placed placed : places) {
            if (isToExplain(candidates, placed)) {
                wanted[count++] = placed.item();
            }
        }
        why.begin(wanted, count);
        for (int i = 0; i < places.size(); i++) {
            Placed placed = places.get(i);
            if (isToExplain(candidates, placed)) {
                why.explain(visit, candidates, candidates.placeOf(placed.item()));
                places.set(i, placed.because(why.cause(), why.about()));
            }
        }
    }

    private static boolean isToExplain(Candidates candidates, Placed placed) {
        return placed.isUnexplained() && candidates.placeOf(placed.item()) >= 0;
    }

    private void fill(
            Visit visit,
            Candidates candidates,
            Terms terms,
            int most,
            RandomGenerator random,
            List<Placed> placed,
            boolean again) {
        int every = terms.policy().exploreEvery(terms.age(), visit.hasHistory());
        while (placed.size() < most) {
            int at = placed.size();
            Placed next = pinned(candidates, terms, at);
            if (next == null) {
                int best = best(visit, terms, again);
                if (best < 0) {
                    return;
                }
                if (!again && at % every == every - 1) {
                    int broken = broken(visit, terms, best);
                    next = explored(visit, candidates, terms, broken, random);
                }
                next = next == null ? taken(candidates, terms, best) : next;
            }
            placed.add(next);
            window.add(next.item());
        }
    }

    private void explorable(Visit visit, Candidates candidates, Terms terms) {
        int[] items = visit.exploration().items();
        if (explorable.length < items.length) {
            explorable = new int[items.length];
            explorers = new int[items.length];
            left = new boolean[items.length];
        }
        explorableCount = 0;
        for (int i = 0; i < items.length; i++) {
            int place = candidates.placeOf(items[i]);
            if (place >= 0 && visit.met(items[i]) == History.Met.NEVER && !isPushed(candidates, terms, place)) {
                explorable[explorableCount] = i;
                explorers[explorableCount++] = waiting.number(place);
            }
        }
    }

    /** Keeps what is pinned to a place that the list will have from standing before it. */
    private void hold(Candidates candidates, int[] pinned, int places) {
        for (int at = 0; at < Math.min(pinned.length, places); at++) {
            int place = pinned[at] < 0 ? -1 : candidates.placeOf(pinned[at]);
            if (place >= 0) {
                waiting.hold(waiting.number(place));
            }
        }
    }

    private @Nullable Placed pinned(Candidates candidates, Terms terms, int at) {
        int[] pinned = terms.orders().pinned();
        int place = at < pinned.length && pinned[at] >= 0 ? candidates.placeOf(pinned[at]) : -1;
        return place < 0 || waiting.isTaken(waiting.number(place))
                ? null
                : take(candidates, waiting.number(place), Cause.PINNED, -1, Float.NaN);
    }

    /**
     * Draws from what is to be explored and was not met yet, by the probabilities of {@link Exploration} among those left that break no
     * more than anything else would.
     */
    private @Nullable Placed explored(
            Visit visit, Candidates candidates, Terms terms, int broken, RandomGenerator random) {
        float[] shares = visit.exploration().shares();
        float all = 0;
        for (int i = 0; i < explorableCount; i++) {
            left[i] = waiting.isFree(explorers[i]) && broken(visit, terms, explorers[i]) <= broken;
            all += left[i] ? shares[explorable[i]] : 0;
        }
        float drawn = random.nextFloat() * all;
        for (int i = 0; i < explorableCount && all > 0; i++) {
            if (left[i]) {
                float share = shares[explorable[i]];
                drawn -= share;
                if (drawn <= 0) {
                    return take(candidates, explorers[i], Cause.EXPLORED, -1, share / all);
                }
            }
        }
        return null;
    }

    /** What was pushed is seen without being explored, and says that it was pushed. */
    private static boolean isPushed(Candidates candidates, Terms terms, int place) {
        return (candidates.sources(place) >> terms.pushedSource() & 1) != 0;
    }

    /** The number of the highest score among those that break least; -1 when none is left. */
    private int best(Visit visit, Terms terms, boolean again) {
        int best = -1;
        int least = Integer.MAX_VALUE;
        int line = waiting.line(again);
        for (int number = waiting.next(line); number != line && least > 0; number = waiting.next(number)) {
            int broken = broken(visit, terms, number);
            best = broken < least ? number : best;
            least = Math.min(least, broken);
        }
        return best;
    }

    /** What one would break at the next place: 0 nothing, 1 there are enough of its source, 2 of its topic, 3 a quota. */
    private int broken(Visit visit, Terms terms, int number) {
        if (hasQuotas && !keepsQuotas(visit, terms.orders(), waiting.item(number))) {
            return 3;
        }
        if (window.ofTheme(waiting.theme(number)) >= terms.policy().topicPerTen()) {
            return 2;
        }
        return window.ofSource(waiting.source(number)) < terms.policy().sourcePerTen() ? 0 : 1;
    }

    private Placed taken(Candidates candidates, Terms terms, int number) {
        Cause cause = isPushed(candidates, terms, waiting.place(number)) ? Cause.PUSHED : Cause.LATER;
        return take(candidates, number, cause, -1, Float.NaN);
    }

    private Placed take(Candidates candidates, int number, Cause cause, int about, float propensity) {
        waiting.take(number);
        return new Placed(waiting.item(number), cause, about, propensity, candidates.score(waiting.place(number)));
    }

    private boolean keepsQuotas(Visit visit, Orders orders, int item) {
        for (Orders.Quota quota : orders.quotas()) {
            int among = window.count(other -> quota.counts(visit.thing(other)));
            boolean counts = quota.counts(visit.thing(item));
            boolean isLast = WINDOW - window.size() <= quota.least() - among;
            if (counts ? among >= quota.most() : isLast) {
                return false;
            }
        }
        return true;
    }
}
