package kepu.recommend;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** New items, which have no history to speak for them: a lift that fades over a fortnight. */
final class FreshSource implements CandidateSource {
    private static final Duration FADES = Duration.ofDays(14);
    private static final double FIRST_DAY = Math.log(1.6);

    @Override
    public List<Candidate> candidates(Place place) {
        return place.catalogue().entries().stream()
                .filter(entry -> lift(entry.item().publishedAt(), place.now()) > 0)
                .map(entry -> new Candidate(entry, lift(entry.item().publishedAt(), place.now()), Reason.FRESH))
                .toList();
    }

    private static double lift(Instant published, Instant now) {
        double age = Math.max(0, Duration.between(published, now).toMillis()) / (double) FADES.toMillis();
        return age >= 1 ? 0 : FIRST_DAY * (1 - age);
    }
}
