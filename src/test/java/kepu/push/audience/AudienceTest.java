package kepu.push.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AudienceTest {
    private static final int YEAR = 2026;
    private static final AudienceJson.Limits LIMITS = new AudienceJson.Limits(200, 8, 5_000);

    @Test
    void theExampleOfTheContractReadsAsItIsMeant() {
        Audience read = read("{\"all\":[{\"region\":[\"510903\",\"510904100\"]},{\"group\":[\"farmer\",\"elder\"]},"
                + "{\"age\":{\"from\":60}},{\"not\":{\"interest\":[\"fraud\"]}}]}");
        assertThat(read)
                .isEqualTo(new Audience.All(List.of(
                        new Audience.InRegion(List.of(RegionCode.of("510903"), RegionCode.of("510904100"))),
                        new Audience.InGroup(Set.of(Group.FARMER, Group.ELDER)),
                        new Audience.Aged(60, null),
                        new Audience.Not(new Audience.Interested(Set.of(Topic.FRAUD))))));
    }

    @Test
    void deedsReadAsTheyAreMeant() {
        assertThat(
                        read(
                                "{\"any\":[{\"not\":{\"reached\":{\"since\":\"2026-11-01\"}}},{\"reached\":{}},"
                                        + "{\"opened\":{\"item\":\"wheat-rust\"}},{\"opened\":{\"item\":\"wheat-rust\",\"since\":\"2026-11-01\"}}]}"))
                .isEqualTo(new Audience.Any(List.of(
                        new Audience.Not(new Audience.Reached(LocalDate.of(2026, 11, 1))),
                        new Audience.Reached(null),
                        new Audience.Opened("wheat-rust", null),
                        new Audience.Opened("wheat-rust", LocalDate.of(2026, 11, 1)))));
    }

    @Test
    void whatIsWrittenReadsBackAsTheSame() {
        long seed = new Random().nextLong();
        Crowd crowd = new Crowd(new Random(seed), YEAR, List.of("wheat-rust", "old-age-fraud"));
        for (int i = 0; i < 2_000; i++) {
            JsonObject written = AudienceJson.write(crowd.audience());
            Audience read = AudienceJson.read(new JsonObject(written.encode()));
            assertThat(AudienceJson.write(read))
                    .as("seed %d, %s", seed, written)
                    .isEqualTo(written);
        }
    }

    @Test
    void readingKeepsTheMeaning() {
        long seed = new Random().nextLong();
        Crowd crowd = new Crowd(new Random(seed), YEAR);
        for (int i = 0; i < 2_000; i++) {
            Audience audience = crowd.audience();
            Audience read = AudienceJson.read(AudienceJson.write(audience));
            Resident resident = crowd.resident(i);
            assertThat(read.includes(resident, YEAR))
                    .as("seed %d, %s, %s", seed, audience, resident)
                    .isEqualTo(audience.includes(resident, YEAR));
        }
    }

    @Test
    void everyFaultIsNamedByItsPointer() {
        assertThat(faults("{\"all\":[{\"region\":[\"5109\",\"51090\"]},{\"group\":[\"elder\",\"nobody\"]},"
                        + "{\"not\":{\"interest\":[\"gossip\"]}},{\"age\":{\"from\":9,\"to\":3}},{\"any\":[]},"
                        + "{\"colour\":[\"red\"]},{\"language\":[1]},7,{\"group\":[\"elder\"],\"age\":{\"from\":1}}]}"))
                .extracting(Failure.Fault::pointer)
                .containsExactly(
                        "/audience/all/0/region/1",
                        "/audience/all/1/group/1",
                        "/audience/all/2/not/interest/0",
                        "/audience/all/3/age",
                        "/audience/all/4/any",
                        "/audience/all/5/colour",
                        "/audience/all/6/language/0",
                        "/audience/all/7",
                        "/audience/all/8");
    }

    @Test
    void aPointerEscapesWhatPointersMust() {
        assertThat(faults("{\"a/b~c\":1}")).extracting(Failure.Fault::pointer).containsExactly("/audience/a~1b~0c");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{\"all\":null}",
                "{\"all\":[null]}",
                "{\"all\":{}}",
                "{\"not\":[]}",
                "{\"not\":null}",
                "{\"region\":\"5109\"}",
                "{\"region\":[]}",
                "{\"region\":[\"五一\"]}",
                "{\"region\":[\"5109031002080\"]}",
                "{\"group\":[null]}",
                "{\"age\":{}}",
                "{\"age\":18}",
                "{\"age\":{\"from\":\"18\"}}",
                "{\"occupation\":[]}",
                "{\"interest\":[\"农时\"]}",
                "{\"reached\":null}",
                "{\"reached\":{\"since\":\"昨天\"}}",
                "{\"reached\":{\"since\":20261101}}",
                "{\"reached\":{\"until\":\"2026-11-01\"}}",
                "{\"opened\":{}}",
                "{\"opened\":{\"item\":7}}",
                "{\"opened\":{\"item\":\"a-b-c\",\"since\":\"2026-13-01\"}}",
                "{\"opened\":{\"item\":\"a-b-c\",\"days\":3}}"
            })
    void whatIsNoExpressionIsRefused(String json) {
        assertThat(faults(json)).isNotEmpty();
    }

    @Test
    void anExpressionIsBoundedInDepthAndSize() {
        assertThat(read(nested(7))).isNotNull();
        assertThat(tooLarge(nested(8))).isNotEmpty();
        assertThat(read(wide(199))).isNotNull();
        assertThat(tooLarge(wide(200))).isNotEmpty();
        assertThat(read(regions(5_000))).isNotNull();
        assertThat(tooLarge(regions(5_001))).isNotEmpty();
    }

    @Test
    void thoseWhoDidNotSayTheirAgeAreOfNoAgeAndSoOutsideOfEveryAge() {
        Resident silent = new Resident(
                1,
                510903100208L,
                Set.of(),
                null,
                null,
                Set.of(),
                Set.of(),
                "zh-CN",
                false,
                true,
                "1",
                java.time.Instant.EPOCH,
                null);
        assertThat(read("{\"age\":{\"from\":0,\"to\":130}}").includes(silent, YEAR))
                .isFalse();
        assertThat(read("{\"not\":{\"age\":{\"from\":0}}}").includes(silent, YEAR))
                .isTrue();
        assertThat(read("{\"not\":{\"occupation\":[\"教师\"]}}").includes(silent, YEAR))
                .isTrue();
    }

    @Test
    void boundsAreTheRegionsThatTheExpressionCanReach() {
        assertThat(bounds("{\"region\":[\"510904\",\"5109\",\"510903100\",\"3204\"]}"))
                .containsExactly("3204", "5109");
        assertThat(bounds("{\"all\":[{\"region\":[\"5109\"]},{\"region\":[\"510903\",\"3204\"]}]}"))
                .containsExactly("510903");
        assertThat(bounds("{\"all\":[{\"region\":[\"5109\"]},{\"region\":[\"3204\"]}]}"))
                .isEmpty();
        assertThat(bounds("{\"all\":[{\"group\":[\"elder\"]},{\"region\":[\"510903\"]}]}"))
                .containsExactly("510903");
        assertThat(bounds("{\"any\":[{\"group\":[\"elder\"]},{\"region\":[\"510903\"]}]}"))
                .containsExactly("0");
        assertThat(bounds("{\"any\":[{\"region\":[\"510904\"]},{\"region\":[\"510903\"]}]}"))
                .containsExactly("510903", "510904");
        assertThat(bounds("{\"not\":{\"region\":[\"510903\"]}}")).containsExactly("0");
        assertThat(bounds("{\"all\":[{\"region\":[\"5109\"]},{\"not\":{\"region\":[\"510903\"]}}]}"))
                .containsExactly("5109");
    }

    @Test
    void nobodyOutsideOfTheBoundsIsOfTheAudience() {
        long seed = new Random().nextLong();
        Crowd crowd = new Crowd(new Random(seed), YEAR);
        for (int i = 0; i < 20_000; i++) {
            Audience audience = crowd.audience();
            Resident resident = crowd.resident(i);
            List<RegionCode> around = audience.bounds().stream()
                    .filter(bound -> bound.contains(resident.village()))
                    .toList();
            assertThat(around).as("disjoint; seed %d, %s", seed, audience).hasSizeLessThanOrEqualTo(1);
            if (audience.includes(resident, YEAR)) {
                assertThat(around)
                        .as("seed %d, %s, %s", seed, audience, resident)
                        .isNotEmpty();
            }
        }
    }

    private static String nested(int nots) {
        return "{\"not\":".repeat(nots) + "{\"group\":[\"elder\"]}" + "}".repeat(nots);
    }

    private static String wide(int parts) {
        return new JsonObject()
                .put(
                        "any",
                        new JsonArray(Stream.generate(() -> new JsonObject("{\"group\":[\"elder\"]}"))
                                .limit(parts)
                                .toList()))
                .encode();
    }

    private static List<String> bounds(String json) {
        return read(json).bounds().stream().map(RegionCode::text).toList();
    }

    private static Audience read(String json) {
        return AudienceJson.read(new JsonObject(json), "/audience", LIMITS);
    }

    private static String regions(int count) {
        return new JsonObject()
                .put("region", new JsonArray(Collections.nCopies(count, "51")))
                .encode();
    }

    private static List<Failure.Fault> faults(String json) {
        return faults(json, "audience-invalid");
    }

    private static List<Failure.Fault> tooLarge(String json) {
        return faults(json, AudienceJson.TOO_LARGE);
    }

    private static List<Failure.Fault> faults(String json, String type) {
        Failure.Invalid invalid = catchThrowableOfType(Failure.Invalid.class, () -> read(json));
        assertThat(invalid).as(json).isNotNull();
        assertThat(invalid.type()).isEqualTo(type);
        return invalid.faults();
    }
}
