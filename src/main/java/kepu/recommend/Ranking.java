package kepu.recommend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds up what the sources say of each item (a product of ratios) and keeps the reason that says most for it. */
final class Ranking {
    private static final class Sum {
        private Candidate best;
        private double lift;

        private Sum(Candidate first) {
            best = first;
            lift = first.lift();
        }

        private void add(Candidate candidate) {
            lift += candidate.lift();
            best = candidate.lift() > best.lift() ? candidate : best;
        }

        private Candidate total() {
            Reason reason = best.lift() > 0 ? best.reason() : Reason.EDITORIAL;
            return new Candidate(best.entry(), lift, reason);
        }
    }

    /** One candidate an item, best first; ties by seq, so that the order is the same every time. */
    List<Candidate> rank(List<List<Candidate>> sources) {
        Map<Integer, Sum> sums = new HashMap<>();
        for (List<Candidate> source : sources) {
            for (Candidate candidate : source) {
                int seq = candidate.entry().item().seq();
                Sum sum = sums.get(seq);
                if (sum == null) {
                    sums.put(seq, new Sum(candidate));
                } else {
                    sum.add(candidate);
                }
            }
        }
        List<Candidate> ranked = new ArrayList<>(sums.size());
        sums.values().forEach(sum -> ranked.add(sum.total()));
        ranked.sort(order());
        return ranked;
    }

    static Comparator<Candidate> order() {
        return Comparator.comparingDouble(Candidate::lift)
                .reversed()
                .thenComparingInt(candidate -> candidate.entry().item().seq());
    }
}
