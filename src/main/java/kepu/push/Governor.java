package kepu.push;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import kepu.config.Config;
import kepu.people.Resident;

/**
 * Says of each publication and person whether it goes out now, later or not at all: limits a day and a topic, quiet hours, what they unsubscribed, the
 * same item by two campaigns, or two corrections of one claim, holdouts. Nothing is stored of its answers; they follow from the publications and the person's settings ({@link Timeline}).
 */
public final class Governor {
    /** How long a publication in a pause without end is left before somebody asks again. */
    private static final long PAUSE_MILLIS = 60_000;

    /** How a publication stands with a person; while it waits, when to ask again. */
    public record Word(Outcome outcome, Instant again) {}

    private final Publications publications;
    private final LongFunction<PushSettings> settings;
    private final Limits limits;

    Governor(Publications publications, LongFunction<PushSettings> settings, Config.Governor config) {
        this.publications = publications;
        this.settings = settings;
        this.limits = Limits.of(config);
    }

    /** How a publication stands with a resident at {@code now}; empty when it is not of those that this node knows. */
    public Optional<Word> ask(Resident resident, long publication, Instant now) {
        Posted posted = publications.find(publication);
        if (posted == null) {
            return Optional.empty();
        }
        Timeline timeline = timeline(resident, now, List.of());
        Outcome outcome = timeline.outcome(publication);
        long again = outcome == Outcome.PAUSED ? now.toEpochMilli() + PAUSE_MILLIS : Posted.NEVER;
        again = Math.min(Math.min(again, timeline.nextLook()), posted.expiresMillis());
        return Optional.of(new Word(outcome, Instant.ofEpochMilli(again)));
    }

    /** When everybody's quiet hours end, if it lies in them. */
    public Optional<Instant> quietUntil(Instant now) {
        long millis = now.toEpochMilli();
        return limits.quiet().holds(millis)
                ? Optional.of(Instant.ofEpochMilli(limits.quiet().end(millis)))
                : Optional.empty();
    }

    /** The person's timeline up to {@code now}, with what went to them alone ({@code personal}, by seq). */
    Timeline timeline(Resident resident, Instant now, List<Posted> personal) {
        return timeline(Who.of(resident, now), now, personal);
    }

    Timeline timeline(Who who, Instant now, List<Posted> personal) {
        Timeline timeline = new Timeline(limits, who, settings.apply(who.id()));
        publications.eachFor(who.village(), personal, timeline::arrive);
        timeline.pass(now.toEpochMilli());
        return timeline;
    }
}
