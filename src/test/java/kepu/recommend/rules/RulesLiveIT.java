package kepu.recommend.rules;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.testing.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What another node has of the rules that were saved on this one, and whom a sample draws. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RulesLiveIT {
    private static final long VILLAGE = 510903100208L;
    private static final RegionCode TOWN = RegionCode.of("510903103");

    @RegisterExtension
    static final House house = new House();

    private final Vertx vertx = Vertx.vertx();
    private Database database;
    private Items items;
    private Regions regions;
    private String operator = "";

    @BeforeAll
    void anotherNode() throws Exception {
        database = new Database(vertx, house.address(), house.config().database());
        try (Bulk bulk = Bulk.open(house.address())) {
            items = new Items(database, Items.load(bulk));
            regions = new Regions(database, Regions.load(bulk));
        }
        operator = house.staff(Role.OPERATOR, "510903");
    }

    @AfterAll
    void away() {
        database.close();
        await(vertx.close());
    }

    @Test
    void whatWasSavedOnOneNodeIsReadOnTheNext() {
        Rules other = other();
        List<RuleSet> heard = Collections.synchronizedList(new ArrayList<>());
        other.onChange(heard::add);
        await(other.load());
        long before = house.count("select count(*) from rule_version");
        assertThat(heard).hasSize(before == 0 ? 0 : 1);
        heard.clear();
        Item item = items.catalogue().entries().getFirst().item();
        save("510903100", item, 3);
        assertThat(at(other).pinAt(item.seq())).isEqualTo(RulesFor.NOWHERE);
        await(other.load());
        assertThat(heard).containsExactly(other.live());
        assertThat(at(other).pinAt(item.seq())).isEqualTo(3);
        assertThat(at(other).pinnedBy(3)).isEqualTo("510903100/1/r1");
        await(other.load());
        assertThat(heard).as("nothing is new, so nothing is read").hasSize(1);
    }

    @Test
    void aWithdrawnItemIsWithoutEffectAtOnce() {
        Item item = items.catalogue().entries().getLast().item();
        save("510903107", item, 1);
        Rules rules = other();
        await(rules.load());
        long village = 510903107201L;
        assertThat(rules.live().of(village, 0, 0, Instant.now()).pinAt(item.seq()))
                .isEqualTo(1);
        await(database.transact(transaction -> Items.withdraw(transaction, item.id(), 1, "数据有误")));
        items.withdrawn(item);
        assertThat(rules.live().of(village, 0, 0, Instant.now()).pinAt(item.seq()))
                .isEqualTo(RulesFor.NOWHERE);
    }

    @Test
    void aSampleIsOfTheScopeAndTheSameForTheSameSeed() {
        List<String> villages =
                house.sql("select code from region where level = 5 and code like '510903103%' limit 2").stream()
                        .map(List::getFirst)
                        .toList();
        JsonObject farmer = new JsonObject().put("groups", List.of("farmer")).put("birthYear", 1950);
        for (int i = 0; i < 5; i++) {
            house.resident(villages.get(0), farmer);
        }
        house.resident(villages.get(1), farmer);
        house.resident(villages.get(1), new JsonObject().put("groups", List.of("elder", "farmer")));
        house.resident(Long.toString(VILLAGE), farmer);
        Sampling sampling = new Sampling(database, regions, Clock.systemUTC());
        List<Sample> all = await(sampling.draw(TOWN, 50, 7));
        assertThat(all).hasSize(7);
        assertThat(all).extracting(Sample::resident).doesNotHaveDuplicates();
        String village = regions.name(RegionCode.of(villages.get(0)));
        assertThat(all.stream().map(Sample::who))
                .as("the village only where five share it, then the town, then the county")
                .containsExactlyInAnyOrder(
                        "农民 · 60岁以上 · " + village,
                        "农民 · 60岁以上 · " + village,
                        "农民 · 60岁以上 · " + village,
                        "农民 · 60岁以上 · " + village,
                        "农民 · 60岁以上 · " + village,
                        "农民 · 60岁以上 · 永兴镇",
                        "老年人、农民 · 船山区");
        assertThat(await(sampling.draw(TOWN, 3, 7))).isEqualTo(all.subList(0, 3));
        assertThat(await(sampling.draw(TOWN, 50, 8))).isNotEqualTo(all).containsExactlyInAnyOrderElementsOf(all);
    }

    private Rules other() {
        return new Rules(
                database, items, regions, Clock.systemUTC(), house.config().rules(), new SimpleMeterRegistry());
    }

    private static RulesFor at(Rules rules) {
        return rules.live().of(VILLAGE, 0, Whom.UNKNOWN, Instant.now());
    }

    private void save(String scope, Item item, int place) {
        JsonObject pin = new JsonObject()
                .put("type", "pin")
                .put("region", scope)
                .put("note", "镇里开会定的")
                .put("item", item.id())
                .put("place", place);
        JsonObject draft = new JsonObject()
                .put("scope", scope)
                .put("basedOn", 0)
                .put("note", "秋收季节")
                .put("rules", List.of(pin));
        House.Answer answer = house.send("PUT", "/v1/rules", draft, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.await(60, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
