package kepu.store;

import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import org.jspecify.annotations.Nullable;

/** Where a question is asked that changes nothing. */
public interface Reader {
    /** Runs one statement; parameters stand as $1, $2 … in it. */
    Future<RowSet<Row>> query(String sql, @Nullable Object... parameters);
}
