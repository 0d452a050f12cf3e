package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.push.Push;
import kepu.push.PushSettings;
import kepu.push.Quiet;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Quiet hours, and one tap to unsubscribe a sender or a topic. Whose, only the token says. */
final class PushSettingsRoutes {
    private final Push push;
    private final Regions regions;
    private final PushSettingsWire wire;

    PushSettingsRoutes(Push push, Regions regions, PushSettingsWire wire) {
        this.push = push;
        this.regions = regions;
        this.wire = wire;
    }

    void mount(Edge edge) {
        edge.on("setQuietHours", this::setQuiet)
                .on("clearQuietHours", this::clearQuiet)
                .on("unsubscribeSender", request -> sender(request, true))
                .on("resubscribeSender", request -> sender(request, false))
                .on("unsubscribeTopic", request -> topic(request, true))
                .on("resubscribeTopic", request -> topic(request, false));
    }

    private Future<Answer> setQuiet(Request request) {
        long resident = request.resident().id();
        JsonObject body = request.body();
        Quiet quiet = Quiet.of(body.getString("from"), body.getString("until"));
        return answer(push.settings().quiet(resident, quiet));
    }

    private Future<Answer> clearQuiet(Request request) {
        return answer(push.settings().quiet(request.resident().id(), null));
    }

    private Future<Answer> sender(Request request, boolean unsubscribe) {
        long resident = request.resident().id();
        RegionCode code = RegionCode.parse(request.text("sender")).orElseThrow(PushSettingsRoutes::noSender);
        regions.known(code);
        return answer(push.settings().sender(resident, code.text(), unsubscribe));
    }

    private Future<Answer> topic(Request request, boolean unsubscribe) {
        long resident = request.resident().id();
        Topic topic = Topic.of(request.text("topic")).orElseThrow(() -> new Failure.Missing("topic-missing", "没有这个主题"));
        return answer(push.settings().topic(resident, topic, unsubscribe));
    }

    private static Failure.Missing noSender() {
        return new Failure.Missing("sender-missing", "没有这个发送单位");
    }

    private Future<Answer> answer(Future<PushSettings> changed) {
        return changed.map(settings -> Answer.ok(wire.of(settings)));
    }
}
