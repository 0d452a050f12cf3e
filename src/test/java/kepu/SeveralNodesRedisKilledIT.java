package kepu;

import static kepu.testing.Eventually.eventually;

import kepu.testing.House;
import kepu.testing.Redis;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes whose Redis died while they served. */
class SeveralNodesRedisKilledIT extends SeveralNodesContract {

    @Order(0)
    @RegisterExtension
    static final Redis REDIS = Redis.start(Redis.Version.SEVEN);

    @Order(1)
    @RegisterExtension
    static final House here = hinted(looking(), REDIS);

    @Order(2)
    @RegisterExtension
    static final House there = hinted(looking(), REDIS).on(here::address);

    @BeforeAll
    static void kill() {
        connected(here, 1);
        connected(there, 1);
        REDIS.kill();
        connected(here, 0);
        connected(there, 0);
    }

    @Override
    int countedNodes() {
        return 1;
    }

    @Override
    House here() {
        return here;
    }

    @Override
    House there() {
        return there;
    }

    @Test
    void hintsThatCannotBeGivenAreCounted() {
        double before = here.metric("kepu_bus_dropped_total");
        here.resident(village());
        eventually("one was dropped", () -> here.metric("kepu_bus_dropped_total") > before);
    }
}
