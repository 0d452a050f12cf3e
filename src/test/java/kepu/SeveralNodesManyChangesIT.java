package kepu;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More changes at once than a node takes in one by one, of more people with open lines than it has profiles of in memory. */
class SeveralNodesManyChangesIT {
    private static final int CACHED = 100;
    private static final int PEOPLE = 130;
    private static final int MOST = 20;

    @Order(1)
    @RegisterExtension
    static final House here = House.node();

    @Order(2)
    @RegisterExtension
    static final House there =
            House.node().on(here::address).with("people.cachedProfiles", CACHED).with("changes.most", MOST);

    @Test
    void linesFollowProfilesThatAreNotInMemory() {
        String old = here.village();
        String fresh = here.village();
        JsonObject elder = new JsonObject().put("groups", new JsonArray(List.of("elder")));
        List<String> people =
                Stream.generate(() -> here.resident(old, elder)).limit(PEOPLE).toList();
        String neighbour = here.resident(fresh, elder);
        List<String> items = here.items(3);
        Desk desk = Desk.of(there, Role.OPERATOR, "5109");
        List<LiveStream> lines = new ArrayList<>();
        try {
            people.forEach(token -> lines.add(LiveStream.open(there, token, null)));
            lines.forEach(line -> line.next("hello"));
            assertThat(connected(old)).hasSize(PEOPLE);

            here.sql(
                    "update resident set village = ?, groups = '{}' where village = ?",
                    Long.valueOf(fresh),
                    Long.valueOf(old));
            eventually("all lines moved", () -> connected(fresh).size() == PEOPLE);
            assertThat(connected(old)).isEmpty();

            desk.published(
                    new JsonObject()
                            .put(
                                    "all",
                                    new JsonArray(List.of(
                                            Desk.region(fresh),
                                            new JsonObject().put("group", new JsonArray(List.of("elder")))))),
                    items.get(0));
            String publication =
                    desk.publications(Desk.region(fresh), items.get(1)).getFirst();
            lines.forEach(line -> assertThat(line.next("publication").id()).isEqualTo(publication));
            assertThat(Desk.inbox(there, neighbour)).hasSize(2);
        } finally {
            lines.forEach(LiveStream::close);
        }
    }

    private static Set<Long> connected(String village) {
        return soon(
                        "who is connected",
                        there.app()
                                .push()
                                .presence()
                                .residents(List.of(RegionCode.of(village)))
                                .toCompletionStage()
                                .toCompletableFuture())
                .residents();
    }
}
