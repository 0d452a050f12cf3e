package kepu.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.region.RegionCode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Which deed leads from which state to which: every pair of the two. */
class DeedTest {
    private static final Instant NOW = Instant.parse("2026-11-23T01:00:00Z");

    private static final Map<Order.State, Set<Deed>> ALLOWED = Map.of(
            Order.State.ORDERED, EnumSet.of(Deed.DISPATCH, Deed.TAKE, Deed.RETURN, Deed.WITHDRAW),
            Order.State.DISPATCHED, EnumSet.of(Deed.DISPATCH, Deed.TAKE, Deed.RETURN, Deed.WITHDRAW),
            Order.State.TAKEN, EnumSet.of(Deed.DISPATCH, Deed.TAKE, Deed.FINISH, Deed.RETURN, Deed.WITHDRAW),
            Order.State.FINISHED, EnumSet.of(Deed.RATE),
            Order.State.RATED, EnumSet.noneOf(Deed.class),
            Order.State.RETURNED, EnumSet.noneOf(Deed.class),
            Order.State.WITHDRAWN, EnumSet.noneOf(Deed.class));

    @TestFactory
    Stream<DynamicTest> aDeedIsDoneFromItsStatesAndRefusedFromAllOthers() {
        return Stream.of(Order.State.values())
                .flatMap(state -> Stream.of(Deed.values())
                        .map(deed -> DynamicTest.dynamicTest(deed + " of " + state, () -> check(deed, state))));
    }

    @Test
    void whatEndedIsLedNowhereByStaff() {
        for (Order.State state : EnumSet.complementOf(EnumSet.copyOf(Order.State.OPEN))) {
            assertThat(Stream.of(Deed.values()).filter(deed -> deed.follows(state)))
                    .as(state.label())
                    .allMatch(deed -> deed == Deed.RATE);
        }
    }

    private static void check(Deed deed, Order.State state) {
        Order order = order(state);
        if (ALLOWED.getOrDefault(state, Set.of()).contains(deed)) {
            deed.require(order);
            assertThat(order.after(deed, NOW, null, null, "", null).state()).isEqualTo(deed.to());
        } else {
            assertThatThrownBy(() -> deed.require(order))
                    .isInstanceOfSatisfying(
                            Failure.Conflict.class,
                            failure -> assertThat(failure.type()).isEqualTo(type(deed, state)));
        }
    }

    private static String type(Deed deed, Order.State state) {
        if (Order.State.OPEN.contains(state)) {
            return deed == Deed.RATE ? "order-unfinished" : "order-untaken";
        }
        return deed == Deed.RATE && state == Order.State.RATED ? "order-rated" : "order-ended";
    }

    private static Order order(Order.State state) {
        RegionCode village = RegionCode.of("510903100208");
        return new Order("o1", null, "讲讲防诈骗", village, null, state, NOW, NOW, null, null, "", null);
    }
}
