package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import kepu.people.Role;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ReleasesIT {
    @RegisterExtension
    static final House house = new House();

    private static ModelsHouse operator;
    private static Versions versions;
    private static int names;

    private String name;

    @BeforeAll
    static void staff() {
        operator = new ModelsHouse(house, house.staff(Role.OPERATOR, "5109"));
        versions = operator.versions();
    }

    @BeforeEach
    void aModelOfItsOwn() {
        name = "feed-" + ++names;
    }

    @Test
    void aVersionGoesByShadowAndShareToAll() throws IOException {
        VersionId first = version(1, 0.30);
        JsonObject live = operator.released(first, "shadow");
        assertThat(live.containsKey("released")).isFalse();
        assertThat(live.getJsonObject("trial").getString("stage")).isEqualTo("shadow");
        assertThat(live.getJsonObject("trial").getString("version")).isEqualTo(first.version());

        JsonObject trial = operator.released(first, "share", "percent", 10).getJsonObject("trial");
        assertThat(trial.getInteger("percent")).isEqualTo(10);
        assertThat(trial.getString("design")).isEqualTo("residents");
        JsonObject more = operator.released(first, "share", "percent", 30, "by", "villages")
                .getJsonObject("trial");
        assertThat(more.getString("design")).isEqualTo("villages");

        JsonObject all = operator.released(first, "all");
        assertThat(all.getString("released")).isEqualTo(first.version());
        assertThat(all.getJsonObject("trial").getString("stage")).isEqualTo("none");
        assertThat(log()).containsExactly("release", "share", "share", "shadow");
        assertThat(house.sql("select action from audit where object = ? order by seq", name))
                .containsExactly(
                        List.of("model.shadow"),
                        List.of("model.share"),
                        List.of("model.share"),
                        List.of("model.release"));
    }

    @Test
    void aRollbackMakesTheVersionBeforeLiveAndEndsTheTrial() throws IOException {
        VersionId first = version(1, 0.30);
        VersionId second = version(2, 0.31);
        VersionId third = version(3, 0.32);
        operator.released(first, "all");
        operator.released(second, "all");
        operator.released(third, "share", "percent", 5);
        JsonObject back = operator.stepped(name, "rollback");
        assertThat(back.getString("released")).isEqualTo(first.version());
        assertThat(back.getJsonObject("trial").getString("stage")).isEqualTo("none");
        assertThat(operator.stepped(name, "rollback").containsKey("released")).isFalse();
        Refusal.of(operator.step(name, "rollback"), 409, "nothing-released");
        assertThat(operator.released(second, "all").getString("released")).isEqualTo(second.version());
    }

    @Test
    void aRollbackGoesToAWholeVersionOnly() throws IOException {
        VersionId first = version(1, 0.30);
        VersionId second = version(2, 0.31);
        operator.released(first, "all");
        operator.released(second, "all");
        Cards.flip(versions, first);
        Refusal.of(operator.step(name, "rollback"), 409, "model-damaged");
        assertThat(live().getString("released")).isEqualTo(second.version());
    }

    @Test
    void aTrialIsStoppedBeforeAnotherBegins() throws IOException {
        VersionId first = version(1, 0.30);
        VersionId second = version(2, 0.31);
        Refusal.of(operator.step(nameOf(first), "stop"), 409, "no-trial");
        operator.released(first, "share", "percent", 10);
        Refusal.of(operator.release(second, "shadow"), 409, "trial-running");
        Refusal.of(operator.release(second, "all"), 409, "trial-running");
        operator.stepped(name, "stop");
        operator.released(second, "shadow");
    }

    @Test
    void interleavingNeedsAReleasedVersionAndResidents() throws IOException {
        VersionId first = version(1, 0.30);
        VersionId second = version(2, 0.31);
        Refusal.of(operator.release(first, "share", "percent", 50, "interleave", true), 409, "nothing-released");
        operator.released(first, "all");
        Refusal.of(operator.release(first, "all"), 409, "already-released");
        assertThat(operator.release(second, "share", "percent", 50, "interleave", true, "by", "villages")
                        .status())
                .isEqualTo(400);
        assertThat(operator.released(second, "share", "percent", 50, "interleave", true)
                        .getJsonObject("trial")
                        .getString("design"))
                .isEqualTo("interleaving");
    }

    @Test
    void aVersionThatDoesNotBeatTheFloorsIsRefusedWithItsFigures() throws IOException {
        VersionId poor = version(1, 0.25);
        House.Answer answer = operator.release(poor, "all");
        Refusal.of(answer, 409, "guard-refused");
        assertThat(answer.json().getString("detail"))
                .contains("0.2500", "recent-popularity")
                .doesNotContain("、");
        Refusal.of(operator.release(poor, "share", "percent", 1), 409, "guard-refused");
        operator.released(poor, "shadow");
        assertThat(log()).containsExactly("shadow");
    }

    @Test
    void aVersionWithoutFiguresIsRefused() throws IOException {
        VersionId bare = Cards.add(versions, id(1), List.of()).id();
        VersionId alone = Cards.add(versions, id(2), List.of(Cards.figure("kepu", "all", 0.9)))
                .id();
        VersionId sliced = Cards.add(versions, id(3), List.of(Cards.figure("kepu", "elder", 0.9)))
                .id();
        for (VersionId id : List.of(bare, alone, sliced)) {
            Refusal.of(operator.release(id, "all"), 409, "guard-refused");
        }
    }

    @Test
    void whereOneIsLiveTheCardsOwnComparisonWithItDecides() throws IOException {
        operator.released(version(1, 0.30), "all");
        VersionId worse =
                Cards.add(versions, id(2), withReleased(0.35, 0.36, null)).id();
        House.Answer answer = operator.release(worse, "all");
        Refusal.of(answer, 409, "guard-refused");
        assertThat(answer.json().getString("detail")).contains("0.3500", "0.3600", "线上版本");

        VersionId stale = Cards.add(versions, id(3), withReleased(0.40, 0.36, id(9).version()))
                .id();
        Refusal.of(operator.release(stale, "all"), 409, "guard-refused");

        VersionId same = Cards.add(versions, id(4), withReleased(0.36, 0.36, id(1).version()))
                .id();
        assertThat(operator.released(same, "all").getString("released")).isEqualTo(same.version());
    }

    @Test
    void anOverrideNeedsAReasonAndBothStayInTheAudit() throws IOException {
        VersionId poor = version(1, 0.20);
        assertThat(operator.release(poor, "all", "override", true).status()).isEqualTo(400);
        String reason = "汛期必须换掉线上版本，经领导同意";
        operator.released(poor, "all", "override", true, "reason", reason);
        JsonObject detail = new JsonObject(house.sql("select detail from audit where object = ?", name)
                .getFirst()
                .getFirst());
        assertThat(detail.getString("reason")).isEqualTo(reason);
        assertThat(detail.getBoolean("override")).isTrue();
        assertThat(detail.getJsonObject("guard").getBoolean("passed")).isFalse();
        assertThat(detail.getJsonObject("guard").getJsonArray("figures")).hasSize(3);
        JsonObject logged = releases("size=1").getJsonArray("releases").getJsonObject(0);
        assertThat(logged.getBoolean("override")).isTrue();
        assertThat(logged.getString("by")).isEqualTo("测试运营");
    }

    @Test
    void aDamagedVersionIsListedAndCannotGoOut() throws IOException {
        VersionId flipped = version(1, 0.30);
        Cards.flip(versions, flipped);
        for (String stage : List.of("shadow", "all")) {
            House.Answer answer = operator.release(flipped, stage);
            Refusal.of(answer, 409, "model-damaged");
            assertThat(answer.json().getString("detail")).contains("校验值不符");
        }
        VersionId lost = version(2, 0.30);
        java.nio.file.Files.delete(versions.folder(lost).resolve("model.bin"));
        assertThat(model().getJsonArray("versions").getJsonObject(0).getString("damaged"))
                .contains("缺少 model.bin");
        Refusal.of(house.get(path("versions/" + lost.version()), operator.token()), 409, "model-damaged");
        Refusal.of(operator.release(id(7), "all"), 404, "version-missing");
        assertThat(log()).isEmpty();
    }

    @Test
    void ofManyWhoReleaseAtOnceOneWins() throws IOException {
        VersionId first = version(1, 0.30);
        VersionId second = version(2, 0.31);
        List<Integer> same =
                AtOnce.results(12, () -> operator.release(first, "all").status());
        assertThat(same).containsOnly(200, 409).containsOnlyOnce(200);
        List<House.Answer> answers = AtOnce.results(12, () -> operator.release(second, "share", "percent", 10));
        assertThat(answers)
                .filteredOn(answer -> answer.status() != 200)
                .allSatisfy(answer -> assertThat(answer.problem()).isEqualTo("release-changed"));
        assertThat(house.sql("select step from model_release where name = ? order by step", name))
                .hasSize(1
                        + (int) answers.stream()
                                .filter(answer -> answer.status() == 200)
                                .count());
        assertThat(house.count("select count(*) from audit where object = ?", name))
                .isEqualTo(house.count("select count(*) from model_release where name = ?", name));
    }

    @Test
    void theLogTurnsByPagesTheNewestFirst() throws IOException {
        VersionId first = version(1, 0.30);
        for (int percent = 1; percent <= 7; percent++) {
            operator.released(first, "share", "percent", percent);
        }
        List<Integer> percents = new ArrayList<>();
        @Nullable String next = null;
        do {
            JsonObject page = releases("size=3" + (next == null ? "" : "&cursor=" + next));
            page.getJsonArray("releases").forEach(row -> percents.add(((JsonObject) row).getInteger("percent")));
            next = page.getString("next");
        } while (next != null);
        assertThat(percents).containsExactly(7, 6, 5, 4, 3, 2, 1);
    }

    @Test
    void twoVersionsAreComparedRowByRow() throws IOException {
        List<Card.Figure> figures = Cards.figures(0.30, 0.20, 0.25);
        figures.add(Cards.figure("kepu", "elder", 0.10));
        VersionId a = Cards.add(versions, id(1), figures).id();
        VersionId b = version(2, 0.50);
        JsonObject comparison = house.get(path("compare?a=" + a.version() + "&b=" + b.version()), operator.token())
                .json();
        assertThat(comparison.getBoolean("sameData")).isTrue();
        JsonArray rows = comparison.getJsonArray("rows");
        assertThat(rows).hasSize(4);
        JsonObject own = rows.getJsonObject(0);
        assertThat(own.getJsonObject("difference").getDouble("ndcg@20")).isEqualTo(0.50 - 0.30);
        assertThat(own.getBoolean("overlap")).isFalse();
        assertThat(rows.getJsonObject(1).getBoolean("overlap")).isTrue();
        assertThat(rows.getJsonObject(3).containsKey("b")).isFalse();
        assertThat(house.get(path("versions/" + a.version()), operator.token())
                        .json()
                        .getJsonArray("figures"))
                .hasSize(4);
    }

    @Test
    void whoseScopeIsBelowACityLooksOnly() throws IOException {
        VersionId first = version(1, 0.30);
        ModelsHouse county = new ModelsHouse(house, house.staff(Role.OPERATOR, "510903"));
        Refusal.of(county.release(first, "all"), 403, "outside-scope");
        Refusal.of(county.step(name, "stop"), 403, "outside-scope");
        Refusal.of(county.step(name, "rollback"), 403, "outside-scope");
        Refusal.of(house.post(path("train"), null, county.token()), 403, "outside-scope");
        assertThat(house.get("/v1/models", county.token()).status()).isEqualTo(200);
        assertThat(house.get(path("versions/" + first.version()), county.token())
                        .status())
                .isEqualTo(200);
    }

    @Test
    void aStageAndItsSizeMustFit() throws IOException {
        VersionId first = version(1, 0.30);
        assertThat(operator.release(first, "share").status()).isEqualTo(400);
        assertThat(operator.release(first, "all", "percent", 10).status()).isEqualTo(400);
        assertThat(operator.release(first, "shadow", "by", "villages").status()).isEqualTo(400);
        assertThat(operator.release(first, "share", "percent", 0).status()).isEqualTo(400);
        assertThat(operator.release(first, "share", "percent", 101).status()).isEqualTo(400);
    }

    private VersionId id(int n) {
        return new VersionId(name, Cards.id(n).version());
    }

    private VersionId version(int n, double ndcg) throws IOException {
        return Cards.add(versions, id(n), Cards.figures(ndcg, 0.20, 0.25)).id();
    }

    private static String nameOf(VersionId id) {
        return id.name();
    }

    private static List<Card.Figure> withReleased(double own, double released, @Nullable String version) {
        List<Card.Figure> figures = Cards.figures(own, 0.20, 0.25);
        figures.add(new Card.Figure("released", "all", 1_000, released, released, 0, 1, version));
        return figures;
    }

    private String path(String rest) {
        return "/v1/models/" + name + "/" + rest;
    }

    private JsonObject model() {
        return house.get("/v1/models", operator.token()).json().getJsonArray("models").stream()
                .map(JsonObject.class::cast)
                .filter(model -> model.getString("name").equals(name))
                .findFirst()
                .orElseThrow();
    }

    private JsonObject live() {
        return model().getJsonObject("live");
    }

    private JsonObject releases(String query) {
        return house.get(path("releases?" + query), operator.token()).json();
    }

    private List<String> log() {
        return releases("size=100").getJsonArray("releases").stream()
                .map(row -> ((JsonObject) row).getString("action"))
                .toList();
    }
}
