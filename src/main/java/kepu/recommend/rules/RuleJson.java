package kepu.recommend.rules;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import kepu.base.Beijing;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Kind;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Rules as JSON, the same in calls and in the table. The contract checks the shape of each field; reading checks what the fields say
 * together and names each fault by its JSON pointer.
 */
public final class RuleJson {
    private static final Set<String> TERMS = Set.of("id", "type", "region", "groups", "age", "from", "until", "note");
    private static final Map<String, Set<String>> FIELDS = Map.of(
            "pin", Set.of("item", "place"),
            "boost", Set.of("item", "topic", "source", "factor"),
            "ban", Set.of("item", "topic", "source"),
            "quota", Set.of("topic", "kind", "source", "least", "most"));

    private final List<Failure.Fault> faults = new ArrayList<>();
    private final Set<String> ids = new HashSet<>();

    private RuleJson() {}

    /** Reads rules; {@link Failure.Invalid} with every fault, its pointers beginning with {@code pointer}. One without a name gets one. */
    public static List<Rule> read(JsonArray array, String pointer) {
        RuleJson reader = new RuleJson();
        reader.collectIds(array, pointer);
        List<Rule> rules = new ArrayList<>();
        for (int i = 0; i < array.size(); i++) {
            Rule rule = reader.rule(array.getJsonObject(i), pointer + "/" + i);
            if (rule != null) {
                rules.add(rule);
            }
        }
        if (!reader.faults.isEmpty()) {
            throw invalid(reader.faults);
        }
        return rules;
    }

    static Failure.Invalid invalid(List<Failure.Fault> faults) {
        return new Failure.Invalid("rules-invalid", "规则有误，共 " + faults.size() + " 处", faults);
    }

    public static JsonArray write(List<Rule> rules) {
        JsonArray array = new JsonArray();
        rules.forEach(rule -> array.add(write(rule)));
        return array;
    }

    private static JsonObject write(Rule rule) {
        JsonObject json = terms(rule.terms());
        return switch (rule) {
            case Rule.Pin pin -> json.put("type", "pin").put("item", pin.item()).put("place", pin.place());
            case Rule.Boost boost ->
                subject(json.put("type", "boost"), boost.of()).put("factor", boost.factor());
            case Rule.Ban ban -> subject(json.put("type", "ban"), ban.of());
            case Rule.Quota quota ->
                subject(json.put("type", "quota"), quota.of())
                        .put(quota.bound() == Rule.Quota.Bound.LEAST ? "least" : "most", quota.count());
        };
    }

    private static JsonObject terms(Rule.Terms terms) {
        Whom whom = terms.whom();
        JsonObject json = new JsonObject()
                .put("id", terms.id())
                .put("region", whom.region().text())
                .put("note", terms.note());
        if (!whom.groups().isEmpty()) {
            json.put(
                    "groups",
                    new JsonArray(
                            whom.groups().stream().map(Coded::code).sorted().toList()));
        }
        JsonObject age = new JsonObject();
        putIfThere(age, "from", whom.minAge());
        putIfThere(age, "to", whom.maxAge());
        putIfThere(json, "age", age.isEmpty() ? null : age);
        putIfThere(json, "from", terms.from() == null ? null : Beijing.text(terms.from()));
        putIfThere(json, "until", terms.until() == null ? null : Beijing.text(terms.until()));
        return json;
    }

    private static JsonObject subject(JsonObject json, Subject of) {
        return switch (of) {
            case Subject.OfItem(String item) -> json.put("item", item);
            case Subject.OfTopic(Topic topic) -> json.put("topic", topic.code());
            case Subject.OfSource(String source) -> json.put("source", source);
            case Subject.OfKind(Kind kind) -> json.put("kind", kind.code());
        };
    }

    private static void putIfThere(JsonObject json, String key, @Nullable Object value) {
        if (value != null) {
            json.put(key, value);
        }
    }

    private void collectIds(JsonArray array, String pointer) {
        for (int i = 0; i < array.size(); i++) {
            String id = array.getJsonObject(i).getString("id");
            if (id != null && !ids.add(id)) {
                fault(pointer + "/" + i + "/id", "两条规则用了同一个编号：" + id);
            }
        }
    }

    private @Nullable Rule rule(JsonObject json, String pointer) {
        String type = json.getString("type");
        Set<String> fields = FIELDS.getOrDefault(type, Set.of());
        json.fieldNames().stream()
                .filter(field -> !TERMS.contains(field) && !fields.contains(field))
                .forEach(field -> fault(pointer + "/" + field, "这类规则不用这个字段"));
        Rule.Terms terms = terms(json, pointer);
        return switch (type) {
            case "pin" -> pin(terms, json, pointer);
            case "boost" -> boost(terms, json, pointer);
            case "ban" -> ban(terms, json, pointer);
            case "quota" -> quota(terms, json, pointer);
            default -> {
                fault(pointer + "/type", "没有这类规则：" + type);
                yield null;
            }
        };
    }

    private Rule.@Nullable Terms terms(JsonObject json, String pointer) {
        int before = faults.size();
        RegionCode region = RegionCode.parse(json.getString("region")).orElse(null);
        if (region == null) {
            fault(pointer + "/region", "地区代码应为 2、4、6、9 或 12 位数字，全国为 0");
        }
        Set<Group> groups = groups(json.getJsonArray("groups", new JsonArray()), pointer + "/groups");
        JsonObject age = json.getJsonObject("age", new JsonObject());
        Integer youngest = age.getInteger("from");
        Integer oldest = age.getInteger("to");
        if (youngest != null && oldest != null && youngest > oldest) {
            fault(pointer + "/age", "from 不能大于 to");
        }
        Instant from = time(json, "from", pointer);
        Instant until = time(json, "until", pointer);
        if (from != null && until != null && !until.isAfter(from)) {
            fault(pointer + "/until", "结束时间应在开始之后");
        }
        if (region == null || faults.size() > before) {
            return null;
        }
        String id = json.getString("id");
        return new Rule.Terms(
                id == null ? freshId() : id,
                new Whom(region, groups, youngest, oldest),
                from,
                until,
                json.getString("note"));
    }

    private Set<Group> groups(JsonArray codes, String pointer) {
        Set<Group> groups = new HashSet<>();
        for (int i = 0; i < codes.size(); i++) {
            Group group = word(codes.getString(i), Group::of, pointer + "/" + i, "人群");
            if (group != null) {
                groups.add(group);
            }
        }
        return groups;
    }

    private @Nullable Instant time(JsonObject json, String field, String pointer) {
        String text = json.getString(field);
        try {
            return text == null ? null : OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            fault(pointer + "/" + field, "时间应写成 2026-03-12T09:30:00+08:00 的样子");
            return null;
        }
    }

    private String freshId() {
        int number = 1;
        while (!ids.add("r" + number)) {
            number++;
        }
        return "r" + number;
    }

    private @Nullable Rule pin(Rule.@Nullable Terms terms, JsonObject json, String pointer) {
        String item = required(json, "item", pointer);
        Integer place = json.getInteger("place");
        if (place == null) {
            fault(pointer, "置顶要写 place（1 至 10）");
            return null;
        }
        return terms == null || item == null ? null : new Rule.Pin(terms, item, place);
    }

    private @Nullable Rule boost(Rule.@Nullable Terms terms, JsonObject json, String pointer) {
        Subject of = subject(json, pointer, "item", "topic", "source");
        Double factor = json.getDouble("factor");
        if (factor == null) {
            fault(pointer, "加权要写 factor（0.1 至 10）");
            return null;
        }
        return terms == null || of == null ? null : new Rule.Boost(terms, of, factor);
    }

    private @Nullable Rule ban(Rule.@Nullable Terms terms, JsonObject json, String pointer) {
        Subject of = subject(json, pointer, "item", "topic", "source");
        return terms == null || of == null ? null : new Rule.Ban(terms, of);
    }

    private @Nullable Rule quota(Rule.@Nullable Terms terms, JsonObject json, String pointer) {
        Subject of = subject(json, pointer, "topic", "kind", "source");
        Integer least = json.getInteger("least");
        Integer most = json.getInteger("most");
        if ((least == null) == (most == null)) {
            fault(pointer, "配额要写 least 或 most，恰好一个");
            return null;
        }
        Rule.Quota.Bound bound = least == null ? Rule.Quota.Bound.MOST : Rule.Quota.Bound.LEAST;
        Integer count = least == null ? most : least;
        if (bound == Rule.Quota.Bound.LEAST && count != null && count == 0) {
            fault(pointer + "/least", "至少 0 条等于没有要求");
            return null;
        }
        return terms == null || of == null || count == null ? null : new Rule.Quota(terms, of, bound, count);
    }

    private @Nullable Subject subject(JsonObject json, String pointer, String... fields) {
        List<String> given = List.of(fields).stream().filter(json::containsKey).toList();
        if (given.size() != 1) {
            fault(pointer, List.of(fields).stream().collect(Collectors.joining("、", "要写 ", " 中恰好一个")));
            return null;
        }
        String field = given.getFirst();
        String value = json.getString(field);
        return switch (field) {
            case "topic" -> {
                Topic topic = word(value, Topic::of, pointer + "/topic", "主题");
                yield topic == null ? null : new Subject.OfTopic(topic);
            }
            case "kind" -> {
                Kind kind = word(value, Kind::of, pointer + "/kind", "形式");
                yield kind == null ? null : new Subject.OfKind(kind);
            }
            case "source" -> new Subject.OfSource(value);
            default -> new Subject.OfItem(value);
        };
    }

    private <T> @Nullable T word(String code, Function<String, Optional<T>> known, String pointer, String what) {
        T word = known.apply(code).orElse(null);
        if (word == null) {
            fault(pointer, "没有这个" + what + "：" + code);
        }
        return word;
    }

    private @Nullable String required(JsonObject json, String field, String pointer) {
        String value = json.getString(field);
        if (value == null) {
            fault(pointer, "缺少 " + field);
        }
        return value;
    }

    private void fault(String pointer, String detail) {
        faults.add(new Failure.Fault(pointer, detail));
    }
}
