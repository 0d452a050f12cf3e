package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Map;
import kepu.config.Config;
import kepu.push.Push;
import kepu.push.PushSettings;
import kepu.push.Quiet;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** What a resident wishes of pushes, as they see it. */
final class PushSettingsWire {
    private final Push push;
    private final Regions regions;
    private final Quiet everybodys;

    PushSettingsWire(Push push, Regions regions, Config.Governor config) {
        this.push = push;
        this.regions = regions;
        this.everybodys = Quiet.of(config.quietFrom(), config.quietUntil());
    }

    JsonObject of(long resident) {
        return of(push.settings().of(resident));
    }

    JsonObject of(PushSettings settings) {
        Quiet own = settings.quiet();
        JsonObject quiet = new JsonObject().put("own", own != null);
        (own == null ? everybodys : own)
                .times()
                .ifPresent(times -> quiet.put("from", times[0]).put("until", times[1]));
        JsonArray senders = new JsonArray();
        settings.senders().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> senders.add(new JsonObject()
                        .put("code", entry.getKey())
                        .put("name", regions.name(RegionCode.of(entry.getKey())))
                        .put("since", Wire.time(entry.getValue()))));
        JsonArray topics = new JsonArray();
        settings.topics().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(entry -> topics.add(new JsonObject()
                        .put("code", entry.getKey().code())
                        .put("name", entry.getKey().label())
                        .put("since", Wire.time(entry.getValue()))));
        return new JsonObject().put("quiet", quiet).put("senders", senders).put("topics", topics);
    }
}
