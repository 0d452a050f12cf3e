package kepu.push.channel;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Whether a claimed delivery goes now: by how its matter stands, by its receiver, and for publications by the limits of the person. A
 * bulletin asks no limits: it goes by night, past caps and to those who unsubscribed.
 */
final class Verdicts {
    /** When a publication in a pause is looked at again. */
    private static final Duration PAUSE = Duration.ofMinutes(1);

    private static final int SPREAD_MILLIS = 1_000;

    private final Breakers breakers;
    private volatile Admission admission = Admission.OPEN;

    Verdicts(Breakers breakers) {
        this.breakers = breakers;
    }

    void admitting(Admission by) {
        admission = by;
    }

    Future<Admission.Verdict> of(Delivery delivery, Instant now) {
        return switch (delivery.matter()) {
            case Delivery.News news -> of(delivery, news, now);
            case Delivery.Emergency emergency -> Future.succeededFuture(of(delivery, emergency, now));
        };
    }

    private Future<Admission.Verdict> of(Delivery delivery, Delivery.News news, Instant now) {
        Delivery.Standing standing = news.standing();
        boolean isNews = delivery.event() == Delivery.Event.PUBLISHED;
        if (isNews && standing.cancelled()) {
            return suppress("cancelled");
        }
        if (!delivery.expiresAt().isAfter(now)) {
            return suppress("expired");
        }
        if (isNews && standing.paused()) {
            return Future.succeededFuture(new Admission.Verdict.Hold(now.plus(PAUSE), "paused"));
        }
        Optional<Instant> open = breakers.open(delivery.receiver().endpoint(), now);
        return switch (delivery.receiver()) {
            case Delivery.Receiver.Hook hook when !hook.active() -> suppress("inactive");
            case Delivery.Receiver.Hook hook when isNews && standing.shared() -> suppress("share");
            case Delivery.Receiver receiver when open.isPresent() -> Future.succeededFuture(leftAlone(open.get()));
            case Delivery.Receiver.Browser browser
            when isNews ->
                admission.of(new Admission.Request(delivery.id(), browser.resident(), news.publication(), now));
            case Delivery.Receiver.Hook hook when isNews -> Future.succeededFuture(admission.ofGateway(now));
            case Delivery.Receiver receiver -> Future.succeededFuture(new Admission.Verdict.Send());
        };
    }

    private Admission.Verdict of(Delivery delivery, Delivery.Emergency emergency, Instant now) {
        boolean isNews = delivery.event() == Delivery.Event.PUBLISHED;
        if (isNews && emergency.over()) {
            return new Admission.Verdict.Suppress("cancelled");
        }
        if (!delivery.expiresAt().isAfter(now)) {
            return new Admission.Verdict.Suppress("expired");
        }
        if (delivery.receiver() instanceof Delivery.Receiver.Hook hook && !hook.active()) {
            return new Admission.Verdict.Suppress("inactive");
        }
        if (emergency.text().isEmpty()) {
            return new Admission.Verdict.Suppress("not-addressed");
        }
        boolean isGateway = delivery.receiver() instanceof Delivery.Receiver.Hook;
        Instant begins =
                isGateway ? emergency.alarm().from() : emergency.text().get().from();
        if (isNews && begins.isAfter(now)) {
            return new Admission.Verdict.Hold(begins, "not-yet");
        }
        return breakers.urgent(delivery.receiver().endpoint(), now)
                .map(Verdicts::leftAlone)
                .orElseGet(Admission.Verdict.Send::new);
    }

    private static Admission.Verdict leftAlone(Instant until) {
        int later = ThreadLocalRandom.current().nextInt(SPREAD_MILLIS);
        return new Admission.Verdict.Hold(until.plusMillis(later), "endpoint-failing");
    }

    private static Future<Admission.Verdict> suppress(String reason) {
        return Future.succeededFuture(new Admission.Verdict.Suppress(reason));
    }
}
