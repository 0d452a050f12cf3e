package kepu.push.channel;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import kepu.push.Alarm;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** One thing to be told to one receiver, with what it takes to tell it; {@code reason}: why it did not go when it was looked at before. */
record Delivery(
        long id,
        int attempt,
        Instant expiresAt,
        Event event,
        Matter matter,
        Receiver receiver,
        @Nullable String reason) {
    enum Event {
        PUBLISHED,
        CANCELLED;

        static Event of(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * How the publication stands now, whatever it was when this was planned; {@code cancelled}: it was taken back, or its campaign was
     * cancelled, and it goes to nobody who does not have it; {@code shared}: it is for a share of its audience only.
     */
    record Standing(boolean cancelled, boolean paused, boolean shared) {}

    /** What is told. */
    sealed interface Matter {}

    /** The publication. */
    record News(
            long publication,
            String item,
            String title,
            String message,
            String sender,
            Instant publishedAt,
            Instant expiresAt,
            Standing standing,
            List<RegionCode> bounds)
            implements Matter {
        /** Where it is shown in the app. */
        String path() {
            return item.isEmpty() ? "/inbox" : "/item/" + item;
        }
    }

    /**
     * A bulletin, in the words for this receiver; empty when nothing of it is for them. {@code over}: it was cancelled or replaced since this was
     * planned.
     */
    record Emergency(Alarm alarm, boolean over, Optional<Alarm.Text> text) implements Matter {}

    sealed interface Receiver {
        /** In the ledger. */
        String channel();

        /** What fails and recovers as one. */
        String endpoint();

        int perDay();

        record Browser(long subscription, long resident, String origin, byte[] sealed, int perDay) implements Receiver {
            @Override
            public String channel() {
                return "webpush";
            }

            @Override
            public String endpoint() {
                return origin;
            }
        }

        record Hook(long webhook, String url, byte[] sealed, int perDay, boolean active) implements Receiver {
            @Override
            public String channel() {
                return "webhook:" + webhook;
            }

            @Override
            public String endpoint() {
                return channel();
            }
        }
    }

    /** By which receivers drop what they have already: the same at every try. */
    String publicId() {
        return "d" + id;
    }
}
