package kepu.recommend.rank;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import kepu.recommend.log.Things;
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
    private int[] order = {};
    private boolean[] taken = {};
    private final List<Things.Thing> window = new ArrayList<>();

    /** What a list is arranged by. */
    record Terms(Policy policy, Orders orders, int pushedSource, int age) {}

    /** The places of a list, at most {@code limit}. {@code random} draws what is explored. */
    List<Placed> arrange(Visit visit, Candidates candidates, Terms terms, int limit, RandomGenerator random) {
        sort(candidates);
        taken = taken.length < candidates.size() ? new boolean[candidates.size()] : taken;
        Arrays.fill(taken, false);
        reserve(candidates, terms.orders());
        window.clear();
        int most = terms.policy().isMinor(terms.age())
                ? Math.min(limit, terms.policy().minorsMost())
                : limit;
        List<Placed> placed = new ArrayList<>(Math.min(most, candidates.size()));
        fill(visit, candidates, terms, most, random, placed, false);
        fill(visit, candidates, terms, most, random, placed, true);
        for (int at = placed.size(); at < terms.orders().pinned().length && placed.size() < most; at++) {
            Placed left = pinned(candidates, terms, at);
            if (left != null) {
                placed.add(left);
            }
        }
        return placed;
    }

    /** What is pinned waits for its place, however good it is; in a list that ends before, it is the end. */
    private void reserve(Candidates candidates, Orders orders) {
        for (int item : orders.pinned()) {
            int place = item < 0 ? -1 : candidates.placeOf(item);
            if (place >= 0) {
                taken[place] = true;
            }
        }
    }

    private void fill(
            Visit visit,
            Candidates candidates,
            Terms terms,
            int most,
            RandomGenerator random,
            List<Placed> placed,
            boolean justShown) {
        int every = terms.policy().exploreEvery(terms.age());
        while (placed.size() < most) {
            int at = placed.size();
            Placed next = pinned(candidates, terms, at);
            if (next == null && !justShown && at % every == every - 1) {
                next = explored(visit, candidates, terms, random);
            }
            if (next == null) {
                next = ranked(visit, candidates, terms, justShown);
            }
            if (next == null) {
                return;
            }
            placed.add(next);
            slide(visit.thing(next.item()));
        }
    }

    /** Places of candidates by falling score; of equal ones the item with the smaller number first. */
    private void sort(Candidates candidates) {
        int size = candidates.size();
        long[] keys = new long[size];
        for (int i = 0; i < size; i++) {
            int bits = Float.floatToIntBits((float) candidates.score(i));
            int sortable = bits ^ (bits >> 31 & 0x7FFFFFFF);
            keys[i] = (long) ~sortable << 32 | candidates.item(i);
        }
        Arrays.sort(keys);
        order = order.length < size ? new int[size] : order;
        for (int i = 0; i < size; i++) {
            order[i] = candidates.placeOf((int) keys[i]);
        }
    }

    private @Nullable Placed pinned(Candidates candidates, Terms terms, int at) {
        int[] pinned = terms.orders().pinned();
        int place = at < pinned.length && pinned[at] >= 0 ? candidates.placeOf(pinned[at]) : -1;
        return place < 0 ? null : take(candidates, place, Cause.PINNED, -1, Float.NaN);
    }

    /** Draws from what is to be explored and was not met yet, by the probabilities of {@link Exploration} among those left. */
    private @Nullable Placed explored(Visit visit, Candidates candidates, Terms terms, RandomGenerator random) {
        Exploration exploration = visit.exploration();
        float all = 0;
        for (int i = 0; i < exploration.items().length; i++) {
            all += isExplorable(visit, candidates, terms, exploration.items()[i])
                    ? exploration.shares()[i]
                    : 0;
        }
        float drawn = random.nextFloat() * all;
        for (int i = 0; i < exploration.items().length && all > 0; i++) {
            int item = exploration.items()[i];
            if (isExplorable(visit, candidates, terms, item)) {
                float share = exploration.shares()[i];
                drawn -= share;
                if (drawn <= 0) {
                    return take(candidates, candidates.placeOf(item), Cause.EXPLORED, -1, share / all);
                }
            }
        }
        return null;
    }

    /** What was pushed is seen without, and says that it was pushed. */
    private boolean isExplorable(Visit visit, Candidates candidates, Terms terms, int item) {
        int place = candidates.placeOf(item);
        return place >= 0
                && !taken[place]
                && visit.met(item) == History.Met.NEVER
                && !isPushed(candidates, terms, place)
                && keepsQuotas(terms.orders(), visit.thing(item));
    }

    private static boolean isPushed(Candidates candidates, Terms terms, int place) {
        return (candidates.sources(place) >> terms.pushedSource() & 1) != 0;
    }

    private @Nullable Placed ranked(Visit visit, Candidates candidates, Terms terms, boolean justShown) {
        int second = -1;
        int third = -1;
        int last = -1;
        for (int i = 0; i < candidates.size(); i++) {
            int place = order[i];
            if (taken[place] || visit.isJustShown(candidates.item(place)) != justShown) {
                continue;
            }
            Things.Thing thing = visit.thing(candidates.item(place));
            if (!keepsQuotas(terms.orders(), thing)) {
                last = last < 0 ? place : last;
            } else if (!keepsTopic(terms.policy(), thing)) {
                third = third < 0 ? place : third;
            } else if (!keepsSource(terms.policy(), thing)) {
                second = second < 0 ? place : second;
            } else {
                return because(visit, candidates, terms, place);
            }
        }
        int best = second >= 0 ? second : third >= 0 ? third : last;
        return best < 0 ? null : because(visit, candidates, terms, best);
    }

    private Placed because(Visit visit, Candidates candidates, Terms terms, int place) {
        if (isPushed(candidates, terms, place)) {
            return take(candidates, place, Cause.PUSHED, -1, Float.NaN);
        }
        why.explain(visit, candidates, place, visit.world().model().ranker());
        return take(candidates, place, why.cause(), why.about(), Float.NaN);
    }

    private Placed take(Candidates candidates, int place, Cause cause, int about, float propensity) {
        taken[place] = true;
        return new Placed(candidates.item(place), cause, about, propensity, candidates.score(place));
    }

    private boolean keepsTopic(Policy policy, Things.Thing thing) {
        int same = 0;
        for (Things.Thing before : window) {
            same += before.topics() == thing.topics() ? 1 : 0;
        }
        return thing.topics() == 0 || same < policy.topicPerTen();
    }

    private boolean keepsSource(Policy policy, Things.Thing thing) {
        int same = 0;
        for (Things.Thing before : window) {
            same += before.source().equals(thing.source()) ? 1 : 0;
        }
        return thing.source().isEmpty() || same < policy.sourcePerTen();
    }

    private boolean keepsQuotas(Orders orders, Things.Thing thing) {
        for (Orders.Quota quota : orders.quotas()) {
            int among = 0;
            for (Things.Thing before : window) {
                among += quota.counts(before) ? 1 : 0;
            }
            boolean counts = quota.counts(thing);
            boolean isLast = WINDOW - window.size() <= quota.least() - among;
            if (counts ? among >= quota.most() : isLast) {
                return false;
            }
        }
        return true;
    }

    /** Keeps the last nine places, so that with the next there are ten. */
    private void slide(Things.Thing thing) {
        if (window.size() == WINDOW - 1) {
            window.removeFirst();
        }
        window.add(thing);
    }
}
