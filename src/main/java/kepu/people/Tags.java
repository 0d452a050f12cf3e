package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;

/**
 * The tags of a resident, told and learned, for their own eyes and theirs to delete (个人信息保护法 §24, 互联网信息服务算法推荐管理规定 §17).
 */
public final class Tags {
    /** Where a tag comes from. */
    public enum Origin {
        TOLD,
        LEARNED
    }

    /** A tag and what it weighs, 0 to 1; what was told weighs 1. */
    public record Weighed(Tag tag, Origin origin, double weight) {}

    /** All tags of a resident; the learned ones, the heaviest first, stand behind the told ones. */
    public record Sheet(List<Weighed> tags, boolean personalised) {
        public Sheet {
            tags = List.copyOf(tags);
        }
    }

    private final Residents residents;
    private final LearnedTags learned;

    public Tags(Residents residents, LearnedTags learned) {
        this.residents = residents;
        this.learned = learned;
    }

    /** Puts the tags into the export of a resident's data. */
    public void follow() {
        residents.onExport("tags", id -> sheet(id).map(sheet -> wire(sheet.tags())));
    }

    /** The tags; a topic that is both told and learned is there once, as told. */
    public Future<Sheet> sheet(long id) {
        return residents
                .resident(id)
                .compose(resident ->
                        learned.of(id).map(topics -> new Sheet(all(resident, topics), resident.personalised())));
    }

    /** Deletes a tag, also one that is not there; {@link Failure.Missing} when there is no such tag at all. */
    public Future<Void> delete(long id, String code) {
        Tag tag = Tag.of(code).orElseThrow(() -> new Failure.Missing("tag-missing", "没有这个标签：" + code));
        return residents.withoutTag(id, tag).mapEmpty();
    }

    public static JsonArray wire(List<Weighed> tags) {
        JsonArray array = new JsonArray();
        tags.forEach(weighed -> array.add(new JsonObject()
                .put("tag", weighed.tag().code())
                .put("label", weighed.tag().label())
                .put("origin", weighed.origin() == Origin.TOLD ? "told" : "learned")
                .put("weight", weighed.weight())));
        return array;
    }

    private static List<Weighed> all(Resident resident, Map<Topic, Double> learned) {
        List<Weighed> all = new ArrayList<>();
        for (Group group : resident.groups().stream().sorted().toList()) {
            all.add(new Weighed(new Tag.OfGroup(group), Origin.TOLD, 1));
        }
        for (Topic topic : resident.interests().stream().sorted().toList()) {
            all.add(new Weighed(new Tag.OfTopic(topic), Origin.TOLD, 1));
        }
        learned.entrySet().stream()
                .filter(entry -> !resident.interests().contains(entry.getKey()))
                .sorted(Map.Entry.<Topic, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry ->
                        all.add(new Weighed(new Tag.OfTopic(entry.getKey()), Origin.LEARNED, entry.getValue())));
        return all;
    }
}
