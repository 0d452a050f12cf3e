package kepu.push;

import java.time.Instant;
import java.util.List;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * One item on its way to one audience, stored once however many people that is. {@code seq} is its place in the order that all
 * readers see; {@code cancelSeq} is the place of its cancellation in the same order.
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
        @Nullable Long cancelSeq) {
    boolean isLive(Instant now) {
        return cancelSeq == null && expiresAt.isAfter(now);
    }
}
