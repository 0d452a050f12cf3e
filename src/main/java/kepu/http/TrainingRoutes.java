package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import kepu.recommend.release.Models;
import kepu.recommend.release.Training;
import kepu.recommend.release.TrainingState;
import kepu.recommend.tune.Figures;
import kepu.recommend.tune.SearchKind;
import kepu.recommend.tune.Searches;
import kepu.recommend.tune.Tested;
import kepu.recommend.tune.Trial;

/** Trainings of models and searches for better definitions: staff start them and see how far they are. */
final class TrainingRoutes {
    private final Models models;
    private final Searches searches;

    TrainingRoutes(Models models, Searches searches) {
        this.models = models;
        this.searches = searches;
    }

    void mount(Edge edge) {
        edge.on("trainModel", this::train)
                .on("training", this::training)
                .on("tuneModel", this::tune)
                .on("stopTuning", this::stop)
                .on("tuning", this::tuning);
    }

    private Future<Answer> train(Request request) {
        var staff = ModelRoutes.changer(request);
        String name = request.text("name");
        Map<String, String> values = values(request.body().getJsonObject("values", new JsonObject()));
        return searches.check(name, values)
                .compose(known -> models.train(staff, name, values))
                .map(job -> Answer.accepted(new JsonObject().put("job", job)));
    }

    private Future<Answer> training(Request request) {
        ModelRoutes.reader(request);
        String name = request.text("name");
        return models.known(name)
                .map(known -> Answer.ok(report(models.training().report(name), "version")));
    }

    private Future<Answer> tune(Request request) {
        var staff = ModelRoutes.changer(request);
        JsonObject body = request.body();
        Searches.Wish wish = new Searches.Wish(
                kind(body.getString("search", "random")),
                body.getInteger("minutes"),
                body.getInteger("trials"),
                body.getBoolean("afresh", false));
        return searches.start(staff, request.text("name"), wish)
                .map(job -> Answer.accepted(new JsonObject().put("job", job)));
    }

    private Future<Answer> stop(Request request) {
        return models.stopTuning(ModelRoutes.changer(request), request.text("name"))
                .map(job -> Answer.accepted(new JsonObject().put("job", job)));
    }

    private Future<Answer> tuning(Request request) {
        ModelRoutes.reader(request);
        String name = request.text("name");
        String search = request.maybe("search");
        return searches.found(name, kind(search == null ? "random" : search))
                .map(found -> Answer.ok(found(found, report(models.tuning().report(name), "verdict"))));
    }

    private static SearchKind kind(String code) {
        return code.equals("grid") ? SearchKind.GRID : SearchKind.RANDOM;
    }

    private static Map<String, String> values(JsonObject json) {
        Map<String, String> values = new LinkedHashMap<>();
        json.forEach(value -> values.put(value.getKey(), String.valueOf(value.getValue())));
        return values;
    }

    /** What a process says of itself; {@code result} names what it comes to. */
    private static JsonObject report(Training.Report report, String result) {
        JsonObject json = new JsonObject().put("log", new JsonArray(report.log()));
        return switch (report.state()) {
            case TrainingState.Idle idle -> json.put("state", "idle");
            case TrainingState.Running running ->
                json.put("state", "running")
                        .put("job", running.job())
                        .put("since", Wire.time(running.since()))
                        .put("progress", running.progress())
                        .put("text", running.text());
            case TrainingState.Failed failed ->
                json.put("state", "failed")
                        .put("job", failed.job())
                        .put("at", Wire.time(failed.at()))
                        .put("detail", failed.detail());
            case TrainingState.Stopped stopped ->
                json.put("state", "stopped").put("job", stopped.job()).put("at", Wire.time(stopped.at()));
            case TrainingState.Done done ->
                json.put("state", "done")
                        .put("job", done.job())
                        .put("at", Wire.time(done.at()))
                        .put(result, done.result());
        };
    }

    private static JsonObject found(Searches.Found found, JsonObject json) {
        JsonArray parameters = new JsonArray();
        found.choices()
                .forEach(choice -> parameters.add(new JsonObject()
                        .put("path", choice.parameter().path())
                        .put("meaning", choice.parameter().meaning())
                        .put("values", new JsonArray(choice.parameter().values()))
                        .put("present", choice.present())));
        JsonArray trials = new JsonArray();
        found.trials().forEach(trial -> trials.add(trial(trial)));
        json.put("parameters", parameters).put("trials", trials).put("looks", found.looks());
        found.search().ifPresent(search -> json.put("source", search.source()));
        found.tested().ifPresent(tested -> json.put("tested", tested(tested)));
        found.definition().ifPresent(text -> json.put("definition", text));
        return json;
    }

    private static JsonObject trial(Trial trial) {
        JsonObject values = new JsonObject();
        trial.values().forEach(values::put);
        JsonObject json = new JsonObject()
                .put("number", trial.number())
                .put("values", values)
                .put("seconds", trial.seconds());
        Figures figures = trial.figures();
        return figures == null ? json.put("failed", trial.failed()) : json.put("figures", figures(figures));
    }

    private static JsonObject tested(Tested tested) {
        JsonArray rows = new JsonArray();
        tested.rows()
                .forEach(row ->
                        rows.add(new JsonObject().put("model", row.model()).put("figures", figures(row.figures()))));
        JsonObject json = new JsonObject()
                .put("trial", tested.trial())
                .put("verdict", tested.verdict().code())
                .put("rows", rows);
        Tested.Gain gain = tested.gain();
        return gain == null
                ? json
                : json.put(
                        "gain",
                        new JsonObject()
                                .put("value", gain.mean())
                                .put("low", gain.low())
                                .put("high", gain.high()));
    }

    private static JsonObject figures(Figures figures) {
        return new JsonObject()
                .put("users", figures.users())
                .put("recall", figures.recall())
                .put("ndcg", figures.ndcg())
                .put("low", figures.low())
                .put("high", figures.high());
    }
}
