package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import kepu.recommend.Shadowing;
import kepu.recommend.release.Card;
import kepu.recommend.release.Design;
import kepu.recommend.release.Experiments;
import kepu.recommend.release.Guard;
import kepu.recommend.release.Live;
import kepu.recommend.release.Models;
import kepu.recommend.release.Release;
import kepu.recommend.release.Trial;
import kepu.recommend.release.Versions;

/** Models, releases and trials as JSON. */
final class ModelWire {
    private ModelWire() {}

    /** @param shadow what a version that runs along did on this node, of whichever model */
    static JsonObject model(Models.Model model, Optional<Shadowing.Report> shadow) {
        JsonArray versions = new JsonArray();
        model.versions().forEach(entry -> versions.add(version(entry, model.live())));
        JsonObject json = new JsonObject()
                .put("name", model.name())
                .put("versions", versions)
                .put("live", live(model.live(), shadow));
        if (model.definition() != null) {
            json.put("definition", model.definition());
        }
        return model.fault() == null ? json : json.put("fault", model.fault());
    }

    /** Without the definition and the figures by slice, which the card has; but with what the guard would say now. */
    private static JsonObject version(Versions.Entry entry, Live live) {
        return switch (entry) {
            case Versions.Entry.Damaged damaged ->
                new JsonObject().put("version", damaged.id().version()).put("damaged", damaged.why());
            case Versions.Entry.Whole whole -> {
                Card card = whole.card();
                JsonArray figures = new JsonArray();
                card.figures().stream()
                        .filter(figure -> figure.slice().equals(Card.ALL))
                        .map(ModelWire::figure)
                        .forEach(figures::add);
                JsonObject json = new JsonObject().put("version", card.version());
                if (!live.version().equals(Optional.of(card.version()))) {
                    json.put("guard", guard(Guard.judge(card, live.version())));
                }
                yield json.put("madeAt", Wire.time(card.madeAt()))
                        .put("bytes", card.binary().bytes())
                        .put("people", card.data().people())
                        .put("events", card.data().events())
                        .put("figures", figures);
            }
        };
    }

    private static JsonObject guard(Guard.Verdict verdict) {
        return new JsonObject().put("passed", verdict.passed()).put("detail", verdict.detail());
    }

    static JsonObject card(Card card) {
        return card.json();
    }

    /** Each row of either card, side by side; the difference is of b from a. */
    static JsonObject comparison(Card a, Card b) {
        JsonArray rows = new JsonArray();
        a.figures()
                .forEach(left -> b.figure(left.model(), left.slice())
                        .ifPresentOrElse(
                                right -> rows.add(both(left, right)),
                                () -> rows.add(row(left).put("a", figure(left)))));
        b.figures().stream()
                .filter(right -> a.figure(right.model(), right.slice()).isEmpty())
                .forEach(right -> rows.add(row(right).put("b", figure(right))));
        return new JsonObject()
                .put("a", a.version())
                .put("b", b.version())
                .put("sameData", a.data().equals(b.data()))
                .put("sameDefinition", a.definitionDigest().equals(b.definitionDigest()))
                .put("rows", rows);
    }

    static JsonObject live(Live live) {
        JsonObject json = new JsonObject().put("step", live.number()).put("trial", trial(live));
        live.version().ifPresent(version -> json.put("released", version));
        live.previous().ifPresent(version -> json.put("previous", version));
        return json;
    }

    private static JsonObject live(Live live, Optional<Shadowing.Report> shadow) {
        JsonObject json = live(live);
        shadow.filter(report ->
                        live.trial() instanceof Trial.Shadow(String candidate) && candidate.equals(report.version()))
                .ifPresent(report -> json.put("shadow", shadow(report)));
        return json;
    }

    private static JsonObject shadow(Shadowing.Report report) {
        return new JsonObject()
                .put("lists", report.lists())
                .put("failed", report.failed())
                .put("millis", report.millis())
                .put("servedMillis", report.servedMillis())
                .put("overlap", report.overlap());
    }

    static JsonObject release(Release release) {
        Release.Step step = release.step();
        JsonObject json = new JsonObject()
                .put("step", release.number())
                .put("at", Wire.time(release.at()))
                .put("by", release.by())
                .put("action", step.action().code())
                .put("label", step.action().label())
                .put("reason", step.reason())
                .put("override", step.override())
                .put("guard", step.guard());
        if (step.version() != null) {
            json.put("version", step.version());
        }
        Design design = step.design();
        return design == null ? json : json.put("percent", step.share()).put("design", design.code());
    }

    static JsonObject experiment(Experiments.Result result) {
        JsonArray arms = new JsonArray();
        result.arms().forEach(arm -> arms.add(arm(arm)));
        JsonObject json = new JsonObject()
                .put("version", result.version())
                .put("control", result.control())
                .put("design", result.design().code())
                .put("percent", result.percent())
                .put("since", Wire.time(result.since()))
                .put("arms", arms)
                .put("difference", comparison(result.comparison()));
        Experiments.Turns turns = result.turns();
        return turns == null
                ? json
                : json.put(
                        "turns",
                        new JsonObject()
                                .put("wins", turns.wins())
                                .put("losses", turns.losses())
                                .put("ties", turns.ties()));
    }

    private static JsonObject arm(Experiments.Arm arm) {
        return new JsonObject()
                .put("version", arm.version())
                .put("trial", arm.trial())
                .put("people", arm.people())
                .put("units", arm.units())
                .put("met", arm.met())
                .put("opened", arm.opened())
                .put("rate", arm.rate())
                .put("low", arm.low())
                .put("high", arm.high());
    }

    private static JsonObject comparison(kepu.recommend.release.Sequential comparison) {
        return new JsonObject()
                .put("value", comparison.difference())
                .put("low", comparison.low())
                .put("high", comparison.high())
                .put("p", comparison.p())
                .put("verdict", comparison.verdict().code())
                .put("text", comparison.verdict().label());
    }

    private static JsonObject trial(Live live) {
        JsonObject json = switch (live.trial()) {
            case Trial.None none -> new JsonObject().put("stage", "none");
            case Trial.Shadow shadow -> new JsonObject().put("stage", "shadow");
            case Trial.Share share ->
                new JsonObject()
                        .put("stage", "share")
                        .put("percent", share.percent())
                        .put("design", share.by().code());
            case Trial.Interleave turns ->
                new JsonObject()
                        .put("stage", "share")
                        .put("percent", turns.percent())
                        .put("design", Design.INTERLEAVING.code());
        };
        live.trial().version().ifPresent(version -> json.put("version", version));
        return live.since() == null ? json : json.put("since", Wire.time(live.since()));
    }

    private static JsonObject both(Card.Figure a, Card.Figure b) {
        return row(a).put("a", figure(a))
                .put("b", figure(b))
                .put(
                        "difference",
                        new JsonObject()
                                .put("recall@20", b.recall() - a.recall())
                                .put("ndcg@20", b.ndcg() - a.ndcg()))
                .put("overlap", a.low() <= b.high() && b.low() <= a.high());
    }

    private static JsonObject row(Card.Figure figure) {
        return new JsonObject().put("model", figure.model()).put("slice", figure.slice());
    }

    private static JsonObject figure(Card.Figure figure) {
        JsonObject json = new JsonObject()
                .put("model", figure.model())
                .put("users", figure.users())
                .put("recall@20", figure.recall())
                .put("ndcg@20", figure.ndcg())
                .put("low", figure.low())
                .put("high", figure.high());
        return figure.version() == null ? json : json.put("version", figure.version());
    }
}
