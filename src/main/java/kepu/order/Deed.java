package kepu.order;

import static kepu.order.Order.State.DISPATCHED;
import static kepu.order.Order.State.FINISHED;
import static kepu.order.Order.State.RATED;
import static kepu.order.Order.State.RETURNED;
import static kepu.order.Order.State.TAKEN;
import static kepu.order.Order.State.WITHDRAWN;

import java.util.Locale;
import kepu.base.Failure;

/**
 * What is done to an order: from which states it may be done, and to which it leads. An order begins as {@code ORDERED}; no other way leads
 * from one state to another.
 */
enum Deed {
    /** It is said who is to do it; a taken one is handed on so. */
    DISPATCH(DISPATCHED),
    /** Somebody of the staff does it; again by the same person, to say more of when and where. */
    TAKE(TAKEN),
    FINISH(FINISHED),
    /** It will not be done, and why. */
    RETURN(RETURNED),
    /** Who ordered does not wish it any more. */
    WITHDRAW(WITHDRAWN),
    /** Who ordered says how it was. */
    RATE(RATED);

    private final Order.State to;

    Deed(Order.State to) {
        this.to = to;
    }

    Order.State to() {
        return to;
    }

    boolean follows(Order.State state) {
        return switch (this) {
            case DISPATCH, TAKE, RETURN, WITHDRAW -> Order.State.OPEN.contains(state);
            case FINISH -> state == TAKEN;
            case RATE -> state == FINISHED;
        };
    }

    /** The word of the history. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@link Failure.Conflict} unless the order is in a state from which this may be done. */
    void require(Order order) {
        if (!follows(order.state())) {
            throw refusal(order);
        }
    }

    private Failure.Conflict refusal(Order order) {
        if (order.state() == RATED && this == RATE) {
            return new Failure.Conflict("order-rated", "您已经评价过了");
        }
        if (order.isOpen()) {
            return this == RATE
                    ? new Failure.Conflict("order-unfinished", "这个单还没有办完，办完再评价")
                    : new Failure.Conflict("order-untaken", "请先接单再办");
        }
        return new Failure.Conflict("order-ended", "这个单" + order.state().label() + "，不能再改");
    }
}
