package kepu.alert;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** A bulletin as an operator writes it, without CAP: what is the matter, what to do, where, how bad, until when. */
public record Form(
        String headline,
        String instruction,
        String description,
        List<RegionCode> regions,
        Severity severity,
        Instant until,
        List<String> items,
        CapMessage.Status status,
        @Nullable String replaces) {
    private static final String LANGUAGE = "zh-CN";
    private static final String CODES = "统计用区划代码";

    public Form {
        regions = RegionSet.union(regions);
        items = List.copyOf(items);
        until = until.truncatedTo(ChronoUnit.SECONDS);
    }

    /** The message that says it; an update when it replaces {@code replaced}. */
    CapMessage message(CapMessage.Key key, @Nullable CapMessage replaced, String senderName, Regions names) {
        CapMessage.Info info = new CapMessage.Info(
                LANGUAGE,
                severity,
                new CapMessage.Nature("Other", "Immediate", "Unknown"),
                new CapMessage.Words(headline, senderName, headline, description, instruction, ""),
                new CapMessage.Times(key.sent(), null, until),
                items,
                regions.stream().map(region -> area(region, names)).toList());
        return new CapMessage(
                key,
                status,
                replaced == null ? CapMessage.Kind.ALERT : CapMessage.Kind.UPDATE,
                CapMessage.Scope.PUBLIC,
                replaced == null ? List.of() : List.of(replaced.key()),
                List.of(info),
                false);
    }

    /** What takes a message back. */
    static CapMessage cancel(CapMessage.Key key, CapMessage cancelled) {
        return new CapMessage(
                key,
                cancelled.status(),
                CapMessage.Kind.CANCEL,
                cancelled.scope(),
                List.of(cancelled.key()),
                List.of(),
                false);
    }

    /** What tells two requests apart. */
    JsonObject wire() {
        JsonObject json = new JsonObject()
                .put("headline", headline)
                .put("instruction", instruction)
                .put("description", description)
                .put(
                        "regions",
                        new JsonArray(regions.stream().map(RegionCode::text).toList()))
                .put("severity", severity.code())
                .put("until", until.toString())
                .put("items", new JsonArray(items))
                .put("status", status.name());
        return replaces == null ? json : json.put("replaces", replaces);
    }

    private static CapMessage.Area area(RegionCode region, Regions names) {
        return new CapMessage.Area(
                names.fullName(region), List.of(new CapMessage.Named(CODES, region.text())), List.of());
    }
}
