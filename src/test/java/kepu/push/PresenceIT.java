package kepu.push;

import static kepu.testing.Eventually.eventually;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Program;
import kepu.testing.Redis;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is connected when one of two nodes is killed: those of the other, until it is back. */
class PresenceIT {
    @Order(0)
    @RegisterExtension
    static final Redis REDIS = Redis.start(Redis.Version.SEVEN);

    private static final Map<String, Object> SETTINGS =
            Map.of("people.secret", House.SECRET, "redis.url", "redis://" + REDIS.address());

    @Order(1)
    @RegisterExtension
    static final House here = house();

    private static House house() {
        House house = new House();
        SETTINGS.forEach(house::with);
        return house;
    }

    @Test
    void whoWasConnectedToANodeThatWasKilledIsNotCounted() throws Exception {
        String village = here.sql("select code from region where length(code) = 12 and code like '5109041%' limit 1")
                .getFirst()
                .getFirst();
        List<String> people =
                Stream.generate(() -> here.resident(village)).limit(20).toList();
        Desk desk = Desk.of(here, Role.OPERATOR, "5109");
        Program there = serve();
        List<LiveStream> lines = new ArrayList<>();
        try {
            people.subList(0, 6).forEach(token -> lines.add(LiveStream.open(here, token, null)));
            eventually("both are counted", () -> counts(desk, village, 6, 2));
            connect(there, people.subList(6, 13), lines);
            eventually("all are connected", () -> counts(desk, village, 13, 2));
            there.kill();
            eventually("the other is not counted", () -> counts(desk, village, 6, 1));
            there = serve();
            connect(there, people.subList(6, 11), lines);
            eventually("those who came back are", () -> counts(desk, village, 11, 2));
        } finally {
            lines.forEach(LiveStream::close);
            there.close();
        }
    }

    private static Program serve() throws Exception {
        return Program.serve(Program.freshData(), here.address(), new HashMap<>(SETTINGS));
    }

    private static void connect(Program node, List<String> people, List<LiveStream> lines) {
        people.forEach(token -> lines.add(LiveStream.open(here.client(), node.uri("/v1/stream"), token, null)));
    }

    private static boolean counts(Desk desk, String village, int connected, int nodes) {
        JsonObject estimate = here.post(
                        "/v1/audiences/estimate", new JsonObject().put("audience", Desk.region(village)), desk.token())
                .json();
        return estimate.getInteger("connected") == connected && estimate.getInteger("connectedNodes") == nodes;
    }
}
