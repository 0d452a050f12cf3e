package kepu.testing;

import com.fasterxml.jackson.databind.JsonNode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Makes values that fit a schema of the contract but for a fault here and there. */
public final class NearlyRight {
    private static final String VILLAGE = "510903100208";
    private static final List<Object> ODD = List.of(
            0,
            -1,
            1,
            2.5,
            1e300,
            Long.MAX_VALUE,
            true,
            false,
            "",
            " ",
            "0",
            "51",
            VILLAGE,
            "510903",
            "elder",
            "fraud",
            "𠮷🌾",
            "a".repeat(5_000),
            "%s%n",
            "'; drop table item; --",
            "\\",
            "../../x",
            "2026-11-20T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "000000",
            "13912345678",
            new JsonArray(),
            new JsonObject());

    private final JsonNode document;
    private final Random random;

    public NearlyRight(JsonNode document, Random random) {
        this.document = document;
        this.random = random;
    }

    /** A value of the schema as it stands in a body or an address. */
    public String text(JsonNode schema) {
        return written(value(schema, 0));
    }

    /** The body with one character changed to one that means something in JSON. */
    public String broken(String body) {
        int at = random.nextInt(body.length());
        return body.substring(0, at) + "\"{}[],:\u0000\\".charAt(random.nextInt(9)) + body.substring(at + 1);
    }

    /** A value of the schema, now and then one of no schema. */
    private @Nullable Object value(JsonNode schema, int depth) {
        if (random.nextInt(14) == 0) {
            int odd = random.nextInt(ODD.size() + 1);
            return odd == ODD.size() ? null : ODD.get(odd);
        }
        if (schema.has("$ref")) {
            return value(document.at(schema.get("$ref").asText().substring(1)), depth + 1);
        }
        if (schema.has("enum")) {
            return schema.get("enum")
                    .get(random.nextInt(schema.get("enum").size()))
                    .asText();
        }
        return switch (schema.path("type").asText("any")) {
            case "object" -> object(schema, depth);
            case "array" -> array(schema, depth);
            case "string" -> string(schema);
            case "integer" -> schema.path("minimum").asInt(0) + random.nextInt(60);
            case "number" -> random.nextGaussian();
            case "boolean" -> random.nextBoolean();
            default -> event();
        };
    }

    private JsonObject object(JsonNode schema, int depth) {
        JsonObject object = new JsonObject();
        List<String> names = new ArrayList<>();
        schema.path("properties").fieldNames().forEachRemaining(names::add);
        int most = schema.path("maxProperties").asInt(names.size());
        Collections.shuffle(names, random);
        for (String name : names) {
            boolean required = schema.path("required").toString().contains('"' + name + '"');
            if (object.size() < most && depth < 9 && (required || random.nextInt(3) > 0)) {
                object.put(name, value(schema.get("properties").get(name), depth + 1));
            }
        }
        return random.nextInt(30) == 0 ? object.put("extra", 1) : object;
    }

    private JsonArray array(JsonNode schema, int depth) {
        JsonArray array = new JsonArray();
        int size = depth > 8 ? 0 : 1 + random.nextInt(3);
        for (int i = 0; i < size; i++) {
            array.add(value(schema.path("items"), depth + 1));
        }
        return array;
    }

    private Object string(JsonNode schema) {
        String pattern = schema.path("pattern").asText("");
        if (pattern.contains("1[3-9]")) {
            return "139%08d".formatted(random.nextInt(100));
        }
        if (pattern.startsWith("^[0-9]{")) {
            return pattern.contains("{12}") ? VILLAGE : pattern.contains("{6}") ? "000000" : "" + random.nextInt(50);
        }
        if (schema.path("format").asText("").equals("date-time")) {
            return Instant.now().plusSeconds(random.nextInt(20_000) - 10_000).toString();
        }
        List<String> words = List.of(
                "0",
                "51",
                "5109",
                VILLAGE,
                "elder",
                "farmer",
                "fraud",
                "zh-CN",
                "digital-enlarge-text",
                "crops-citrus-winter",
                "木匠");
        return words.get(random.nextInt(words.size()));
    }

    private JsonObject event() {
        return object(document.at("/components/schemas/Event"), 1);
    }

    private static String written(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case JsonObject object -> object.encode();
            case JsonArray array -> array.encode();
            default -> value.toString();
        };
    }
}
