package kepu.push;

import java.time.Instant;
import java.util.Map;
import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What a resident wishes of pushes. A change holds from its instant on: what came before stays.
 *
 * @param quiet their own quiet hours; null for those of everybody
 * @param quietSince from when on
 * @param earlier those before; null for those of everybody
 * @param senders codes of regions that are unsubscribed, since when
 * @param topics topics that are unsubscribed, since when
 */
public record PushSettings(
        @Nullable Quiet quiet,
        Instant quietSince,
        @Nullable Quiet earlier,
        Map<String, Instant> senders,
        Map<Topic, Instant> topics) {
    public static final PushSettings DEFAULT = new PushSettings(null, Instant.EPOCH, null, Map.of(), Map.of());

    public PushSettings {
        senders = Map.copyOf(senders);
        topics = Map.copyOf(topics);
    }
}
