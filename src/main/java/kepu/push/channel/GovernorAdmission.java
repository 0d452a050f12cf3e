package kepu.push.channel;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import kepu.base.Failure;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.push.Governor;
import kepu.push.Outcome;

/** The limits of inboxes and live lines for browsers too: what a person does not get there yet, or never, does not ring either. */
final class GovernorAdmission implements Admission {
    /** The transaction of a publication is over a moment before this node shows it; another node's it may never know. */
    private static final Duration UNKNOWN = Duration.ofSeconds(5);

    private final Governor governor;
    private final Residents residents;

    GovernorAdmission(Governor governor, Residents residents) {
        this.governor = governor;
        this.residents = residents;
    }

    @Override
    public Future<Verdict> of(Request request) {
        return residents
                .resident(request.resident())
                .map(resident -> verdict(resident, request))
                .recover(GovernorAdmission::gone);
    }

    @Override
    public Verdict ofGateway(Instant now) {
        return governor.quietUntil(now)
                .<Verdict>map(until -> new Verdict.Hold(until, Outcome.QUIET.code()))
                .orElseGet(Verdict.Send::new);
    }

    private Verdict verdict(Resident resident, Request request) {
        return governor.ask(resident, request.publication(), request.now())
                .map(GovernorAdmission::verdict)
                .orElseGet(() -> new Verdict.Hold(request.now().plus(UNKNOWN), "unknown-here"));
    }

    private static Verdict verdict(Governor.Word word) {
        Outcome outcome = word.outcome();
        if (outcome == Outcome.SENT) {
            return new Verdict.Send();
        }
        String reason = outcome.code().replace('_', '-');
        return outcome.waits() ? new Verdict.Hold(word.again(), reason) : new Verdict.Suppress(reason);
    }

    private static Future<Verdict> gone(Throwable cause) {
        return cause instanceof Failure
                ? Future.succeededFuture(new Verdict.Suppress("resident-gone"))
                : Future.failedFuture(cause);
    }
}
