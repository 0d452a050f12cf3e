package kepu.recommend;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import kepu.base.Topic;

/**
 * Puts ranked candidates in the order of the page: no topic more often than allowed in any ten in a row while others are left, and in
 * every seventh place a new item, so that what nobody has seen yet is seen.
 */
final class Arrangement {
    private static final int WINDOW = 10;
    private static final int FRESH_EVERY = 7;

    private final int topicPerTen;

    Arrangement(int topicPerTen) {
        this.topicPerTen = topicPerTen;
    }

    List<Candidate> arrange(List<Candidate> ranked, int limit) {
        List<Candidate> left = new ArrayList<>(ranked);
        List<Candidate> page = new ArrayList<>(Math.min(limit, ranked.size()));
        Deque<Topic> window = new ArrayDeque<>(WINDOW);
        Map<Topic, Integer> counts = new EnumMap<>(Topic.class);
        while (page.size() < limit && !left.isEmpty()) {
            Candidate next = left.remove(pick(left, counts, page.size() % FRESH_EVERY == FRESH_EVERY - 1));
            page.add(next);
            slide(window, counts, next.entry().item().topic());
        }
        return page;
    }

    private int pick(List<Candidate> left, Map<Topic, Integer> counts, boolean wantsFresh) {
        int allowed = -1;
        for (int i = 0; i < left.size(); i++) {
            Candidate candidate = left.get(i);
            if (counts.getOrDefault(candidate.entry().item().topic(), 0) < topicPerTen) {
                if (!wantsFresh || candidate.reason().equals(Reason.FRESH)) {
                    return i;
                }
                allowed = allowed < 0 ? i : allowed;
            }
        }
        return Math.max(allowed, 0);
    }

    /** Keeps the topics of the last nine places, so that with the next there are ten. */
    private static void slide(Deque<Topic> window, Map<Topic, Integer> counts, Topic topic) {
        window.addLast(topic);
        counts.merge(topic, 1, Integer::sum);
        if (window.size() == WINDOW) {
            counts.merge(window.removeFirst(), -1, Integer::sum);
        }
    }
}
