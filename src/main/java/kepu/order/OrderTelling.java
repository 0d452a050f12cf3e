package kepu.order;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import kepu.base.Failure;
import kepu.base.Shortened;
import kepu.config.Orders;
import kepu.people.Residents;
import kepu.push.Inbox;
import kepu.region.Regions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells residents what became of their orders: in their inbox and on their live lines, at night when their quiet hours end. That they were
 * told is stored in the transaction that tells them, so that they are told once, also after a crash and with several nodes.
 */
final class OrderTelling {
    private static final Logger LOG = LoggerFactory.getLogger(OrderTelling.class);
    private static final int AT_ONCE = 100;
    private static final int ORDER_CHARS = 60;

    private final OrderStore store;
    private final Residents residents;
    private final Inbox inbox;
    private final Regions regions;
    private final Duration life;

    OrderTelling(OrderStore store, Residents residents, Inbox inbox, Regions regions, Orders config) {
        this.store = store;
        this.residents = residents;
        this.inbox = inbox;
        this.regions = regions;
        this.life = Duration.ofDays(config.inboxDays());
    }

    /** Tells those who do not know yet; what fails is tried again the next time. */
    Future<Void> tick() {
        return store.untold(AT_ONCE).compose(this::tell);
    }

    private Future<Void> tell(List<OrderStore.Untold> untold) {
        Future<Void> all = Future.succeededFuture();
        for (OrderStore.Untold one : untold) {
            all = all.compose(done -> tell(one));
        }
        return all;
    }

    private Future<Void> tell(OrderStore.Untold one) {
        return residents
                .resident(one.resident())
                .compose(resident -> inbox.tell(
                        resident,
                        word(one.order()),
                        transaction -> OrderStore.told(transaction, one.order())
                                .compose(news ->
                                        news ? Future.succeededFuture() : Future.failedFuture(new ToldBefore()))))
                .<Void>mapEmpty()
                .recover(cause -> later(one, cause));
    }

    /** One that cannot be told now does not keep the others waiting. */
    private static Future<Void> later(OrderStore.Untold one, Throwable cause) {
        if (cause instanceof Failure.Unavailable) {
            return Future.failedFuture(cause);
        }
        if (!(cause instanceof ToldBefore) && !(cause instanceof Failure.Unauthenticated)) {
            LOG.warn("what became of {} cannot be told now", one.order().id(), cause);
        }
        return Future.succeededFuture();
    }

    private Inbox.Word word(Order order) {
        String said = order.note().isEmpty() ? "" : "\n" + order.note();
        return new Inbox.Word(
                title(order.state()),
                "您点的：" + Shortened.of(order.text(), ORDER_CHARS) + "\n" + news(order) + said,
                "",
                regions.name(order.village()) + "点单",
                order.village().text(),
                order.topic(),
                life);
    }

    private static String title(Order.State state) {
        return switch (state) {
            case DISPATCHED -> "您点的单派出去了";
            case TAKEN -> "您点的单有人接了";
            case FINISHED -> "您点的单办完了";
            case RETURNED -> "您点的单退回了";
            case ORDERED, RATED, WITHDRAWN -> "您点的单" + state.label();
        };
    }

    private String news(Order order) {
        Order.Taker taker = order.taker();
        return switch (order.state()) {
            case DISPATCHED -> "派给：" + order.unit();
            case TAKEN -> taker == null ? "" : "接单：" + taker.name() + "（" + regions.name(taker.scope()) + "）";
            case FINISHED -> "请到“我的”里的“点单”，说说满意不满意。";
            case RETURNED -> "这次办不了，原因：";
            case ORDERED, RATED, WITHDRAWN -> "";
        };
    }

    /** Another node was first, or the order went on meanwhile. */
    private static final class ToldBefore extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private ToldBefore() {
            super(null, null, false, false);
        }
    }
}
