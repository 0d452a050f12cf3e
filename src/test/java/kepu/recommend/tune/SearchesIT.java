package kepu.recommend.tune;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import kepu.testing.SmallWorld;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Searches for better definitions, and trainings by other values, as staff start them by the interface. */
class SearchesIT {
    private static final int RESIDENTS = 120;
    /** A trial on a busy machine takes its time. */
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    @RegisterExtension
    static final House house = new House().with("models.definitions", SmallWorld.tunable());

    private static String operator;

    @BeforeAll
    static void population() throws SQLException, IOException {
        SmallWorld.populate(house, RESIDENTS);
        operator = house.staff(Role.OPERATOR, "5109");
    }

    @Test
    void aSearchTellsWhatItTriesWhatItFoundAndGoesOnWhereItStopped() {
        JsonObject before = tuning();
        assertThat(before.getString("state")).isEqualTo("idle");
        assertThat(before.getJsonArray("trials")).isEmpty();
        assertThat(before.getJsonArray("parameters"))
                .containsExactly(new JsonObject()
                        .put("path", "ranker.trees")
                        .put("meaning", "提升树有多少棵。")
                        .put("values", new JsonArray().add("8").add("16"))
                        .put("present", "8"));

        begin("feed");
        Refusal.of(train(Map.of()), 409, "training-running");
        Refusal.of(tune(new JsonObject().put("minutes", 1)), 409, "training-running");
        JsonObject found = over();
        assertThat(found.getString("state")).as(found.encode()).isEqualTo("done");
        assertThat(found.getJsonArray("trials")).hasSize(2);
        assertThat(found.getJsonArray("trials").stream()
                        .map(trial ->
                                ((JsonObject) trial).getJsonObject("values").getString("ranker.trees", "present")))
                .containsExactlyInAnyOrder("present", "16");
        assertThat(found.getString("source")).contains("行为");
        JsonObject tested = found.getJsonObject("tested");
        assertThat(tested.getString("verdict"))
                .isEqualTo(found.getString("verdict"))
                .isIn("better", "unclear", "worse", "present");
        assertThat(tested.getInteger("trial"))
                .as("the best on the validation part")
                .isEqualTo(found.getJsonArray("trials").getJsonObject(0).getInteger("number"));
        assertThat(found.containsKey("definition")).isEqualTo(tested.getInteger("trial") > 0);

        begin("feed");
        JsonObject again = over();
        assertThat(again.getString("state")).as(again.encode()).isEqualTo("done");
        assertThat(again.getJsonArray("trials")).isEqualTo(found.getJsonArray("trials"));
        assertThat(again.getInteger("looks")).isEqualTo(found.getInteger("looks"));
        assertThat(house.count("select count(*) from audit where action = 'model.tune' and object = 'feed'"))
                .isEqualTo(2);
    }

    @Test
    void aSearchIsStoppedAndTheNextOneGoesOn() throws IOException {
        Path folder = house.config().models().definitions();
        Files.copy(folder.resolve("feed.yaml"), folder.resolve("halted.yaml"));
        SmallWorld.longSearch(folder.resolve("halted.tune.yaml"));
        Refusal.of(stop(operator), 409, "tuning-not-running");
        begin("halted");
        Eventually.eventually(
                "a trial is kept",
                PATIENCE,
                () -> !tuning("halted").getJsonArray("trials").isEmpty());
        JsonArray kept = halted();

        begin("halted");
        Eventually.eventually(
                "it goes on",
                PATIENCE,
                () -> tuning("halted").getJsonArray("trials").size() > kept.size());
        assertThat(halted().stream()).containsAll(kept.stream().toList());
        assertThat(house.count("select count(*) from audit where action = 'model.tune-stop' and object = 'halted'"))
                .isEqualTo(2);
        Refusal.of(stop(operator), 409, "tuning-not-running");
    }

    /** Stops the search of that model; gives the trials that stay. */
    private static JsonArray halted() {
        House.Answer stopped = stop(operator);
        assertThat(stopped.status()).as(stopped.text()).isEqualTo(202);
        Eventually.eventually(
                "stopped", () -> tuning("halted").getString("state").equals("stopped"));
        JsonObject left = tuning("halted");
        assertThat(left.getString("job")).isEqualTo(stopped.json().getString("job"));
        assertThat(left.getInteger("looks")).isZero();
        return left.getJsonArray("trials");
    }

    @Test
    void aVersionIsTrainedByOtherValuesAndTheFileStaysAsItIs() throws IOException {
        Path file = house.config().models().definition("feed");
        String text = Files.readString(file);
        Eventually.eventually(
                "nothing else trains",
                () -> train(Map.of("ranker.trees", "3", "rates.halfLifeDays", "20"))
                                .status()
                        == 202);
        Eventually.eventually(
                "trained", PATIENCE, () -> !training().getString("state").equals("running"));
        JsonObject state = training();
        assertThat(state.getString("state")).as(state.encode()).isEqualTo("done");
        JsonObject definition = house.get("/v1/models/feed/versions/" + state.getString("version"), operator)
                .json()
                .getJsonObject("definition");
        assertThat(definition.getJsonObject("ranker").getInteger("trees")).isEqualTo(3);
        assertThat(definition.getJsonObject("rates").getInteger("halfLifeDays")).isEqualTo(20);
        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(house.sql("select detail ->> 'options' from audit where action = 'model.train' order by seq")
                        .getLast()
                        .getFirst())
                .contains("ranker.trees=3");
    }

    @Test
    void whatADefinitionCannotHaveIsRefusedBeforeAnythingRuns() {
        Refusal.of(train(Map.of("ranker.leafs", "3")), 400).at("/values/ranker.leafs");
        Refusal.of(train(Map.of("ranker.trees", "0")), 400).at("/values/ranker.trees");
        Refusal.of(train(Map.of("nothing", "3")), 400).at("/values/nothing");
        Refusal.of(train(Map.of("ranker.trees", "3\n  leaves: 9")), 400).at("/values/ranker.trees");
        Refusal.of(tune(new JsonObject().put("minutes", 1_440)), 400).at("/minutes");
        Refusal.of(
                house.post("/v1/models/nothing/tune", new JsonObject().put("minutes", 1), operator),
                404,
                "model-missing");
    }

    @Test
    void aModelWithoutASpaceIsNotTuned() throws IOException {
        Path folder = house.config().models().definitions();
        Files.copy(folder.resolve("feed.yaml"), folder.resolve("plain.yaml"));
        Refusal.of(
                house.post("/v1/models/plain/tune", new JsonObject().put("minutes", 1), operator),
                404,
                "tune-space-missing");
    }

    @Test
    void onlyACityOrMoreStartsWhatServesEverybody() {
        String county = house.staff(Role.OPERATOR, "510903");
        Refusal.of(
                house.post("/v1/models/feed/tune", new JsonObject().put("minutes", 1), county), 403, "outside-scope");
        Refusal.of(stop(county), 403, "outside-scope");
        assertThat(house.get("/v1/models/feed/tune?search=grid", county).status())
                .isEqualTo(200);
    }

    private static JsonObject over() {
        for (int least = 1; least <= 2; least++) {
            int trials = least;
            Eventually.eventually(
                    "trial " + trials,
                    PATIENCE,
                    () -> tuning().getJsonArray("trials").size() >= trials || isOver());
        }
        Eventually.eventually("a look at the test part", PATIENCE, () -> tuning().getInteger("looks") > 0 || isOver());
        Eventually.eventually("the search is over", PATIENCE, SearchesIT::isOver);
        return tuning();
    }

    private static boolean isOver() {
        return !tuning().getString("state").equals("running");
    }

    /** Starts a search as soon as nothing else trains. */
    private static void begin(String model) {
        Eventually.eventually(
                "begun",
                () -> house.post("/v1/models/" + model + "/tune", new JsonObject().put("minutes", 1), operator)
                                .status()
                        == 202);
    }

    private static House.Answer stop(String token) {
        return house.send("DELETE", "/v1/models/halted/tune", null, token);
    }

    private static JsonObject tuning() {
        return tuning("feed");
    }

    private static JsonObject tuning(String model) {
        House.Answer answer = house.get(
                "/v1/models/" + model + "/tune?search="
                        + SearchKind.RANDOM.name().toLowerCase(Locale.ROOT),
                operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static House.Answer tune(JsonObject wish) {
        return house.post("/v1/models/feed/tune", wish, operator);
    }

    private static JsonObject training() {
        return house.get("/v1/models/feed/train", operator).json();
    }

    private static House.Answer train(Map<String, String> values) {
        JsonObject json = new JsonObject();
        values.forEach(json::put);
        return house.post("/v1/models/feed/train", new JsonObject().put("values", json), operator);
    }
}
