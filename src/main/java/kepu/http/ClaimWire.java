package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.function.Supplier;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.rumour.Checked;
import kepu.rumour.ClaimReview;
import kepu.rumour.Unknown;
import kepu.rumour.Verdict;

/** Claims, verdicts and what nobody knows on the wire; a verdict also as schema.org's ClaimReview. */
final class ClaimWire {
    private final Items items;
    private final Supplier<String> url;

    ClaimWire(Items items, Supplier<String> url) {
        this.items = items;
        this.url = url;
    }

    JsonObject of(Checked checked) {
        JsonArray verdicts = new JsonArray();
        checked.found()
                .forEach(found -> verdicts.add(card(found.verdict())
                        .put("score", Math.round(found.score() * 1_000) / 1_000.0)
                        .put("statement", found.statement())));
        return new JsonObject().put("verdicts", verdicts).put("unknown", new JsonArray(checked.unknown()));
    }

    JsonObject card(Verdict verdict) {
        return new JsonObject()
                .put("id", verdict.id())
                .put("claim", verdict.claim())
                .put("rating", verdict.rating().code())
                .put("ratingName", verdict.rating().label())
                .put("topic", verdict.topic().code())
                .put("summary", verdict.summary())
                .put(
                        "item",
                        verdict.items().stream()
                                .flatMap(id -> items.catalogue().find(id).stream())
                                .map(Item::id)
                                .findFirst()
                                .orElse(null))
                .put("source", verdict.sourcing().source())
                .put("publishedOn", verdict.published().toString());
    }

    JsonObject whole(Verdict verdict) {
        JsonArray more = new JsonArray();
        verdict.items().stream()
                .flatMap(id -> items.catalogue().find(id).stream())
                .map(Catalogue::wire)
                .forEach(more::add);
        return card(verdict)
                .put("groups", MeRoutes.codes(verdict.groups()))
                .put("body", verdict.body())
                .put("authority", verdict.sourcing().authority())
                .put("licence", verdict.sourcing().licence())
                .put("language", verdict.sourcing().language())
                .put("items", more)
                .put("claimReview", ClaimReview.of(verdict, url.get()));
    }

    static JsonObject of(Unknown unknown) {
        JsonObject json = new JsonObject()
                .put("id", Long.toString(unknown.id()))
                .put("text", unknown.text())
                .put("state", unknown.state().code())
                .put("firstAt", Wire.time(unknown.firstAt()))
                .put("lastAt", Wire.time(unknown.lastAt()))
                .put("total", unknown.total())
                .put("today", unknown.today())
                .put("surprise", Math.round(unknown.surprise() * 10) / 10.0);
        return unknown.claim() == null ? json : json.put("claim", unknown.claim());
    }

    static JsonObject of(Unknown.Alarm alarm) {
        return new JsonObject()
                .put("id", Long.toString(alarm.id()))
                .put("unknown", of(alarm.unknown()))
                .put("day", alarm.day())
                .put("count", alarm.count())
                .put("expected", Math.round(alarm.expected() * 100) / 100.0)
                .put("surprise", Math.round(alarm.surprise() * 10) / 10.0)
                .put("at", Wire.time(alarm.at()));
    }
}
