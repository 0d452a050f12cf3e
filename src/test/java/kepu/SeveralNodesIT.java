package kepu;

import kepu.testing.House;
import kepu.testing.Redis;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes that hear of each other by hints alone: they look by themselves so seldom that no test would wait for it. */
class SeveralNodesIT extends SeveralNodesContract {
    private static final int SELDOM_MILLIS = 60_000;

    @Order(0)
    @RegisterExtension
    static final Redis REDIS = Redis.start(Redis.Version.SIX);

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    private static House node() {
        return hinted(House.node(), REDIS).with("changes.pollMillis", SELDOM_MILLIS);
    }

    @BeforeAll
    static void connect() {
        connected(here, 1);
        connected(there, 1);
    }

    @Override
    int countedNodes() {
        return 2;
    }

    @Override
    House here() {
        return here;
    }

    @Override
    House there() {
        return there;
    }
}
