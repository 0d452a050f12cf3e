package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Shortened;
import kepu.base.Topic;
import kepu.content.SafeHtml;
import kepu.content.Trust;
import kepu.content.source.Comparison;
import kepu.content.source.Entries;
import kepu.content.source.Entry;
import kepu.content.source.Poll;
import kepu.content.source.Source;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Sources and entries as JSON, and back. */
final class SourceWire {
    private static final int INTERVAL_SECONDS = 3_600;
    private static final int MOST_ENTRIES = 500;
    private static final int SUMMARY = 120;

    private SourceWire() {}

    static Source.Outline outline(JsonObject body, RegionCode scope) {
        return new Source.Outline(
                body.getString("name").strip(),
                body.getString("url"),
                given(body.getJsonObject("given"), scope),
                Duration.ofSeconds(body.getInteger("intervalSeconds", INTERVAL_SECONDS)),
                body.getInteger("mostEntries", MOST_ENTRIES));
    }

    static Source.Change change(JsonObject body, RegionCode scope) {
        JsonObject given = body.getJsonObject("given");
        Integer seconds = body.getInteger("intervalSeconds");
        return new Source.Change(
                body.getString("name"),
                body.getString("url"),
                given == null ? null : given(given, scope),
                seconds == null ? null : Duration.ofSeconds(seconds),
                body.getInteger("mostEntries"),
                body.getBoolean("active"));
    }

    static Entries.Choice choice(JsonObject body, RegionCode scope) {
        JsonObject given = body.getJsonObject("given");
        return new Entries.Choice(
                body.getString("title"), body.getString("summary"), given == null ? null : given(given, scope));
    }

    /** Without regions it is for the scope; that of the country is everywhere. */
    static Source.Given given(JsonObject given, RegionCode scope) {
        Topic topic = Topic.of(given.getString("topic"))
                .orElseThrow(() -> Failure.Invalid.at("/given/topic", "没有这个主题：" + given.getString("topic")));
        Set<Group> groups = given.getJsonArray("groups").stream()
                .map(code -> Group.of((String) code)
                        .orElseThrow(() -> Failure.Invalid.at("/given/groups", "没有这个人群：" + code)))
                .collect(Collectors.toSet());
        List<RegionCode> regions = given.getJsonArray("regions", new JsonArray()).stream()
                .map(code -> RegionCode.of((String) code))
                .filter(region -> !region.equals(RegionCode.COUNTRY))
                .toList();
        boolean everywhere = regions.isEmpty() && scope.equals(RegionCode.COUNTRY);
        return new Source.Given(
                Trust.of(given.getString("trust")).orElseThrow(),
                given.getString("authority"),
                given.getString("licence").strip(),
                topic,
                groups,
                regions.isEmpty() && !everywhere ? List.of(scope) : regions);
    }

    static JsonObject of(Source source) {
        Source.Outline outline = source.outline();
        JsonObject json = new JsonObject()
                .put("id", Long.toString(source.id()))
                .put("scope", source.scope().text())
                .put("name", outline.name())
                .put("url", outline.url())
                .put("given", of(outline.given()))
                .put("intervalSeconds", outline.interval().toSeconds())
                .put("mostEntries", outline.mostEntries())
                .put("active", source.active())
                .put("dueAt", Wire.time(source.dueAt()))
                .put("failures", source.failures());
        Poll last = source.last();
        return last == null ? json : json.put("last", of(last));
    }

    static JsonObject of(Poll poll) {
        JsonArray faults = new JsonArray();
        poll.faults()
                .forEach(fault -> faults.add(new JsonObject()
                        .put("entry", fault.place())
                        .put("type", fault.type())
                        .put("detail", fault.detail())));
        JsonObject json = new JsonObject()
                .put("at", Wire.time(poll.at()))
                .put("bytes", poll.bytes())
                .put("entries", poll.counts().entries())
                .put("fresh", poll.counts().fresh())
                .put("duplicates", poll.counts().duplicates())
                .put("revised", poll.counts().revised())
                .put("known", poll.counts().known())
                .put("refused", poll.counts().refused())
                .put("faults", faults);
        return switch (poll.outcome()) {
            case Poll.Outcome.Read read -> json.put("outcome", "read");
            case Poll.Outcome.Unchanged unchanged -> json.put("outcome", "unchanged");
            case Poll.Outcome.Failed failed ->
                json.put("outcome", "failed").put("type", failed.type()).put("detail", failed.detail());
        };
    }

    static JsonObject of(Entries.View view) {
        JsonArray alike = new JsonArray();
        view.alike().forEach(beside -> alike.add(of(beside.comparison()).put("entry", whole(beside.entry()))));
        return new JsonObject()
                .put("entry", whole(view.entry()))
                .put("alike", alike)
                .put("mostTrusted", Long.toString(view.mostTrusted().id()));
    }

    private static JsonObject of(Comparison comparison) {
        return new JsonObject()
                .put("similarity", rounded(comparison.similarity()))
                .put("charsHere", comparison.charsHere())
                .put("charsThere", comparison.charsThere())
                .put("onlyHere", new JsonArray(comparison.onlyHere()))
                .put("onlyThere", new JsonArray(comparison.onlyThere()));
    }

    private static JsonObject whole(Entry entry) {
        return card(entry).put("html", entry.text().html());
    }

    static JsonObject card(Entry entry) {
        Entry.Origin origin = entry.origin();
        Entry.Standing standing = entry.standing();
        JsonObject json = new JsonObject()
                .put("id", Long.toString(entry.id()))
                .put("source", Long.toString(origin.source()))
                .put("sourceName", origin.name())
                .put("given", of(origin.given()))
                .put("title", entry.text().title())
                .put("summary", Shortened.of(SafeHtml.text(entry.text().html()).replaceAll("\\s+", " "), SUMMARY))
                .put("fetchedAt", Wire.time(origin.fetchedAt()))
                .put("state", standing.state().code())
                .put("leader", Long.toString(standing.leader()))
                .put("similarity", rounded(standing.similarity()))
                .put("alike", standing.alike());
        maybe(json, "author", entry.text().author());
        maybe(json, "url", origin.url());
        maybe(json, "publishedAt", origin.publishedAt() == null ? null : Wire.time(origin.publishedAt()));
        maybe(json, "revisedAt", origin.revisedAt() == null ? null : Wire.time(origin.revisedAt()));
        maybe(json, "main", standing.main() == null ? null : Long.toString(standing.main()));
        maybe(json, "draft", standing.draft());
        maybe(json, "reason", standing.reason());
        return json;
    }

    private static JsonObject of(Source.Given given) {
        return new JsonObject()
                .put("trust", given.trust().code())
                .put("authority", given.authority())
                .put("licence", given.licence())
                .put("topic", given.topic().code())
                .put("groups", MeRoutes.codes(given.groups()))
                .put(
                        "regions",
                        new JsonArray(
                                given.regions().stream().map(RegionCode::text).toList()));
    }

    private static void maybe(JsonObject json, String key, @Nullable String value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private static double rounded(double share) {
        return Math.round(share * 1_000) / 1_000.0;
    }
}
