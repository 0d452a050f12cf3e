package kepu.push;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How the publications of a campaign stand with the residents of its audience, looked up for each of them, or for a random part when they are many.
 *
 * @param audience residents
 * @param looked at so many of them; the other numbers are of these
 * @param outcomes pairs of a resident and a publication of their arm, by how it stands; the held out count once an item
 * @param sentByArm of these, those that were sent, by arm
 * @param sentOverTime to how many of those looked at the first one was sent by when
 * @param effect residents, and those who opened or read one of the items since, by whether they are held out
 */
public record Sounding(
        long audience,
        long looked,
        Map<Outcome, Long> outcomes,
        Map<String, Long> sentByArm,
        List<Sent> sentOverTime,
        Map<Boolean, Effect> effect) {
    /** Something was sent to so many residents before this time. */
    public record Sent(Instant at, long residents) {}

    /** Of so many residents so many were reached by any route. */
    public record Effect(long residents, long reached) {}

    /** One of the audience, for the eyes of staff: no more than where, which groups, about which age. */
    public record Sample(
            long village, int groups, int age, String arm, String title, List<String> items, Outcome outcome) {}

    /** Counts; on a worker, it takes a while. */
    static Sounding count(Governor governor, List<Publication> publications, People people, Instant now) {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        Map<String, Long> sentByArm = new TreeMap<>();
        List<Long> firsts = new ArrayList<>();
        long[] residents = new long[2];
        long[] reached = new long[2];
        for (Who who : people.sample()) {
            Timeline timeline = governor.timeline(who, now, List.of());
            boolean isHeldOut = false;
            long first = Long.MAX_VALUE;
            for (Publication publication : publications) {
                Parcel parcel = timeline.find(publication.seq());
                Outcome outcome = parcel == null ? Outcome.NOT_ADDRESSED : timeline.outcome(parcel);
                isHeldOut |= outcome == Outcome.HOLDOUT;
                if (outcome != Outcome.NOT_ADDRESSED) {
                    outcomes.merge(outcome, 1L, Long::sum);
                }
                if (parcel != null && outcome == Outcome.SENT) {
                    first = Math.min(first, parcel.sentMillis());
                    sentByArm.merge(publication.handling().arm(), 1L, Long::sum);
                }
            }
            if (first < Long.MAX_VALUE) {
                firsts.add(first);
            }
            residents[isHeldOut ? 1 : 0]++;
            reached[isHeldOut ? 1 : 0] += people.reached().contains(who.id()) ? 1 : 0;
        }
        return new Sounding(
                people.audience(),
                people.sample().size(),
                outcomes,
                sentByArm,
                overTime(firsts, firstOf(publications, now), now),
                Map.of(
                        false, new Effect(residents[0], reached[0]),
                        true, new Effect(residents[1], reached[1])));
    }

    private static Instant firstOf(List<Publication> publications, Instant now) {
        return publications.stream()
                .map(Publication::publishedAt)
                .min(Comparator.naturalOrder())
                .orElse(now);
    }

    /** How many of these times (epoch milliseconds) there were by the end of each step in which any was. */
    static List<Sent> overTime(List<Long> times, Instant from, Instant now) {
        long step = TimeStep.of(Duration.between(from, now)).toMillis();
        SortedMap<Long, Long> news = new TreeMap<>();
        times.forEach(time -> news.merge(Math.floorDiv(time - from.toEpochMilli(), step) + 1, 1L, Long::sum));
        List<Sent> sent = new ArrayList<>();
        long sum = 0;
        for (Map.Entry<Long, Long> one : news.entrySet()) {
            sum += one.getValue();
            sent.add(new Sent(from.plusMillis(one.getKey() * step), sum));
        }
        return sent;
    }

    /** The audience, a part of it, and of that those who were reached. */
    record People(long audience, List<Who> sample, Set<Long> reached) {}
}
