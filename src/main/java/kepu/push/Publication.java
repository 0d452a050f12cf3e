package kepu.push;

import java.time.Instant;
import java.util.List;
import kepu.people.Resident;
import kepu.push.audience.Audience;
import kepu.push.audience.Members;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * One item on its way to one audience, stored once however many people that is. {@code seq} is its place in the order that all
 * readers see; {@code resident} is the one person it is for, 0 when it is for the audience; {@code item} is empty where there is none. An
 * audience that asks what residents did is that of the moment when it was published, by its {@code members}: reading it would otherwise take it
 * away from who was not reached.
 */
public record Publication(
        long seq,
        String campaign,
        String item,
        Audience audience,
        List<RegionCode> bounds,
        String title,
        String message,
        String sender,
        Instant publishedAt,
        Instant expiresAt,
        long resident,
        @Nullable Members members,
        Handling handling,
        Fate fate) {
    /** Whether it is for a resident, in this calendar year. */
    boolean isFor(Resident one, int year) {
        if (resident != 0) {
            return resident == one.id();
        }
        return members == null ? audience.includes(one, year) : members.contains(one.id());
    }

    /** The place of its withdrawal in the order of offsets; null while it stands. */
    public @Nullable Long cancelSeq() {
        return fate.cancelSeq();
    }

    boolean isLive(Instant now) {
        return cancelSeq() == null && expiresAt.isAfter(now);
    }

    Publication with(Fate other) {
        return new Publication(
                seq,
                campaign,
                item,
                audience,
                bounds,
                title,
                message,
                sender,
                publishedAt,
                expiresAt,
                resident,
                members,
                handling,
                other);
    }
}
