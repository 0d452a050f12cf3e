package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.base.Failure;
import kepu.base.FewPeople;
import kepu.base.Group;
import kepu.content.DraftJson;
import kepu.content.Kind;
import kepu.content.review.BulkReviews;
import kepu.content.review.Check;
import kepu.content.review.Stages;
import kepu.content.review.State;
import kepu.content.review.Version;
import kepu.content.review.Vetting;
import kepu.content.style.Draft;
import kepu.content.style.Fault;
import kepu.content.style.Form;
import kepu.push.audience.Estimate;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Versions, opinions and who saw an item, on the wire. */
final class LibraryWire {
    private LibraryWire() {}

    /** What a list shows of a version. */
    static JsonObject line(Version version) {
        JsonObject line = new JsonObject()
                .put("item", version.item())
                .put("version", version.number())
                .put("state", version.state().code())
                .put("title", version.content().title())
                .put("kind", version.content().kind().code())
                .put("topic", version.content().topic().code())
                .put(
                        "regions",
                        new JsonArray(version.content().regions().stream()
                                .map(RegionCode::text)
                                .toList()))
                .put("origin", version.origin().name())
                .put("note", version.note())
                .put("createdAt", Wire.time(version.createdAt()));
        if (version.origin().trust() != null) {
            line.put("trust", version.origin().trust().code());
        }
        version.part(State.DRAFT)
                .ifPresent(author -> line.put("author", author.name()).put("authorId", Long.toString(author.staff())));
        if (version.state().isReview()) {
            version.part(version.state())
                    .ifPresent(
                            holder -> line.put("holder", holder.name()).put("holderId", Long.toString(holder.staff())));
        }
        if (version.corrects() != null) {
            line.put("corrects", version.corrects());
        }
        if (version.dueAt() != null) {
            line.put("dueAt", Wire.time(version.dueAt()));
        }
        return version.publishedAt() == null ? line : line.put("publishedAt", Wire.time(version.publishedAt()));
    }

    /** All of a version, with what the style guide finds in it. */
    static JsonObject whole(Version version, List<Fault> faults) {
        JsonArray stages = new JsonArray();
        version.parts().forEach(part -> stages.add(stage(part)));
        JsonArray checks = new JsonArray();
        version.signatures()
                .forEach(one -> checks.add(new JsonObject()
                        .put("check", one.what().code())
                        .put("by", one.name())
                        .put("at", Wire.time(one.at()))
                        .put("note", one.note())
                        .put("revision", one.revision())
                        .put("valid", one.revision() == version.revision())));
        JsonObject whole = line(version)
                .put("revision", version.revision())
                .put("content", DraftJson.shown(version.content()))
                .put("stages", stages)
                .put("checks", checks)
                .put("faults", style(faults));
        return version.content().voice() == null
                ? whole
                : whole.put("recordingFits", version.content().recording() != null);
    }

    private static JsonArray style(List<Fault> faults) {
        JsonArray style = new JsonArray();
        faults.forEach(
                fault -> style.add(new JsonObject().put("line", fault.line()).put("reason", fault.reason())));
        return style;
    }

    /** What somebody is writing, of which anything may be missing yet. */
    static Draft written(JsonObject json) {
        return new Draft(
                Form.of(Kind.of(json.getString("kind", Kind.ARTICLE.code())).orElseThrow()),
                json.getString("title", ""),
                json.getString("summary", ""),
                json.getJsonArray("groups", new JsonArray()).stream()
                        .flatMap(code -> Group.of((String) code).stream())
                        .toList(),
                json.getJsonArray("keywords", new JsonArray()).stream()
                        .map(String.class::cast)
                        .toList(),
                new Draft.Source(json.getString("source", ""), json.getString("authority", "")),
                json.getString("text", ""));
    }

    static JsonObject of(Vetting.Preview preview) {
        return new JsonObject()
                .put("body", preview.body())
                .put("chars", preview.chars())
                .put("faults", style(preview.faults()));
    }

    private static JsonObject stage(Version.Part part) {
        JsonObject stage = new JsonObject()
                .put("stage", part.stage().code())
                .put("by", part.name())
                .put("staff", Long.toString(part.staff()))
                .put("claimedAt", Wire.time(part.claimedAt()))
                .put("comment", part.comment())
                .put("diff", part.diff());
        if (part.opinion() != null) {
            stage.put("opinion", part.opinion().name().toLowerCase(Locale.ROOT));
        }
        return part.doneAt() == null ? stage : stage.put("at", Wire.time(part.doneAt()));
    }

    static JsonArray lines(List<Version> versions) {
        return new JsonArray(versions.stream().map(LibraryWire::line).toList());
    }

    static Stages.Word word(JsonObject opinion) {
        JsonObject edits = opinion.getJsonObject("edits", new JsonObject()).copy();
        String note = (String) edits.remove("note");
        return new Stages.Word(
                opinion.getInteger("version"),
                State.of(opinion.getString("stage")).orElseThrow(),
                Version.Opinion.valueOf(opinion.getString("opinion").toUpperCase(Locale.ROOT)),
                opinion.getString("comment", ""),
                checks(opinion.getJsonArray("checks", new JsonArray())),
                draft -> edits.isEmpty() ? draft : DraftJson.changed(draft, edits),
                note);
    }

    private static Set<Check> checks(JsonArray codes) {
        return codes.stream()
                .map(code -> Check.of(String.valueOf(code)).orElseThrow())
                .collect(Collectors.toSet());
    }

    static List<BulkReviews.Task> tasks(JsonArray tasks) {
        return IntStream.range(0, tasks.size())
                .mapToObj(i -> task(tasks.getJsonObject(i), "/tasks/" + i))
                .toList();
    }

    private static BulkReviews.Task task(JsonObject task, String pointer) {
        BulkReviews.Deed deed = BulkReviews.Deed.of(task.getString("deed")).orElseThrow();
        JsonObject opinion = task.getJsonObject("opinion");
        if ((deed == BulkReviews.Deed.SAY) != (opinion != null)) {
            throw Failure.Invalid.at(pointer + "/opinion", "审核时写意见，认领和放回时不写");
        }
        String item = task.getString("item");
        try {
            return new BulkReviews.Task(item, deed, opinion == null ? null : word(opinion), null);
        } catch (Failure fault) {
            return new BulkReviews.Task(item, deed, null, fault);
        }
    }

    static JsonArray results(List<BulkReviews.Task> tasks, List<BulkReviews.Result> results) {
        return new JsonArray(IntStream.range(0, results.size())
                .mapToObj(i -> result(tasks.get(i).item(), results.get(i)))
                .toList());
    }

    private static JsonObject result(String item, BulkReviews.Result result) {
        JsonObject wire = new JsonObject().put("item", item);
        return switch (result) {
            case BulkReviews.Result.Done(Version version) ->
                wire.put("done", true)
                        .put("version", version.number())
                        .put("state", version.state().code());
            case BulkReviews.Result.Refused(var failure) ->
                wire.put("done", false)
                        .put("type", "urn:kepu:" + failure.type())
                        .put("detail", failure.detail());
        };
    }

    static JsonObject seen(Estimate seen, Regions regions) {
        JsonArray byRegion = new JsonArray();
        seen.byRegion().keySet().stream()
                .sorted()
                .forEach(region -> byRegion.add(new JsonObject()
                        .put("region", region.text())
                        .put("name", regions.name(region))
                        .put("residents", seen.byRegion().get(region))));
        return new JsonObject()
                .put("residents", seen.residents())
                .put("byRegion", byRegion)
                .put("elsewhere", seen.elsewhere())
                .put("fewest", FewPeople.FEWEST);
    }
}
