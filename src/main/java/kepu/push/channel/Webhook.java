package kepu.push.channel;

import java.time.Instant;
import java.time.LocalDate;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Another program that is told of the publications and bulletins of a scope; {@code usedOn} is the last day on which it took one. */
public record Webhook(
        long id,
        RegionCode scope,
        String name,
        String url,
        int perDay,
        boolean active,
        Instant createdAt,
        @Nullable LocalDate usedOn) {
    /** A webhook as somebody wants it; {@code perDay} null for the usual quota. */
    public record Draft(
            RegionCode scope,
            String name,
            String url,
            @Nullable Integer perDay) {}

    /** What is to be different; null parts stay. */
    public record Change(
            @Nullable String name,
            @Nullable String url,
            @Nullable Integer perDay,
            @Nullable Boolean active) {}

    /** A webhook with the secret that its messages are signed by, shown once. */
    public record Made(Webhook webhook, String secret) {}

    /** A delivery that was given up: of a publication or of a bulletin, the other one is null. */
    public record Dead(
            long id,
            @Nullable Long publication,
            @Nullable String bulletin,
            String event,
            int attempts,
            String reason,
            Instant at) {}

    /** How often something happened on a channel on a day. */
    public record Ledger(String channel, LocalDate day, String outcome, long count) {}
}
