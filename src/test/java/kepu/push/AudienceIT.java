package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import kepu.base.Coded;
import kepu.people.Resident;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.House;
import kepu.testing.LiveStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AudienceIT {
    private static final int RESIDENTS = 2_000;
    private static final int EXPRESSIONS = 300;
    private static final long SEED = new Random().nextLong();

    @RegisterExtension
    static final House house = new House();

    private static final List<Resident> residents = new ArrayList<>();
    private static int year;
    private static Crowd crowd;
    private static String operator;

    @BeforeAll
    static void settle() {
        year = LocalDate.now(ZoneId.of("Asia/Shanghai")).getYear();
        crowd = new Crowd(new Random(SEED), year);
        JsonArray rows = new JsonArray();
        for (int i = 0; i < RESIDENTS; i++) {
            Resident resident = crowd.resident(i);
            residents.add(resident);
            rows.add(new JsonObject()
                    .put("village", resident.village())
                    .put("groups", codes(resident.groups()))
                    .put("birth_year", resident.birthYear())
                    .put("occupation", resident.occupation())
                    .put("interests", codes(resident.interests()))
                    .put("language", resident.language()));
        }
        house.sql(
                "insert into resident (village, groups, birth_year, occupation, interests, language, consent_version, consent_at)"
                        + " select village, groups, birth_year, occupation, interests, language, '1', now() from"
                        + " jsonb_to_recordset(?::jsonb) as r(village bigint, groups text[], birth_year int, occupation text,"
                        + " interests text[], language text)",
                rows.encode());
        operator = house.staff(Role.OPERATOR, "0");
    }

    @Test
    void theCountOfAnyExpressionIsThatOfTheResidentsWhomItIncludes() {
        int nonEmpty = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            Audience audience = crowd.audience();
            List<Resident> included = residents.stream()
                    .filter(one -> audience.includes(one, year))
                    .toList();
            String what = "seed %d, %s".formatted(SEED, AudienceJson.write(audience));
            JsonObject estimate = estimate(AudienceJson.write(audience));
            assertThat(estimate.getInteger("residents")).as(what).isEqualTo(included.size());
            assertThat(counts(estimate, "byGroup", "group")).as(what).isEqualTo(byGroup(included));
            assertThat(counts(estimate, "byRegion", "region").values().stream()
                            .mapToInt(Integer::intValue)
                            .sum())
                    .as(what)
                    .isEqualTo(included.size());
            nonEmpty += included.isEmpty() ? 0 : 1;
        }
        assertThat(nonEmpty).as("seed %d: expressions that say something", SEED).isGreaterThan(EXPRESSIONS / 4);
    }

    @Test
    void anEstimateTellsHowManyAreConnectedNow() {
        String village = "510904001003";
        String token = house.resident(village, new JsonObject().put("groups", List.of("elder")));
        String other = house.resident(village, new JsonObject().put("groups", List.of("farmer")));
        JsonObject elders = new JsonObject()
                .put("all", List.of(Desk.region(village), new JsonObject().put("group", List.of("elder"))));
        assertThat(estimate(elders).getInteger("connected")).isZero();
        try (LiveStream first = LiveStream.open(house, token, null);
                LiveStream second = LiveStream.open(house, token, null);
                LiveStream farmer = LiveStream.open(house, other, null)) {
            List.of(first, second, farmer).forEach(line -> line.next("hello"));
            assertThat(estimate(elders).getInteger("connected")).isEqualTo(1);
            assertThat(estimate(Desk.region("510904001")).getInteger("connected"))
                    .isEqualTo(2);
        }
    }

    @Test
    void anEstimateStaysInTheScope() {
        String county = house.staff(Role.OPERATOR, "510903");
        assertThat(post(Desk.region("510903100"), county).status()).isEqualTo(200);
        for (JsonObject outside : List.of(
                Desk.region("510904"),
                Desk.region("5109"),
                Desk.region("510903100", "510904001001"),
                new JsonObject("{\"group\":[\"elder\"]}"),
                new JsonObject("{\"not\":{\"region\":[\"510903\"]}}"),
                new JsonObject("{\"any\":[{\"region\":[\"510903\"]},{\"group\":[\"elder\"]}]}"))) {
            House.Answer answer = post(outside, county);
            assertThat(answer.status()).as(outside.encode()).isEqualTo(403);
            assertThat(answer.problem()).isEqualTo("outside-scope");
        }
    }

    @Test
    void estimatesAreForStaff() {
        assertThat(post(Desk.region("510903100208"), null).status()).isEqualTo(401);
        assertThat(post(Desk.region("510903100208"), house.resident("510903100208"))
                        .status())
                .isEqualTo(403);
        assertThat(post(Desk.region("510903100208"), house.staff(Role.EDITOR, "0"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void faultsComeBackWithTheirPointers() {
        assertThat(faults("{\"audience\":{\"all\":[{\"group\":[\"elder\"]},{\"group\":[\"nobody\"]}]}}"))
                .containsExactly("/audience/all/1/group/0");
        assertThat(faults("{\"audience\":{\"age\":{\"from\":1.5}}}")).containsExactly("/audience/age/from");
        assertThat(faults("{\"audience\":{\"age\":{\"from\":-1}}}")).containsExactly("/audience/age/from");
        assertThat(faults("{\"audience\":{\"not\":{\"region\":[]}}}")).containsExactly("/audience/not/region");
        assertThat(faults("{}")).isNotEmpty();
        assertThat(faults("{\"audience\":[]}")).containsExactly("/audience");
    }

    @Test
    void theLargestExpressionIsAnsweredOrRefusedButNoFault() {
        JsonArray parts = new JsonArray();
        for (int outer = 0; outer < 9; outer++) {
            JsonArray inner = new JsonArray();
            for (int i = 0; i < 20; i++) {
                inner.add(new JsonObject()
                        .put(
                                "region",
                                IntStream.range(0, 500)
                                        .mapToObj("%04d"::formatted)
                                        .toList()));
            }
            parts.add(new JsonObject().put("any", inner));
        }
        House.Answer answer = post(new JsonObject().put("any", parts), operator);
        assertThat(answer.status()).as(answer.text()).isIn(200, 400);
    }

    private static House.Answer post(JsonObject audience, @Nullable String token) {
        return house.post("/v1/audiences/estimate", new JsonObject().put("audience", audience), token);
    }

    private static JsonObject estimate(JsonObject audience) {
        House.Answer answer = post(audience, operator);
        assertThat(answer.status()).as("%s: %s", audience, answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> faults(String body) {
        House.Answer answer = house.post("/v1/audiences/estimate", body, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(400);
        return answer.json().getJsonArray("faults").stream()
                .map(fault -> ((JsonObject) fault).getString("pointer"))
                .toList();
    }

    private static Map<String, Integer> counts(JsonObject estimate, String array, String key) {
        Map<String, Integer> counts = new HashMap<>();
        estimate.getJsonArray(array)
                .forEach(row ->
                        counts.put(((JsonObject) row).getString(key), ((JsonObject) row).getInteger("residents")));
        return counts;
    }

    private static Map<String, Integer> byGroup(List<Resident> included) {
        Map<String, Integer> counts = new HashMap<>();
        included.forEach(one -> one.groups().forEach(group -> counts.merge(group.code(), 1, Integer::sum)));
        return counts;
    }

    private static JsonArray codes(Iterable<? extends Coded> words) {
        JsonArray codes = new JsonArray();
        words.forEach(word -> codes.add(word.code()));
        return codes;
    }
}
