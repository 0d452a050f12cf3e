package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Optional;
import java.util.function.Supplier;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.recommend.Shadowing;
import kepu.recommend.release.Action;
import kepu.recommend.release.Design;
import kepu.recommend.release.Models;
import kepu.recommend.release.Release;
import kepu.recommend.release.Releases;
import kepu.recommend.release.VersionId;
import kepu.region.Level;
import org.jspecify.annotations.Nullable;

/**
 * Models, their versions and their release. Operators and administrators look; since a model serves every region, only those whose scope
 * is a city or more change what is live.
 */
final class ModelRoutes {
    private static final int SIZE = 20;

    private final Models models;
    private final Supplier<Optional<Shadowing.Report>> shadow;

    /** @param shadow what the version that runs along did on this node */
    ModelRoutes(Models models, Supplier<Optional<Shadowing.Report>> shadow) {
        this.models = models;
        this.shadow = shadow;
    }

    void mount(Edge edge) {
        edge.on("models", this::list)
                .on("modelVersion", this::version)
                .on("compareModels", this::compare)
                .on("releaseModel", this::release)
                .on("rollbackModel", this::rollback)
                .on("stopTrial", this::stop)
                .on("modelReleases", this::log)
                .on("currentExperiment", this::experiment);
    }

    /** Who may look at models. */
    static Caller.OfStaff reader(Request request) {
        return request.staff(Role.OPERATOR, Role.ADMINISTRATOR);
    }

    /** Who may make, and take out, what serves everybody. */
    static Caller.OfStaff changer(Request request) {
        Caller.OfStaff staff = reader(request);
        if (staff.scope().level().compareTo(Level.CITY) > 0) {
            throw new Failure.Forbidden("outside-scope", "模型供所有地区共用，只有市级及以上的运营和管理员能改");
        }
        return staff;
    }

    private Future<Answer> list(Request request) {
        reader(request);
        return models.list().map(all -> {
            JsonArray found = new JsonArray();
            all.forEach(model -> found.add(ModelWire.model(model, shadow.get())));
            return Answer.ok(new JsonObject().put("models", found));
        });
    }

    private Future<Answer> version(Request request) {
        reader(request);
        return models.card(new VersionId(request.text("name"), request.text("version")))
                .map(card -> Answer.ok(ModelWire.card(card)));
    }

    private Future<Answer> compare(Request request) {
        reader(request);
        VersionId a = new VersionId(request.text("name"), request.text("a"));
        VersionId b = new VersionId(request.text("name"), request.text("b"));
        return models.card(a)
                .compose(first -> models.card(b).map(second -> Answer.ok(ModelWire.comparison(first, second))));
    }

    private Future<Answer> release(Request request) {
        Caller.OfStaff staff = changer(request);
        String name = request.text("name");
        Releases.Wish wish = wish(request.body());
        return models.known(name)
                .compose(known -> models.releases().advance(staff, name, wish))
                .map(live -> Answer.ok(ModelWire.live(live)));
    }

    private Future<Answer> rollback(Request request) {
        Caller.OfStaff staff = changer(request);
        String name = request.text("name");
        return models.known(name)
                .compose(known ->
                        models.releases().rollback(staff, name, request.body().getString("reason")))
                .map(live -> Answer.ok(ModelWire.live(live)));
    }

    private Future<Answer> stop(Request request) {
        Caller.OfStaff staff = changer(request);
        String name = request.text("name");
        return models.known(name)
                .compose(known ->
                        models.releases().stop(staff, name, request.body().getString("reason")))
                .map(live -> Answer.ok(ModelWire.live(live)));
    }

    private Future<Answer> log(Request request) {
        reader(request);
        String name = request.text("name");
        int size = request.number("size", SIZE);
        String cursor = request.maybe("cursor");
        long before = cursor == null ? Long.MAX_VALUE : Cursor.readNumber(cursor);
        return models.known(name)
                .compose(known -> models.releases().log(name, before, size + 1))
                .map(found -> Answer.ok(Page.of("releases", found, size, ModelWire::release, Release::seq)));
    }

    private Future<Answer> experiment(Request request) {
        reader(request);
        return models.experiments()
                .current(request.text("name"))
                .map(result -> Answer.ok(ModelWire.experiment(result)));
    }

    private static Releases.Wish wish(JsonObject body) {
        return new Releases.Wish(
                switch (body.getString("stage")) {
                    case "shadow" -> Action.SHADOW;
                    case "share" -> Action.SHARE;
                    default -> Action.RELEASE;
                },
                body.getString("version"),
                body.getInteger("percent"),
                design(body),
                body.getString("reason"),
                body.getBoolean("override", false));
    }

    private static @Nullable Design design(JsonObject body) {
        String by = body.getString("by");
        boolean interleave = body.getBoolean("interleave", false);
        if (!body.getString("stage").equals("share")) {
            if (by != null || interleave) {
                throw Failure.Invalid.at("/stage", "只有给一部分人试用（share）时才写 by 和 interleave");
            }
            return null;
        }
        if (interleave && by != null && !by.equals("residents")) {
            throw Failure.Invalid.at("/by", "交错试用只能按居民");
        }
        if (interleave) {
            return Design.INTERLEAVING;
        }
        return by == null ? Design.RESIDENTS : Design.of(by).orElseThrow();
    }
}
