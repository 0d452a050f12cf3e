package kepu.order;

import io.vertx.core.Future;
import java.time.Duration;
import kepu.base.Shortened;
import kepu.config.Orders;
import kepu.push.Inbox;
import kepu.push.Telling;
import kepu.region.Regions;

/** What residents are told of their orders. */
final class OrderTelling {
    private static final int AT_ONCE = 100;
    private static final int ORDER_CHARS = 60;

    private final OrderStore store;
    private final Telling telling;
    private final Regions regions;
    private final Duration life;

    OrderTelling(OrderStore store, Telling telling, Regions regions, Orders config) {
        this.store = store;
        this.telling = telling;
        this.regions = regions;
        this.life = Duration.ofDays(config.inboxDays());
    }

    /** Tells those who do not know yet; what fails is tried again the next time. */
    Future<Void> tick() {
        return store.untold(AT_ONCE)
                .compose(untold -> telling.tell(untold.stream().map(this::news).toList()));
    }

    private Telling.News news(OrderStore.Untold one) {
        Order order = one.order();
        return new Telling.News(
                order.id(), one.resident(), word(order), transaction -> OrderStore.told(transaction, order));
    }

    private Inbox.Word word(Order order) {
        String said = order.note().isEmpty() ? "" : "\n" + order.note();
        return new Inbox.Word(
                title(order.state()),
                "您点的：" + Shortened.of(order.text(), ORDER_CHARS) + "\n" + happened(order) + said,
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

    private String happened(Order order) {
        Order.Taker taker = order.taker();
        return switch (order.state()) {
            case DISPATCHED -> "派给：" + order.unit();
            case TAKEN -> taker == null ? "" : "接单：" + taker.name() + "（" + regions.name(taker.scope()) + "）";
            case FINISHED -> "请到“我的”里的“点单”，说说满意不满意。";
            case RETURNED -> "这次办不了，原因：";
            case ORDERED, RATED, WITHDRAWN -> "";
        };
    }
}
