package kepu.push.audience;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
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
    /** The type of the failure that says that an expression is larger than it may be. */
    public static final String TOO_LARGE = "audience-too-large";

    /** What was stored once is read whatever the limits are now. */
    private static final Limits STORED = new Limits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /**
     * How large an expression may be.
     *
     * @param terms in an expression, {@code all}, {@code any} and {@code not} counted
     * @param depth of the nesting
     * @param words in all lists together; each region becomes two parameters of a statement, of which PostgreSQL takes 65,535
     */
    public record Limits(int terms, int depth, int words) {}

    private final Limits limits;
    private final List<Failure.Fault> faults = new ArrayList<>();
    private int nodes;
    private int words;
    private boolean tooLarge;

    private AudienceJson(Limits limits) {
        this.limits = limits;
    }

    /** Reads an expression that was written here. */
    public static Audience read(JsonObject json) {
        return read(json, "", STORED);
    }

    /**
     * Reads an expression that somebody sent; {@link Failure.Invalid} with every fault, its pointers beginning with {@code pointer}, and of
     * the type {@link #TOO_LARGE} when it passes a limit.
     */
    public static Audience read(JsonObject json, String pointer, Limits limits) {
        AudienceJson reader = new AudienceJson(limits);
        Audience audience = reader.node(json, pointer, 1);
        if (audience == null || !reader.faults.isEmpty()) {
            throw new Failure.Invalid(
                    reader.tooLarge ? TOO_LARGE : "audience-invalid",
                    reader.tooLarge ? "人群条件太大" : "人群条件有误",
                    reader.faults);
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
            case Audience.Reached(LocalDate since) -> new JsonObject().put("reached", since(new JsonObject(), since));
            case Audience.Opened(String item, LocalDate since) ->
                new JsonObject().put("opened", since(new JsonObject().put("item", item), since));
            case Audience.Shared(String item, LocalDate since) ->
                new JsonObject().put("shared", since(new JsonObject().put("item", item), since));
            case Audience.Checked(String claim, LocalDate since) ->
                new JsonObject().put("checked", since(new JsonObject().put("claim", claim), since));
        };
    }

    private @Nullable Audience node(@Nullable Object value, String pointer, int depth) {
        if (!(value instanceof JsonObject json) || json.size() != 1) {
            return fault(pointer, "每个条件恰好有一个键");
        }
        if (++nodes > limits.terms() || depth > limits.depth()) {
            tooLarge = true;
            return fault(pointer, "条件太多或嵌套太深：最多 " + limits.terms() + " 个、" + limits.depth() + " 层");
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
            case "reached" -> reached(only.getValue(), at);
            case "opened" -> did(only.getValue(), at, "item", Audience.Opened::new);
            case "shared" -> did(only.getValue(), at, "item", Audience.Shared::new);
            case "checked" -> did(only.getValue(), at, "claim", Audience.Checked::new);
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
        if (this.words > limits.words()) {
            tooLarge = true;
            fault(pointer, "条件里的词太多：最多 " + limits.words() + " 个");
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

    private @Nullable Audience reached(@Nullable Object value, String pointer) {
        if (!(value instanceof JsonObject json) || json.size() > (json.containsKey("since") ? 1 : 0)) {
            return fault(pointer, "应写 since，或留空 {}");
        }
        return new Audience.Reached(day(json, pointer));
    }

    private interface Deed {
        Audience of(String with, @Nullable LocalDate since);
    }

    private @Nullable Audience did(@Nullable Object value, String pointer, String key, Deed deed) {
        if (!(value instanceof JsonObject json)
                || !(json.getValue(key) instanceof String with)
                || json.size() > (json.containsKey("since") ? 2 : 1)) {
            return fault(pointer, "应写 " + key + "，可以再写 since");
        }
        return deed.of(with, day(json, pointer));
    }

    private @Nullable LocalDate day(JsonObject json, String pointer) {
        Object since = json.getValue("since");
        try {
            return since == null ? null : LocalDate.parse(String.valueOf(since));
        } catch (DateTimeParseException e) {
            fault(pointer + "/since", "日期应写成 2026-11-01 的样子");
            return null;
        }
    }

    private @Nullable Audience fault(String pointer, String detail) {
        faults.add(new Failure.Fault(pointer, detail));
        return null;
    }

    private static JsonObject since(JsonObject json, @Nullable LocalDate since) {
        return since == null ? json : json.put("since", since.toString());
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
