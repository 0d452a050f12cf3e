package kepu.push;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Audiences as JSON, the same in calls, tables and files. Reading names each fault by its JSON pointer. */
public final class AudienceJson {
    private static final int MAX_NODES = 200;
    private static final int MAX_DEPTH = 8;
    /** Each region becomes two parameters of a statement, and PostgreSQL takes 65,535. */
    private static final int MAX_WORDS = 5_000;

    private final List<Failure.Fault> faults = new ArrayList<>();
    private int nodes;
    private int words;

    private AudienceJson() {}

    /** Reads an expression; {@link Failure.Invalid} with every fault, its pointers beginning with {@code pointer}. */
    public static Audience read(JsonObject json, String pointer) {
        AudienceJson reader = new AudienceJson();
        Audience audience = reader.node(json, pointer, 1);
        if (audience == null || !reader.faults.isEmpty()) {
            throw new Failure.Invalid("audience-invalid", "人群条件有误", reader.faults);
        }
        return audience;
    }

    public static JsonObject write(Audience audience) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> new JsonObject().put("all", all(parts));
            case Audience.Any(List<Audience> parts) -> new JsonObject().put("any", all(parts));
            case Audience.Not(Audience part) -> new JsonObject().put("not", write(part));
            case Audience.InRegion region ->
                new JsonObject()
                        .put(
                                "region",
                                texts(region.regions().stream()
                                        .map(RegionCode::text)
                                        .toList()));
            case Audience.InGroup group -> new JsonObject().put("group", codes(group.groups()));
            case Audience.Aged(Integer from, Integer to) -> {
                JsonObject age = new JsonObject();
                if (from != null) {
                    age.put("from", from);
                }
                if (to != null) {
                    age.put("to", to);
                }
                yield new JsonObject().put("age", age);
            }
            case Audience.Occupied occupied -> new JsonObject().put("occupation", texts(occupied.occupations()));
            case Audience.Interested interested -> new JsonObject().put("interest", codes(interested.topics()));
            case Audience.Speaking speaking -> new JsonObject().put("language", texts(speaking.languages()));
        };
    }

    private @Nullable Audience node(@Nullable Object value, String pointer, int depth) {
        if (!(value instanceof JsonObject json) || json.size() != 1) {
            return fault(pointer, "每个条件恰好有一个键");
        }
        if (++nodes > MAX_NODES || depth > MAX_DEPTH) {
            return fault(pointer, "条件太多或嵌套太深：最多 " + MAX_NODES + " 个、" + MAX_DEPTH + " 层");
        }
        Map.Entry<String, Object> only = json.iterator().next();
        String at = pointer + "/" + only.getKey().replace("~", "~0").replace("/", "~1");
        return switch (only.getKey()) {
            case "all" -> new Audience.All(parts(only.getValue(), at, depth));
            case "any" -> new Audience.Any(parts(only.getValue(), at, depth));
            case "not" -> {
                Audience part = node(only.getValue(), at, depth + 1);
                yield part == null ? null : new Audience.Not(part);
            }
            case "region" -> new Audience.InRegion(words(only.getValue(), at, "地区", RegionCode::parse));
            case "group" -> new Audience.InGroup(new HashSet<>(words(only.getValue(), at, "人群", Group::of)));
            case "age" -> age(only.getValue(), at);
            case "occupation" -> new Audience.Occupied(new HashSet<>(words(only.getValue(), at, "职业", Optional::of)));
            case "interest" -> new Audience.Interested(new HashSet<>(words(only.getValue(), at, "主题", Topic::of)));
            case "language" -> new Audience.Speaking(new HashSet<>(words(only.getValue(), at, "语言", Optional::of)));
            default -> fault(at, "没有这种条件：" + only.getKey());
        };
    }

    private List<Audience> parts(@Nullable Object value, String pointer, int depth) {
        List<Audience> parts = new ArrayList<>();
        if (!(value instanceof JsonArray array) || array.isEmpty()) {
            fault(pointer, "应为至少一个条件的列表");
            return parts;
        }
        for (int i = 0; i < array.size(); i++) {
            Audience part = node(array.getValue(i), pointer + "/" + i, depth + 1);
            if (part != null) {
                parts.add(part);
            }
        }
        return parts;
    }

    private <T> List<T> words(
            @Nullable Object value, String pointer, String what, Function<String, Optional<T>> known) {
        List<T> words = new ArrayList<>();
        if (!(value instanceof JsonArray array) || array.isEmpty()) {
            fault(pointer, "应为至少一个" + what + "的列表");
            return words;
        }
        this.words += array.size();
        if (this.words > MAX_WORDS) {
            fault(pointer, "条件里的词太多：最多 " + MAX_WORDS + " 个");
            return words;
        }
        for (int i = 0; i < array.size(); i++) {
            Optional<T> word = array.getValue(i) instanceof String text ? known.apply(text) : Optional.empty();
            if (word.isEmpty()) {
                fault(pointer + "/" + i, "没有这个" + what + "：" + array.getValue(i));
            }
            word.ifPresent(words::add);
        }
        return words;
    }

    private @Nullable Audience age(@Nullable Object value, String pointer) {
        if (!(value instanceof JsonObject json)) {
            return fault(pointer, "年龄应写 from、to");
        }
        Integer from = json.getValue("from") instanceof Number number ? (Integer) number.intValue() : null;
        Integer to = json.getValue("to") instanceof Number number ? (Integer) number.intValue() : null;
        if (from == null && to == null || from != null && to != null && from > to) {
            return fault(pointer, "年龄应写 from、to，且 from 不大于 to");
        }
        return new Audience.Aged(from, to);
    }

    private @Nullable Audience fault(String pointer, String detail) {
        faults.add(new Failure.Fault(pointer, detail));
        return null;
    }

    private static JsonArray all(List<Audience> parts) {
        JsonArray array = new JsonArray();
        parts.forEach(part -> array.add(write(part)));
        return array;
    }

    private static JsonArray codes(Collection<? extends Coded> words) {
        return texts(words.stream().map(Coded::code).sorted().toList());
    }

    private static JsonArray texts(Collection<String> texts) {
        JsonArray array = new JsonArray();
        texts.stream().sorted().forEach(array::add);
        return array;
    }
}
