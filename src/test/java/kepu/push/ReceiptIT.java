package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.Desk;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReceiptIT {
    private static final List<String> VILLAGES = List.of("510903100208", "510903100210", "510903101210");

    @RegisterExtension
    static final House house = new House();

    private Desk operator;
    private List<String> items;

    @BeforeEach
    void people() {
        operator = Desk.of(house, Role.OPERATOR, "510903");
        items = house.items(3);
    }

    @Test
    void aReceiptIsNewsOnce() {
        String token = house.resident(VILLAGES.getFirst());
        String publication = publish();
        assertThat(recorded("delivered", token, publication)).isEqualTo(1);
        assertThat(recorded("delivered", token, publication)).isZero();
        assertThat(recorded("read", token, publication)).isEqualTo(1);
        assertThat(recorded("read", token, publication)).isZero();
        assertThat(recorded("delivered", token, publication)).isZero();
        assertThat(house.sql(
                        "select read_at is not null from receipt where publication = ?", Long.valueOf(publication)))
                .containsExactly(List.of("t"));
    }

    @Test
    void readingMakesTheInboxRead() {
        String token = house.resident("510903100220");
        List<String> publications = operator.publications(Desk.region("510903100220"), items.get(0), items.get(1));
        assertThat(house.get("/v1/inbox", token).json().getInteger("unread")).isEqualTo(2);
        assertThat(recorded("delivered", token, publications.get(0))).isEqualTo(1);
        assertThat(house.get("/v1/inbox", token).json().getInteger("unread")).isEqualTo(2);
        assertThat(recorded("read", token, publications.get(0))).isEqualTo(1);
        JsonObject inbox = house.get("/v1/inbox", token).json();
        assertThat(inbox.getInteger("unread")).isEqualTo(1);
        assertThat(inbox.getJsonArray("publications"))
                .extracting(entry -> ((JsonObject) entry).getBoolean("read"))
                .containsExactly(false, true);
    }

    @Test
    void onlyWhatIsInTheOwnInboxCanBeReceived() {
        String stranger = house.resident("510904001001");
        String publication = publish();
        assertThat(recorded("read", stranger, publication, "999999999999")).isZero();
        assertThat(recorded("read", operator.token(), publication)).isZero();
        assertThat(house.count("select count(*) from receipt where publication = ?", Long.valueOf(publication)))
                .isZero();
        assertThat(receive("read", null, publication).status()).isEqualTo(401);
    }

    @Test
    void manyAtOnceRecordOne() {
        String token = house.resident(VILLAGES.getFirst());
        String publication = publish();
        List<Integer> recorded = AtOnce.results(12, () -> recorded("read", token, publication, publication));
        assertThat(recorded.stream().mapToInt(Integer::intValue).sum()).isEqualTo(1);
        assertThat(house.count("select count(*) from receipt where publication = ?", Long.valueOf(publication)))
                .isEqualTo(1);
    }

    @Test
    void faultyListsAreRefusedAsAWhole() {
        String token = house.resident(VILLAGES.getFirst());
        String publication = publish();
        assertThat(receive("read", token).status()).isEqualTo(400);
        assertThat(receive("read", token, publication, "x")
                        .json()
                        .getJsonArray("faults")
                        .getJsonObject(0)
                        .getString("pointer"))
                .isEqualTo("/publications/1");
        assertThat(receive("seen", token, publication).status()).isEqualTo(400);
        assertThat(receive(
                                "read",
                                token,
                                IntStream.range(0, 101)
                                        .mapToObj(Integer::toString)
                                        .toArray(String[]::new))
                        .status())
                .isEqualTo(400);
        assertThat(house.count("select count(*) from receipt where publication = ?", Long.valueOf(publication)))
                .isZero();
    }

    @Test
    void theTotalsCountEachPersonOnceAndAgreeWithTheRows() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        JsonObject campaign = operator.published(Desk.region("510903"), items.toArray(String[]::new));
        List<String> publications = Desk.texts(campaign.getJsonArray("publications"));
        Map<String, int[]> expected = new TreeMap<>();
        int residents = 20;
        for (int i = 0; i < residents; i++) {
            String village = VILLAGES.get(random.nextInt(VILLAGES.size()));
            String token = house.resident(village);
            List<String> received = some(publications, random);
            List<String> read = some(publications, random);
            received.forEach(publication -> recorded("delivered", token, publication));
            read.forEach(publication -> recorded("read", token, publication));
            if (!received.isEmpty() || !read.isEmpty()) {
                int[] counts = expected.computeIfAbsent(village.substring(0, 9), town -> new int[2]);
                counts[0]++;
                counts[1] += read.isEmpty() ? 0 : 1;
            }
        }
        JsonObject receipts = house.get("/v1/campaigns/" + campaign.getString("id") + "/receipts", operator.token())
                .json();
        Map<String, int[]> byTown = new TreeMap<>();
        receipts.getJsonArray("byRegion")
                .forEach(row -> byTown.put(
                        ((JsonObject) row).getString("region"),
                        new int[] {((JsonObject) row).getInteger("delivered"), ((JsonObject) row).getInteger("read")}));
        assertThat(byTown).as("seed %d", seed).hasSameSizeAs(expected);
        expected.forEach((town, counts) ->
                assertThat(byTown.get(town)).as("seed %d, %s", seed, town).containsExactly(counts));
        assertThat(receipts.getInteger("reach")).isEqualTo(campaign.getInteger("reach"));
        assertThat(receipts.getInteger("delivered")).as("seed %d", seed).isEqualTo(sum(expected, 0));
        assertThat(receipts.getInteger("read")).as("seed %d", seed).isEqualTo(sum(expected, 1));
        assertThat(house.count(
                        "select count(distinct r.resident) from receipt r join publication p on p.seq = r.publication where p.campaign = ?",
                        campaign.getString("id")))
                .isEqualTo(sum(expected, 0));
    }

    @Test
    void receiptsAreToldOverTimeEachPersonFromTheirFirstOneOn() {
        String early = house.resident(VILLAGES.getFirst());
        String late = house.resident(VILLAGES.getFirst());
        JsonObject campaign = operator.published(Desk.region(VILLAGES.getFirst()), items.get(0), items.get(1));
        String id = campaign.getString("id");
        List<String> publications = Desk.texts(campaign.getJsonArray("publications"));
        assertThat(overTime(id)).isEmpty();

        recorded("read", early, publications.get(0));
        recorded("delivered", late, publications.get(0));
        house.sql("update campaign_step set at = at - interval '2 hours' where campaign = ?", id);
        house.sql(
                "update receipt set delivered_at = delivered_at - interval '119 minutes', read_at = read_at - interval '1 hour'"
                        + " where read_at is not null and publication = ?",
                Long.valueOf(publications.get(0)));
        house.sql(
                "update receipt set delivered_at = delivered_at - interval '30 minutes' where read_at is null and publication = ?",
                Long.valueOf(publications.get(0)));
        recorded("read", early, publications.get(1));

        List<JsonObject> steps = overTime(id);
        assertThat(steps).extracting(step -> step.getInteger("delivered")).containsExactly(1, 1, 2);
        assertThat(steps).extracting(step -> step.getInteger("read")).containsExactly(0, 1, 1);
        assertThat(steps)
                .extracting(step -> OffsetDateTime.parse(step.getString("at")).toInstant())
                .isSorted()
                .allMatch(at -> !at.isAfter(Instant.now()));
    }

    private List<JsonObject> overTime(String campaign) {
        return house
                .get("/v1/campaigns/" + campaign + "/receipts", operator.token())
                .json()
                .getJsonArray("overTime")
                .stream()
                .map(JsonObject.class::cast)
                .toList();
    }

    private static int sum(Map<String, int[]> counts, int index) {
        return counts.values().stream().mapToInt(pair -> pair[index]).sum();
    }

    private static List<String> some(List<String> all, Random random) {
        List<String> some = new ArrayList<>(all);
        some.removeIf(one -> random.nextInt(3) > 0);
        return some;
    }

    private String publish() {
        return operator.publications(Desk.region(VILLAGES.getFirst()), items.getFirst())
                .getFirst();
    }

    private static int recorded(String state, String token, String... publications) {
        House.Answer answer = receive(state, token, publications);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getInteger("recorded");
    }

    private static House.Answer receive(
            String state, @org.jspecify.annotations.Nullable String token, String... publications) {
        return house.post(
                "/v1/inbox/read",
                new JsonObject()
                        .put("publications", new JsonArray(List.of(publications)))
                        .put("state", state),
                token);
    }
}
