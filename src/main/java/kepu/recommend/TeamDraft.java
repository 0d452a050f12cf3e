package kepu.recommend;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import kepu.recommend.rank.Placed;
import org.jspecify.annotations.Nullable;

/**
 * Two lists made into one, for telling which of the two people like better (team-draft interleaving: Radlinski, Kurup and Joachims 2008):
 * as often as both have placed equally many a coin says who is next, and who is next places the best of theirs that is not placed yet.
 *
 * @param ofSecond by place: whether the second list placed it
 */
record TeamDraft(List<Placed> places, List<Boolean> ofSecond) {
    static TeamDraft of(List<Placed> first, List<Placed> second, int limit, RandomGenerator random) {
        List<Placed> places = new ArrayList<>();
        List<Boolean> ofSecond = new ArrayList<>();
        Set<Integer> placed = new HashSet<>();
        int[] next = new int[2];
        int lead = 0;
        while (places.size() < limit) {
            boolean isSecond = lead == 0 ? random.nextBoolean() : lead < 0;
            Placed best = best(isSecond ? second : first, next, isSecond ? 1 : 0, placed);
            if (best == null) {
                isSecond = !isSecond;
                best = best(isSecond ? second : first, next, isSecond ? 1 : 0, placed);
            }
            if (best == null) {
                break;
            }
            lead += isSecond ? 1 : -1;
            places.add(best);
            ofSecond.add(isSecond);
            placed.add(best.item());
        }
        return new TeamDraft(places, ofSecond);
    }

    private static @Nullable Placed best(List<Placed> list, int[] next, int team, Set<Integer> placed) {
        while (next[team] < list.size()) {
            Placed candidate = list.get(next[team]++);
            if (!placed.contains(candidate.item())) {
                return candidate;
            }
        }
        return null;
    }
}
