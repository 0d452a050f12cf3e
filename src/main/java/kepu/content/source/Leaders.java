package kepu.content.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The entries that others are compared with, found by their bands. An entry joins the leader that it is most like, or becomes one itself
 * (leader clustering: Hartigan, Clustering Algorithms, 1975, 3). So a chain of small changes does not join what is unlike, and what was
 * reprinted a thousand times is compared once.
 */
final class Leaders {
    /** A leader, and how like it something is. */
    record Match(long leader, double similarity) {}

    private record Leader(long id, Sketch sketch) {}

    private final double least;
    private final Map<Long, List<Leader>> byBand = new HashMap<>();

    /** @param least similarity of near-duplicates, from 0 to 1 */
    Leaders(double least) {
        this.least = least;
    }

    void add(long id, Sketch sketch) {
        Leader leader = new Leader(id, sketch);
        for (long band : sketch.bands()) {
            byBand.computeIfAbsent(band, key -> new ArrayList<>(1)).add(leader);
        }
    }

    /** The leader that a text is a near-duplicate of. {@code few}: it has too few letters to be like anything but the same. */
    Optional<Match> like(Sketch sketch, boolean few) {
        double wanted = few ? 1 : least;
        Set<Long> seen = new HashSet<>();
        Match best = null;
        for (long band : sketch.bands()) {
            for (Leader leader : byBand.getOrDefault(band, List.of())) {
                double similarity = seen.add(leader.id()) ? sketch.similarity(leader.sketch()) : 0;
                if (similarity >= wanted && (best == null || similarity > best.similarity())) {
                    best = new Match(leader.id(), similarity);
                }
            }
        }
        return Optional.ofNullable(best);
    }
}
