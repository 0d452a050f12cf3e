package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import org.jspecify.annotations.Nullable;

/** Takes part in the transaction that posts a bulletin, so that what goes outside is decided with it or not at all. */
public interface Alarms {
    /** People are to be told of this at once. */
    Future<Void> raised(SqlClient transaction, Alarm alarm);

    /**
     * A bulletin is over: it goes to nobody any more, and who has it is told so. {@code by} takes its place: who is told that under the same topic
     * is not told of the end. A bulletin that never was raised is passed over.
     */
    Future<Void> lifted(SqlClient transaction, String bulletin, @Nullable Alarm by);
}
