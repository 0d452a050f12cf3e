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
 * readers see; {@code cancelSeq} is the place of its cancellation in the same order. An audience that asks what residents did is that of
 * the moment when it was published, by its {@code members}: reading it would otherwise take it away from who was not reached.
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
        @Nullable Long cancelSeq,
        @Nullable Members members) {
    /** Whether it is for a resident, in this calendar year. */
    boolean isFor(Resident resident, int year) {
        return members == null ? audience.includes(resident, year) : members.contains(resident.id());
    }

    boolean isLive(Instant now) {
        return cancelSeq == null && expiresAt.isAfter(now);
    }
}
