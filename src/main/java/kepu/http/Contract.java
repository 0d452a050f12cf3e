package kepu.http;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.OutputFormat;
import io.vertx.json.schema.OutputUnit;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Text;
import org.jspecify.annotations.Nullable;

/**
 * The OpenAPI file as the server keeps it: for each operation its place and what its parameters and body must be. Requests are checked
 * on the event loop, without the thread hop of the ready-made validator, and every fault is told with its JSON pointer.
 */
final class Contract {
    private static final String FILE = "/openapi.yaml";
    private static final String JSON = "application/json";
    private static final int MOST_FAULTS = 20;
    /** A part of a path that is a parameter, as vertx-web writes it. */
    private static final Pattern PARAMETER = Pattern.compile(":\\w+");

    /** A parameter in the path, the query or a header. */
    private record Parameter(String name, String in, boolean required, String type, Validator validator) {}

    /** One call of the interface. */
    final class Operation {
        final String id;
        final HttpMethod method;
        /** As vertx-web writes it: {@code /v1/items/:id}. */
        final String path;
        /** Whether a call without a token is refused. */
        final boolean needsToken;

        private final List<Parameter> parameters = new ArrayList<>();
        private final @Nullable Validator body;
        /** Types of bodies beside JSON that are taken as they are. */
        private final Set<String> documents = new HashSet<>();

        private Operation(String path, String method, JsonObject operation) {
            this.id = operation.getString("operationId");
            this.method = HttpMethod.valueOf(method.toUpperCase(Locale.ROOT));
            this.path = path.replaceAll("\\{(\\w+)}", ":$1");
            this.needsToken = needsToken(operation.getJsonArray("security"));
            JsonArray declared = operation.getJsonArray("parameters", new JsonArray());
            for (int i = 0; i < declared.size(); i++) {
                parameters.add(parameter(resolve(declared.getJsonObject(i))));
            }
            JsonObject content =
                    operation.getJsonObject("requestBody", new JsonObject()).getJsonObject("content", new JsonObject());
            this.body = content.containsKey(JSON)
                    ? validator(content.getJsonObject(JSON).getJsonObject("schema"))
                    : null;
            documents.addAll(content.fieldNames());
            documents.remove(JSON);
        }

        boolean takesBody() {
            return takesJson() || !documents.isEmpty();
        }

        boolean takesJson() {
            return body != null;
        }

        /** The types of bodies that it takes, JSON first. */
        List<String> types() {
            return Stream.concat(
                            takesJson() ? Stream.of(JSON) : Stream.empty(),
                            documents.stream().sorted())
                    .toList();
        }

        boolean takesDocument(String type) {
            return documents.contains(type);
        }

        /** The parameters with their types; {@link Failure.Invalid} with every fault. Unknown query parameters are faults. */
        Map<String, Object> parameters(Map<String, String> path, MultiMap query, MultiMap headers) {
            Map<String, Object> values = new HashMap<>();
            List<Failure.Fault> faults = new ArrayList<>();
            for (Parameter parameter : parameters) {
                String text = switch (parameter.in()) {
                    case "path" -> path.get(parameter.name());
                    case "query" -> query.get(parameter.name());
                    default -> headers.get(parameter.name());
                };
                read(parameter, text, values, faults);
            }
            query.names().stream()
                    .filter(name -> parameters.stream()
                            .noneMatch(known ->
                                    known.in().equals("query") && known.name().equals(name)))
                    .forEach(name -> faults.add(new Failure.Fault("?" + name, "没有这个参数")));
            if (!faults.isEmpty()) {
                throw new Failure.Invalid("invalid-input", "请求参数有误", faults);
            }
            return values;
        }

        /** The body; {@link Failure.Invalid} with every fault. */
        JsonObject body(Buffer bytes) {
            JsonObject object = Wire.object(bytes);
            List<Failure.Fault> faults = faults(Objects.requireNonNull(body).validate(object));
            if (!faults.isEmpty()) {
                throw new Failure.Invalid("invalid-input", "请求内容有误，共 " + faults.size() + " 处", faults);
            }
            return object;
        }

        private static void read(
                Parameter parameter, @Nullable String text, Map<String, Object> values, List<Failure.Fault> faults) {
            if (text == null) {
                if (parameter.required()) {
                    faults.add(new Failure.Fault("?" + parameter.name(), "缺少这个参数"));
                }
                return;
            }
            Object value = typed(text, parameter.type());
            if (value == null
                    || !Text.isStorable(text)
                    || !parameter.validator().validate(value).getValid()) {
                faults.add(new Failure.Fault("?" + parameter.name(), "参数值不对"));
            } else {
                values.put(parameter.name(), value);
            }
        }

        private static @Nullable Object typed(String text, String type) {
            if (!type.equals("integer")) {
                return text;
            }
            return text.matches("-?[0-9]{1,9}") ? (Object) Integer.valueOf(text) : null;
        }
    }

    private final JsonObject document;
    private final String text;
    private final Map<String, Operation> operations = new LinkedHashMap<>();

    Contract() {
        try (InputStream in = Objects.requireNonNull(Contract.class.getResourceAsStream(FILE))) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            document = new JsonObject(new YAMLMapper().readValue(text, new TypeReference<Map<String, Object>>() {}));
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + FILE + " cannot be read", e);
        }
        document.getJsonObject("paths")
                .forEach(path -> ((JsonObject) path.getValue()).forEach(method -> {
                    Operation operation = new Operation(path.getKey(), method.getKey(), (JsonObject) method.getValue());
                    operations.put(operation.id, operation);
                }));
    }

    /** The operation with this id; a name that the file does not have is a bug. */
    Operation operation(String id) {
        Operation operation = operations.get(id);
        if (operation == null) {
            throw new IllegalArgumentException("openapi.yaml has no operation " + id);
        }
        return operation;
    }

    /**
     * The operations by their address, literal addresses before patterns: where both match a call, the literal one is meant (OpenAPI
     * 3.1, 4.8.8.2).
     */
    Map<String, List<Operation>> addresses() {
        return operations.values().stream()
                .sorted(Comparator.comparing(operation -> generality(operation.path)))
                .collect(Collectors.groupingBy(
                        operation -> operation.path, LinkedHashMap::new, Collectors.toUnmodifiableList()));
    }

    /** How much a path leaves open, part by part: nothing, a piece of the part, all of it. */
    private static String generality(String path) {
        return Stream.of(path.split("/"))
                .map(part -> PARAMETER.matcher(part).matches() ? "2" : part.contains(":") ? "1" : "0")
                .collect(Collectors.joining());
    }

    /** The file as it is. */
    String text() {
        return text;
    }

    /** A validator of a named schema, for what is checked piece by piece. */
    Validator schema(String name) {
        return validator(new JsonObject().put("$ref", "#/components/schemas/" + name));
    }

    /** What an output says, as pointers and Chinese; empty when it is valid. */
    static List<Failure.Fault> faults(OutputUnit output) {
        if (output.getValid()) {
            return List.of();
        }
        List<OutputUnit> errors = output.getErrors() == null ? List.of(output) : output.getErrors();
        List<OutputUnit> own = errors.stream().filter(error -> !isFrame(error)).toList();
        List<Failure.Fault> faults = withoutEchoes(own).stream()
                .map(error -> new Failure.Fault(pointer(error), Saying.of(error)))
                .distinct()
                .limit(MOST_FAULTS)
                .toList();
        return faults.isEmpty() ? List.of(new Failure.Fault("", "内容不符合接口说明")) : faults;
    }

    /** Errors that only say that an error lies deeper. */
    private static boolean isFrame(OutputUnit error) {
        String keyword = Saying.keyword(error);
        return keyword.equals("$ref") || keyword.equals("properties") || keyword.equals("items");
    }

    /** The validator calls a known property additional when its value has a fault; that fault is told, the echo is not. */
    private static List<OutputUnit> withoutEchoes(List<OutputUnit> errors) {
        NavigableSet<String> pointers = new TreeSet<>();
        Set<String> others = new HashSet<>();
        for (OutputUnit error : errors) {
            pointers.add(pointer(error));
            if (!isAdditional(error)) {
                others.add(pointer(error));
            }
        }
        return errors.stream()
                .filter(error -> {
                    String below = pointer(error) + "/";
                    String next = pointers.ceiling(below);
                    boolean echoes = others.contains(pointer(error)) || next != null && next.startsWith(below);
                    return !isAdditional(error) || !echoes;
                })
                .toList();
    }

    private static boolean isAdditional(OutputUnit error) {
        return Saying.keyword(error).equals("additionalProperties");
    }

    private static String pointer(OutputUnit error) {
        String location = error.getInstanceLocation() == null ? "" : error.getInstanceLocation();
        return location.startsWith("#") ? location.substring(1) : location;
    }

    private Parameter parameter(JsonObject parameter) {
        JsonObject schema = parameter.getJsonObject("schema");
        return new Parameter(
                parameter.getString("name"),
                parameter.getString("in"),
                parameter.getBoolean("required", false),
                schema.getString("type", "string"),
                validator(schema));
    }

    private JsonObject resolve(JsonObject maybe) {
        String ref = maybe.getString("$ref");
        if (ref == null) {
            return maybe;
        }
        JsonObject at = document;
        for (String part : ref.substring(2).split("/")) {
            at = at.getJsonObject(part);
        }
        return at;
    }

    private boolean needsToken(@Nullable JsonArray own) {
        JsonArray security = own == null ? document.getJsonArray("security") : own;
        return !security.isEmpty() && security.stream().noneMatch(one -> ((JsonObject) one).isEmpty());
    }

    private Validator validator(JsonObject schema) {
        JsonObject root = schema.encode().contains("$ref")
                ? schema.copy().put("components", new JsonObject().put("schemas", schemas()))
                : schema;
        return Validator.create(
                JsonSchema.of(root),
                new JsonSchemaOptions()
                        .setBaseUri("app://kepu")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    private JsonObject schemas() {
        return document.getJsonObject("components").getJsonObject("schemas").copy();
    }
}
