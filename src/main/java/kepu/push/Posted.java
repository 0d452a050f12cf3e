package kepu.push;

import java.time.Instant;
import java.util.List;
import kepu.push.audience.Members;
import org.jspecify.annotations.Nullable;

/** A publication as the inboxes read it, thousands at a look: its audience compiled, its times as milliseconds, what is asked most at hand. */
final class Posted {
    static final long NEVER = Long.MAX_VALUE;

    private final Publication publication;
    private final Handling handling;
    private final Fits fits;
    private final boolean isForAll;
    private final boolean hasPauses;
    private final long salt;
    private final String matter;
    private final long publishedMillis;
    private final long expiresMillis;
    private final long cancelledMillis;

    private Posted(Publication publication, Fits fits) {
        this.publication = publication;
        this.handling = publication.handling();
        this.fits = fits;
        this.isForAll = handling.share().isEverybody();
        this.hasPauses = !publication.fate().pauses().isEmpty();
        this.cancelledMillis = millis(publication.fate().cancelledAt());
        this.matter = publication
                .audience()
                .corrected()
                .map(claim -> "claim:" + claim)
                .orElse(publication.item());
        this.salt = Share.salt(publication.campaign());
        this.publishedMillis = publication.publishedAt().toEpochMilli();
        this.expiresMillis = publication.expiresAt().toEpochMilli();
    }

    static Posted of(Publication publication) {
        return new Posted(publication, fits(publication));
    }

    private static Fits fits(Publication publication) {
        long resident = publication.resident();
        Members members = publication.members();
        if (resident != 0) {
            return who -> who.id() == resident;
        }
        return members == null ? Fits.of(publication.audience()) : who -> members.contains(who.id());
    }

    /** The same with another fate. */
    Posted with(Publication other) {
        return new Posted(other, fits);
    }

    Publication publication() {
        return publication;
    }

    long seq() {
        return publication.seq();
    }

    /** By which the same is known again: the claim that it puts right, else its item; empty where it has neither. */
    String matter() {
        return matter;
    }

    Handling handling() {
        return handling;
    }

    Lane lane() {
        return handling.lane();
    }

    /** Whether it goes to no share but to everybody of its audience. */
    boolean isForAll() {
        return isForAll;
    }

    long publishedMillis() {
        return publishedMillis;
    }

    long expiresMillis() {
        return expiresMillis;
    }

    /** {@link #NEVER} while it stands. */
    long cancelledMillis() {
        return cancelledMillis;
    }

    boolean isLive(long now) {
        return publication.cancelSeq() == null && expiresMillis > now;
    }

    boolean fits(Who who) {
        return fits.test(who);
    }

    /** The person's lot for its campaign. */
    int lot(Who who) {
        return isForAll ? 0 : Share.lot(salt, who.id());
    }

    /** The end of the pause that it is in, {@link #NEVER} for one without; -1 when it is in none. */
    long pausedUntil(long now) {
        if (!hasPauses) {
            return -1;
        }
        List<Fate.Pause> pauses = publication.fate().pauses();
        for (Fate.Pause pause : pauses) {
            if (pause.from().toEpochMilli() <= now && now < millis(pause.to())) {
                return millis(pause.to());
            }
        }
        return -1;
    }

    /** The next instant at which a pause begins or ends; {@link #NEVER} for none. */
    long nextTurn(long now) {
        long next = NEVER;
        for (Fate.Pause pause : publication.fate().pauses()) {
            for (long turn : new long[] {pause.from().toEpochMilli(), millis(pause.to())}) {
                next = turn > now ? Math.min(next, turn) : next;
            }
        }
        return next;
    }

    private static long millis(@Nullable Instant instant) {
        return instant == null ? NEVER : instant.toEpochMilli();
    }
}
