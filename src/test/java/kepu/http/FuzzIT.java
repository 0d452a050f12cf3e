package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import kepu.people.Role;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every operation of the contract with values that are nearly right: the answer may be anything but a fault of the server. */
class FuzzIT {
    private static final int CALLS = 800;
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

    @RegisterExtension
    static final House house = new House();

    private final JsonNode document = document();
    private Random random = new Random();

    private record Operation(String method, String path, JsonNode node) {}

    @Test
    void noCallHoweverOddIsAFaultOfTheServer() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        random = new Random(seed);
        List<Operation> operations = operations();
        List<String> tokens = new ArrayList<>(callers());
        int answeredWell = 0;
        for (int i = 0; i < CALLS; i++) {
            Operation operation = operations.get(i % operations.size());
            int who = random.nextInt(tokens.size() + 1);
            if (operation.node().get("operationId").asText().matches("eraseMe|logout")) {
                who = tokens.size();
            }
            String body = body(operation);
            int status = status(operation, body, who == tokens.size() ? null : tokens.get(who));
            assertThat(status)
                    .as("seed %d, call %d: %s %s %s", seed, i, operation.method(), operation.path(), body)
                    .isBetween(200, 499);
            if (status < 300) {
                answeredWell++;
            }
        }
        assertThat(answeredWell)
                .as("seed %d: calls that passed every check", seed)
                .isGreaterThan(CALLS / 20);
    }

    private List<String> callers() {
        return List.of(
                house.resident(VILLAGE),
                house.staff(Role.DISSEMINATOR, VILLAGE),
                house.staff(Role.REVIEWER, "5109"),
                house.staff(Role.OPERATOR, "5109"),
                house.staff(Role.ADMINISTRATOR, "0"));
    }

    private int status(Operation operation, @Nullable String body, @Nullable String token)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = house.request(address(operation), token)
                .method(
                        operation.method(),
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        for (JsonNode parameter : parameters(operation)) {
            if (parameter.get("in").asText().equals("header") && random.nextBoolean()) {
                request.header(parameter.get("name").asText(), Integer.toString(random.nextInt(3)));
            }
        }
        HttpResponse<InputStream> response =
                house.client().send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        response.body().close();
        return response.statusCode();
    }

    private String address(Operation operation) {
        StringBuilder query = new StringBuilder();
        String path = operation.path();
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.get("name").asText();
            String value = URLEncoder.encode(text(value(parameter.get("schema"), 0)), StandardCharsets.UTF_8);
            if (parameter.get("in").asText().equals("path")) {
                path = path.replace(
                        "{" + name + "}",
                        value.isEmpty()
                                ? "x"
                                : value.substring(0, Math.min(value.length(), 90))
                                        .replaceAll("%[^%]?$", ""));
            } else if (parameter.get("in").asText().equals("query") && random.nextInt(3) == 0) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(value, 0, Math.min(300, value.length()));
            }
        }
        return path + query.toString().replaceAll("%[^%]?$", "");
    }

    private @Nullable String body(Operation operation) {
        JsonNode request = operation.node().get("requestBody");
        if (request == null) {
            return null;
        }
        String body = text(value(request.at("/content/application~1json/schema"), 0));
        return random.nextInt(12) > 0 || body.isEmpty() ? body : broken(body);
    }

    private String broken(String body) {
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
        java.util.Collections.shuffle(names, random);
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
            array.add(value(schema.get("items"), depth + 1));
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
            return java.time.Instant.now()
                    .plusSeconds(random.nextInt(20_000) - 10_000)
                    .toString();
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

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case JsonObject object -> object.encode();
            case JsonArray array -> array.encode();
            default -> value.toString();
        };
    }

    private List<JsonNode> parameters(Operation operation) {
        List<JsonNode> parameters = new ArrayList<>();
        operation
                .node()
                .path("parameters")
                .forEach(parameter -> parameters.add(
                        parameter.has("$ref")
                                ? document.at(parameter.get("$ref").asText().substring(1))
                                : parameter));
        return parameters;
    }

    private List<Operation> operations() {
        List<Operation> operations = new ArrayList<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue()
                        .properties()
                        .forEach(method -> operations.add(new Operation(
                                method.getKey().toUpperCase(Locale.ROOT), path.getKey(), method.getValue()))));
        return operations;
    }

    private static JsonNode document() {
        try (InputStream in = FuzzIT.class.getResourceAsStream("/openapi.yaml")) {
            return new YAMLMapper().readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
