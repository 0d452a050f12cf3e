package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;

/** Takes part in the transaction that publishes or takes back, so that what goes outside is decided with it or not at all. */
public interface Outlets {
    Future<Void> published(SqlClient transaction, List<Publication> publications);

    Future<Void> cancelled(SqlClient transaction, List<Publication> publications);

    /** For a program that tells nobody outside. */
    Outlets NONE = new Outlets() {
        @Override
        public Future<Void> published(SqlClient transaction, List<Publication> publications) {
            return Future.succeededFuture();
        }

        @Override
        public Future<Void> cancelled(SqlClient transaction, List<Publication> publications) {
            return Future.succeededFuture();
        }
    };
}
