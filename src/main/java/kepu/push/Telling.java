package kepu.push;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.util.List;
import java.util.function.Function;
import kepu.base.Failure;
import kepu.people.Residents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells residents what became of something of theirs: in their inbox and on their live lines, at night when their quiet hours end. That they
 * were told is stored in the transaction that tells them, so that they are told once, also after a crash and with several nodes.
 */
public final class Telling {
    private static final Logger LOG = LoggerFactory.getLogger(Telling.class);

    /**
     * What a resident is to be told.
     *
     * @param of the id of what it is about
     * @param told stores that they were told; false when there is no news any more, because another node was first or all went on meanwhile
     */
    public record News(String of, long resident, Inbox.Word word, Function<SqlClient, Future<Boolean>> told) {}

    private final Residents residents;
    private final Inbox inbox;

    public Telling(Residents residents, Inbox inbox) {
        this.residents = residents;
        this.inbox = inbox;
    }

    /** Tells one after the other. One that cannot be told now does not keep the others waiting; fails when the database is away. */
    public Future<Void> tell(List<News> all) {
        Future<Void> done = Future.succeededFuture();
        for (News news : all) {
            done = done.compose(before -> tell(news));
        }
        return done;
    }

    private Future<Void> tell(News news) {
        return residents
                .resident(news.resident())
                .compose(resident -> inbox.tell(resident, news.word(), transaction -> stored(transaction, news)))
                .<Void>mapEmpty()
                .recover(cause -> later(news, cause));
    }

    private static Future<Void> stored(SqlClient transaction, News news) {
        return news.told()
                .apply(transaction)
                .compose(isNews -> isNews ? Future.succeededFuture() : Future.failedFuture(new ToldBefore()));
    }

    private static Future<Void> later(News news, Throwable cause) {
        if (cause instanceof Failure.Unavailable) {
            return Future.failedFuture(cause);
        }
        if (!(cause instanceof ToldBefore) && !(cause instanceof Failure.Unauthenticated)) {
            LOG.warn("what became of {} cannot be told now", news.of(), cause);
        }
        return Future.succeededFuture();
    }

    private static final class ToldBefore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ToldBefore() {
            super(null, null, false, false);
        }
    }
}
