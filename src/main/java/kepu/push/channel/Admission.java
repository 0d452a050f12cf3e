package kepu.push.channel;

import io.vertx.core.Future;
import java.time.Instant;

/** Whether a delivery to a resident may go now: where quiet hours, caps and unsubscribing come in ({@link GovernorAdmission}). */
public interface Admission {
    /** May it go? Asked just before each try, also of one that was held before. */
    Future<Verdict> of(Request request);

    /** May a gateway be told at {@code now}? It knows no persons, so nobody's own limits are asked. */
    default Verdict ofGateway(Instant now) {
        return new Verdict.Send();
    }

    /** Who would be reached, by which publication. */
    record Request(long delivery, long resident, long publication, Instant now) {}

    sealed interface Verdict {
        record Send() implements Verdict {}

        /** Not before {@code until}; when the publication is over by then, it expires. */
        record Hold(Instant until, String reason) implements Verdict {}

        /** Never; {@code reason} is counted in the ledger: lower case letters, digits and hyphens. */
        record Suppress(String reason) implements Verdict {}
    }

    /** Admits all. */
    Admission OPEN = request -> Future.succeededFuture(new Verdict.Send());
}
