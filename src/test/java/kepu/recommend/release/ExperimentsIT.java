package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.function.IntUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Trials whose events are known, against intervals that were computed apart from this program. */
class ExperimentsIT {
    private static final int FEEDS = 10;
    private static final double EXACT = 1e-9;

    @RegisterExtension
    static final House house = new House();

    private static ModelsHouse operator;
    private static Versions versions;
    private static int names;

    private String name;
    private VersionId control;
    private VersionId trial;

    @BeforeAll
    static void staff() {
        operator = new ModelsHouse(house, house.staff(Role.OPERATOR, "0"));
        versions = operator.versions();
    }

    @BeforeEach
    void aReleasedVersionAndACandidate() throws IOException {
        name = "feed-" + ++names;
        control = version(10 + 2 * names);
        trial = version(11 + 2 * names);
        operator.released(control, "all");
        house.sql("delete from event");
        house.sql("delete from resident");
    }

    @Test
    void withoutAShareThereIsNoExperiment() {
        Refusal.of(house.get("/v1/experiments/current?name=" + name, operator.token()), 404, "experiment-missing");
        operator.released(trial, "shadow");
        Refusal.of(house.get("/v1/experiments/current?name=" + name, operator.token()), 404, "experiment-missing");
    }

    @Test
    void aTrialThatNobodyMetYetIsTooEarlyToJudge() {
        operator.released(trial, "share", "percent", 50);
        JsonObject result = current();
        assertThat(result.getJsonObject("difference").getString("verdict")).isEqualTo("too_early");
        assertThat(arm(result, true).getLong("met")).isZero();
        assertThat(arm(result, true).getDouble("high")).isEqualTo(1);
    }

    @Test
    void knownNumbersGiveTheKnownIntervals() {
        operator.released(trial, "share", "percent", 50);
        people(control, 99, 0, i -> i % 3);
        people(trial, 100, 0, i -> i % 5);

        JsonObject result = current();
        assertThat(result.getString("version")).isEqualTo(trial.version());
        assertThat(result.getString("control")).isEqualTo(control.version());
        JsonObject one = arm(result, false);
        assertThat(one.getLong("people")).isEqualTo(99);
        assertThat(one.getLong("met")).isEqualTo(990);
        assertThat(one.getLong("opened")).isEqualTo(99);
        assertThat(one.getDouble("rate")).isEqualTo(0.1, within(EXACT));
        assertThat(one.getDouble("low")).isEqualTo(0.08283076051190781, within(EXACT));
        assertThat(one.getDouble("high")).isEqualTo(0.1202614500507326, within(EXACT));
        JsonObject other = arm(result, true);
        assertThat(other.getDouble("rate")).isEqualTo(0.2, within(EXACT));
        assertThat(other.getDouble("low")).isEqualTo(0.17361997227129092, within(EXACT));
        assertThat(other.getDouble("high")).isEqualTo(0.2292761765368296, within(EXACT));
        JsonObject difference = result.getJsonObject("difference");
        assertThat(difference.getDouble("value")).isEqualTo(0.1, within(EXACT));
        assertThat(difference.getDouble("low")).isEqualTo(0.04413058697401088, within(EXACT));
        assertThat(difference.getDouble("high")).isEqualTo(0.15586941302598914, within(EXACT));
        assertThat(difference.getDouble("p")).isEqualTo(2.4947593139753496e-05, within(EXACT));
        assertThat(difference.getString("verdict")).isEqualTo("better");
    }

    @Test
    void armsThatAreAlikeStayUndecidedAndAWorseOneIsNamed() {
        operator.released(trial, "share", "percent", 50);
        people(control, 60, 0, i -> i % 5);
        people(trial, 60, 0, i -> i % 5);
        assertThat(verdict()).isEqualTo("undecided");
        people(trial, 400, 100, i -> 0);
        assertThat(verdict()).isEqualTo("worse");
    }

    @Test
    void aFewPeopleDecideNothingHoweverMuchTheyOpen() {
        operator.released(trial, "share", "percent", 50);
        people(control, 19, 0, i -> 0);
        people(trial, 200, 100, i -> i % 2 * FEEDS);
        assertThat(verdict()).isEqualTo("too_early");
    }

    @Test
    void sharedByTownsTheTownsAreCounted() {
        operator.released(trial, "share", "percent", 50, "by", "villages");
        people(control, 100, 0, i -> i % 3);
        people(trial, 100, 500, i -> i % 5);
        JsonObject result = current();
        assertThat(arm(result, true).getLong("people")).isEqualTo(100);
        assertThat(arm(result, true).getLong("units")).isEqualTo(25);
        assertThat(result.getString("design")).isEqualTo("villages");
    }

    @Test
    void whatIsMetTwiceOrElsewhereOrEarlierOrByOthersDoesNotCount() {
        long person = resident(1, true);
        long plain = resident(2, false);
        event(person, "early", "f0", "impression", trial);
        operator.released(trial, "share", "percent", 50);
        for (String id : new String[] {"a", "b", "c"}) {
            event(person, id, "f1", "impression", trial);
            event(person, id + "o", "f1", "open", trial);
        }
        event(person, "d", "f2", "open", trial);
        event(person, "e", "f3", "progress", trial);
        event(person, "f", "push:1", "open", trial);
        event(person, "g", "f4", "impression", null);
        event(plain, "a", "f5", "impression", trial);
        event(0, "a", "f6", "impression", trial);
        JsonObject arm = arm(current(), true);
        assertThat(arm.getLong("people")).isEqualTo(1);
        assertThat(arm.getLong("met")).isEqualTo(2);
        assertThat(arm.getLong("opened")).isEqualTo(2);
    }

    @Test
    void withoutAReleasedVersionTheFeedWithoutAModelIsTheControl() {
        operator.stepped(name, "rollback");
        operator.released(trial, "share", "percent", 50);
        people(null, 30, 0, i -> i % 3);
        people(trial, 30, 100, i -> i % 3);
        JsonObject result = current();
        assertThat(result.getString("control")).isNull();
        assertThat(arm(result, false).getLong("met")).isEqualTo(300);
    }

    @Test
    void takingTurnsTheOpeningsOfEachTeamAreItsWins() {
        operator.released(trial, "share", "percent", 50, "interleave", true);
        for (int i = 0; i < 60; i++) {
            long person = resident(i, true);
            meets(person, control, "c", FEEDS, 1);
            meets(person, trial, "t", FEEDS, i % 2 == 0 ? 1 : 3);
        }
        people(control, 50, 100, i -> FEEDS);

        JsonObject result = current();
        assertThat(result.getJsonObject("turns"))
                .isEqualTo(new JsonObject().put("wins", 30).put("losses", 0).put("ties", 30));
        assertThat(arm(result, false).getLong("opened")).isEqualTo(60);
        assertThat(arm(result, true).getLong("opened")).isEqualTo(120);
        JsonObject difference = result.getJsonObject("difference");
        assertThat(difference.getDouble("value")).isEqualTo(2.0 / 3 - 0.5, within(EXACT));
        assertThat(difference.getDouble("low")).isEqualTo(0.11923085615911565, within(EXACT));
        assertThat(difference.getDouble("high")).isEqualTo(0.2141024771742176, within(EXACT));
        assertThat(difference.getString("verdict")).isEqualTo("better");
    }

    private VersionId version(int n) throws IOException {
        return Cards.add(versions, new VersionId(name, Cards.id(n).version()), Cards.figures(0.3, 0.2, 0.2))
                .id();
    }

    /** So many residents, four to a town, each of whom meets an item in ten feeds and opens it in {@code opened} of them. */
    private void people(@Nullable VersionId model, int count, int firstTown, IntUnaryOperator opened) {
        String openings = IntStream.range(0, count)
                .map(opened)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "{", "}"));
        house.sql("""
                with n as (select opened, i from unnest(?::int[]) with ordinality as u (opened, i)),
                r as (insert into resident (village, consent_version, consent_at)
                    select (510903000 + ? + (i - 1) / 4) * 1000 + 1, '1', now() from n order by i returning id),
                k as (select id, row_number() over (order by id) as i from r)
                insert into event (person, id, item, type, at, feed, model)
                select k.id, type || f, (select min(seq) from item), type, now(), 'f' || f, ?::text
                from k join n using (i), generate_series(1, ?) f, unnest(array['impression', 'open']) type
                where type = 'impression' or f <= opened
                """, openings, firstTown, model == null ? null : model.version(), FEEDS);
    }

    private static long resident(int town, boolean personalised) {
        return house.count(
                "insert into resident (village, consent_version, consent_at, personalised) values (?, '1', now(), ?) returning id",
                (510_903_000L + town) * 1_000 + 1,
                personalised);
    }

    private static void meets(long person, @Nullable VersionId model, String feed, int met, int opened) {
        house.sql(
                "insert into event (person, id, item, type, at, feed, model)"
                        + " select ?, ? || type || n, (select min(seq) from item), type, now(), ? || n, ?"
                        + " from generate_series(1, ?) n, unnest(array['impression', 'open']) type where type = 'impression' or n <= ?",
                person,
                feed,
                feed,
                model == null ? null : model.version(),
                met,
                opened);
    }

    private static void event(long person, String id, String feed, String type, @Nullable VersionId model) {
        house.sql(
                "insert into event (person, id, item, type, at, feed, model) values (?, ?, (select min(seq) from item), ?, now(), ?, ?)",
                person,
                id,
                type,
                feed,
                model == null ? null : model.version());
    }

    private JsonObject current() {
        House.Answer answer = house.get("/v1/experiments/current?name=" + name, operator.token());
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private String verdict() {
        return current().getJsonObject("difference").getString("verdict");
    }

    private static JsonObject arm(JsonObject result, boolean trial) {
        return result.getJsonArray("arms").stream()
                .map(JsonObject.class::cast)
                .filter(arm -> arm.getBoolean("trial") == trial)
                .findFirst()
                .orElseThrow();
    }
}
