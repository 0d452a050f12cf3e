package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.recommend.model.ModelFile;
import kepu.store.Bulk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Processes;
import kepu.testing.Program;
import kepu.testing.SmallWorld;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Training on a real event store: from the command and from the API, the same for the same behaviour, and without who is gone. */
class TrainIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House().with("models.definitions", SmallWorld.definitions());

    @TempDir
    private Path folder;

    @BeforeAll
    static void population() throws SQLException, IOException {
        SmallWorld.populate(house);
    }

    @Test
    void theSameBehaviourGivesTheSameBytesInWhateverOrderResidentsLie() throws Exception {
        Instant now = Instant.now();
        byte[] first = trained(now);
        assertThat(trained(now)).isEqualTo(first);
        List<List<String>> order = physicalOrder();
        house.sql("update resident set large_print = large_print where id % 3 = 1");
        assertThat(physicalOrder()).isNotEqualTo(order);
        assertThat(trained(now)).isEqualTo(first);
    }

    @Test
    void whoErasesThemselfLeavesNoTraceInMemoryNorInTheNextModel() throws Exception {
        Instant now = Instant.now();
        byte[] without = trained(now);
        double histories = house.metric("kepu_feed_histories");
        double lists = house.metric("kepu_feed_arranged");

        String token = house.resident(VILLAGE, new JsonObject().put("groups", List.of("farmer")));
        long id = house.count("select max(id) from resident");
        JsonObject page = house.get("/v1/feed?size=40", token).json();
        act(token, page);
        house.get("/v1/feed?size=40", token);
        assertThat(house.count("select count(*) from event where person = ?", id))
                .isEqualTo(80);
        assertThat(house.metric("kepu_feed_histories")).isGreaterThan(histories);
        assertThat(house.metric("kepu_feed_arranged")).isGreaterThan(lists);
        assertThat(trained(now)).as("a model that knows them").isNotEqualTo(without);

        House.Answer erased = house.send("DELETE", "/v1/me", null, token);
        assertThat(erased.status()).as(erased.text()).isBetween(200, 204);
        assertThat(trained(now)).as("a model that never knew them").isEqualTo(without);
        assertThat(house.count("select count(*) from event where person = ?", id))
                .isZero();
        assertThat(house.count("select count(*) from service where person = ?", id))
                .isZero();
        assertThat(house.count("select count(*) from resident where id = ?", id))
                .isZero();
        Eventually.eventually("the history is forgotten", () -> house.metric("kepu_feed_histories") <= histories);
        Eventually.eventually("their lists are forgotten", () -> house.metric("kepu_feed_arranged") <= lists);
        String cursor = page.getString("next");
        assertThat(house.get("/v1/feed?cursor=" + cursor, token).status()).isEqualTo(401);
    }

    @Test
    void theCommandTellsItsProgressAndWritesAVersionThatServes() throws Exception {
        Ended train = run("train", "--definition", "feed");
        assertThat(train.code()).as(train.text()).isZero();
        List<Double> progress = train.out().stream()
                .filter(line -> line.startsWith("progress "))
                .map(line -> Double.parseDouble(line.split(" ", 3)[1]))
                .toList();
        assertThat(progress).hasSizeGreaterThan(3).isSorted().allMatch(part -> part >= 0 && part <= 1);
        assertThat(train.out()).anyMatch(line -> line.startsWith("ranker "));
        assertThat(train.out().getLast()).matches("done [0-9]{8}-[0-9]{6}-[0-9a-f]{8}");
        String version = train.out().getLast().substring("done ".length());
        Path made = folder.resolve("models/feed").resolve(version);
        assertThat(ModelFile.read(made).items()).isNotEmpty();
        JsonObject card = new JsonObject(Files.readString(made.resolve("card.json")));
        assertThat(card.getJsonObject("data").getLong("people")).isPositive();
        assertThat(card.getJsonArray("figures")).isNotEmpty();

        Ended estimate = run("evaluate", "offpolicy", "--version", version);
        assertThat(estimate.code()).as(estimate.text()).isZero();
        assertThat(estimate.out())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("model=kepu places="))
                .anyMatch(line -> line.startsWith("model=" + version + " places="));
    }

    @Test
    void whatCannotBeTrainedIsRefusedInOneLineAndLeavesNoVersion() throws Exception {
        Path definitions = Files.createDirectories(folder.resolve("definitions"));
        String feed = Files.readString(house.config().models().definitions().resolve("feed.yaml"));
        Files.writeString(
                definitions.resolve("typo.yaml"), feed.replace("  halfLifeDays", "  halflifeDays: 3\n  halfLifeDays"));
        Files.writeString(definitions.resolve("bounds.yaml"), feed.replace("trees: 8", "trees: 0"));
        refused(run("train", "--definition", "typo"), "typo.yaml", "rates.halflifeDays is an unknown key");
        refused(run("train", "--definition", "bounds"), "bounds.yaml", "ranker.trees");
        refused(run("train", "--definition", "nothing"), "nothing.yaml");
        assertThat(run("train", "--nonsense").code()).isEqualTo(2);
        assertThat(folder.resolve("models")).doesNotExist();
    }

    @Test
    void theApiTrainsByTheSameCommand() {
        String operator = house.staff(Role.OPERATOR, "0");
        assertThat(house.post("/v1/models/feed/train", null, operator).status()).isEqualTo(202);
        Eventually.eventually(
                "trained", () -> !state(operator).getString("state").equals("running"));
        JsonObject state = state(operator);
        assertThat(state.getString("state")).as(state.encode()).isEqualTo("done");
        String version = state.getString("version");
        assertThat(house.get("/v1/models/feed/versions/" + version, operator).status())
                .isEqualTo(200);
    }

    private static JsonObject state(String operator) {
        return house.get("/v1/models/feed/train", operator).json();
    }

    private static void refused(Ended ended, String... words) {
        assertThat(ended.code()).as(ended.text()).isEqualTo(1);
        assertThat(ended.err()).as(ended.text()).hasSize(1);
        assertThat(ended.err().getFirst()).startsWith("kepu: ").contains(words);
    }

    /** The model that the whole log gives, as bytes. */
    private static byte[] trained(Instant now) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            VersionMaking.Material material =
                    Stored.material(bulk, house.config().models().definitions().resolve("feed.yaml"), now);
            Trainer.Trained trained =
                    new Trainer(material.log(), material.content(), material.definition()).train("1", Progress.SILENT);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ModelFile.write(trained.model(), out);
            return out.toByteArray();
        }
    }

    private static List<List<String>> physicalOrder() {
        return house.sql("select id from resident order by ctid");
    }

    private static void act(String token, JsonObject page) {
        JsonArray items = page.getJsonArray("items");
        for (String type : List.of("impression", "open")) {
            JsonArray events = new JsonArray();
            for (int place = 0; place < items.size(); place++) {
                String item = items.getJsonObject(place).getString("id");
                events.add(new JsonObject()
                        .put("id", type + "-" + item)
                        .put("type", type)
                        .put("item", item)
                        .put("feed", page.getString("feed"))
                        .put("position", place)
                        .put("at", Instant.now().toString()));
            }
            House.Answer answer = house.post("/v1/events", new JsonObject().put("events", events), token);
            assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        }
    }

    private record Ended(int code, List<String> out, List<String> err) {
        private String text() {
            return "exit " + code + "\n" + String.join("\n", out) + "\n" + String.join("\n", err);
        }
    }

    /** The program as a process of its own on the database of the house, with the definitions of this test when it has some. */
    private Ended run(String... arguments) throws IOException, InterruptedException {
        Path own = folder.resolve("definitions");
        List<String> words = new ArrayList<>(List.of(arguments));
        words.addAll(List.of("--data", folder.toString()));
        ProcessBuilder builder = Program.java(words);
        builder.environment().put("KEPU_DATABASE_URL", house.address().url());
        builder.environment()
                .put(
                        "KEPU_MODELS_DEFINITIONS",
                        (Files.exists(own) ? own : house.config().models().definitions())
                                .toAbsolutePath()
                                .toString());
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = Processes.start(builder.redirectOutput(out.toFile()).redirectError(err.toFile()));
        if (!process.waitFor(5, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("the program did not end");
        }
        return new Ended(process.exitValue(), lines(out), lines(err));
    }

    private static List<String> lines(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file, StandardCharsets.UTF_8)) {
            return lines.filter(line -> !line.isBlank() && !line.startsWith("WARNING: "))
                    .toList();
        }
    }
}
