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
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
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
    private static final String SCHEMAS = "#/components/schemas/";
    private static final Pattern REFERENCE = Pattern.compile("\"\\$ref\":\"" + SCHEMAS + "(\\w+)\"");
    /** A part of a path that is a parameter, as vertx-web writes it. */
    private static final Pattern PARAMETER = Pattern.compile(":\\w+");

    /** A parameter in the path, the query or a header. */
    private record Parameter(String name, String in, boolean required, String type, ParameterCheck check) {}

    /** One call of the interface. */
    final class Operation {
        final String id;
        final HttpMethod method;
        /** As vertx-web writes it: {@code /v1/items/:id}. */
        final String path;
        /** Whether a call without a token is refused. */
        final boolean needsToken;

        private final List<Parameter> parameters = new ArrayList<>();
        /** The names of the parameters in the path, in its order. */
        private final List<String> places;

        private static final Set<String> LIST_SCHEMA = Set.of("type", "additionalProperties", "required", "properties");
        private static final JsonObject LIST = new JsonObject().put("type", "array");

        private final @Nullable Validator body;
        /** Of a body that is one list, whatever is in it, the name of the list: the validator would look through all that is in it. */
        private final @Nullable String list;

        private final boolean bodyMayLack;
        /** Types of bodies beside JSON that are taken as they are. */
        private final Set<String> documents = new HashSet<>();

        private Operation(String path, String method, JsonObject operation) {
            this.id = operation.getString("operationId");
            this.method = HttpMethod.valueOf(method.toUpperCase(Locale.ROOT));
            this.path = path.replaceAll("\\{(\\w+)}", ":$1");
            this.places = PARAMETER
                    .matcher(this.path)
                    .results()
                    .map(found -> found.group().substring(1))
                    .toList();
            this.needsToken = needsToken(operation.getJsonArray("security"));
            JsonArray declared = operation.getJsonArray("parameters", new JsonArray());
            for (int i = 0; i < declared.size(); i++) {
                parameters.add(parameter(resolve(declared.getJsonObject(i))));
            }
            JsonObject taken = operation.getJsonObject("requestBody", new JsonObject());
            JsonObject content = taken.getJsonObject("content", new JsonObject());
            this.bodyMayLack = !taken.getBoolean("required", false);
            JsonObject schema =
                    content.containsKey(JSON) ? content.getJsonObject(JSON).getJsonObject("schema") : null;
            this.body = schema == null ? null : validator(schema);
            this.list = schema == null ? null : list(schema);
            documents.addAll(content.fieldNames());
            documents.remove(JSON);
        }

        private static @Nullable String list(JsonObject schema) {
            JsonObject properties = schema.getJsonObject("properties", new JsonObject());
            if (properties.size() != 1 || !schema.fieldNames().equals(LIST_SCHEMA)) {
                return null;
            }
            String name = properties.fieldNames().iterator().next();
            JsonObject property = properties.getJsonObject(name).copy();
            property.remove("description");
            return property.equals(LIST) ? name : null;
        }

        boolean takesBody() {
            return takesJson() || !documents.isEmpty();
        }

        /** Whether a call without a body keeps the contract, as if it were an empty object. */
        boolean mayLackBody() {
            return bodyMayLack;
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

        /** The name of the list that a body is and that is looked at by who reads it; null where the contract says what a body is. */
        @Nullable
        String list() {
            return list;
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
            if (list != null && object.size() == 1 && object.getMap().get(list) instanceof List<?>) {
                return object;
            }
            List<Failure.Fault> faults = Faults.of(Objects.requireNonNull(body).validate(object));
            if (!faults.isEmpty()) {
                throw new Failure.Invalid("invalid-input", "请求内容有误，共 " + faults.size() + " 处", faults);
            }
            return object;
        }

        /**
         * The same of a call whose path and query are plain text, without a percent sign; null when there is anything to find fault with,
         * which {@link #parameters} tells in full.
         */
        @Nullable
        Map<String, Object> plain(List<String> path, @Nullable String query, MultiMap headers) {
            if (parameters.isEmpty()) {
                return query == null ? Map.of() : null;
            }
            Map<String, Object> values = new HashMap<>();
            if (query != null && !plainQuery(query, values)) {
                return null;
            }
            for (Parameter parameter : parameters) {
                String text = switch (parameter.in()) {
                    case "path" -> path.get(places.indexOf(parameter.name()));
                    case "query" -> null;
                    default -> headers.get(parameter.name());
                };
                if (text != null) {
                    Object value = value(parameter, text);
                    if (value == null) {
                        return null;
                    }
                    values.put(parameter.name(), value);
                } else if (parameter.required() && !values.containsKey(parameter.name())) {
                    return null;
                }
            }
            return values;
        }

        /** Puts the values of {@code name=value&…} there; false when a name is not known, comes twice or has no good value. */
        private boolean plainQuery(String query, Map<String, Object> values) {
            int at = 0;
            while (at <= query.length()) {
                int end = query.indexOf('&', at) < 0 ? query.length() : query.indexOf('&', at);
                int sign = query.indexOf('=', at);
                Parameter parameter = sign < 0 || sign > end ? null : queried(query, at, sign);
                Object value = parameter == null ? null : value(parameter, query.substring(sign + 1, end));
                if (parameter == null || value == null || values.put(parameter.name(), value) != null) {
                    return false;
                }
                at = end + 1;
            }
            return true;
        }

        private @Nullable Parameter queried(String query, int from, int to) {
            for (Parameter parameter : parameters) {
                if (parameter.in().equals("query")
                        && parameter.name().length() == to - from
                        && query.startsWith(parameter.name(), from)) {
                    return parameter;
                }
            }
            return null;
        }

        private static void read(
                Parameter parameter, @Nullable String text, Map<String, Object> values, List<Failure.Fault> faults) {
            if (text == null) {
                if (parameter.required()) {
                    faults.add(new Failure.Fault("?" + parameter.name(), "缺少这个参数"));
                }
                return;
            }
            Object value = value(parameter, text);
            if (value == null) {
                faults.add(new Failure.Fault("?" + parameter.name(), "参数值不对"));
            } else {
                values.put(parameter.name(), value);
            }
        }

        /** The value with its type, or null when it is none that the contract has. */
        private static @Nullable Object value(Parameter parameter, String text) {
            Object value = typed(text, parameter.type());
            return value != null && Text.isStorable(text) && parameter.check().passes(value) ? value : null;
        }

        private static @Nullable Object typed(String text, String type) {
            if (!type.equals("integer")) {
                return text;
            }
            return isInteger(text) ? (Object) Integer.valueOf(text) : null;
        }
    }

    /** At most nine digits, behind a minus if it is negative. */
    private static boolean isInteger(String text) {
        int first = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - first;
        for (int i = first; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return digits >= 1 && digits <= 9;
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
        return validator(new JsonObject().put("$ref", SCHEMAS + name));
    }

    private Parameter parameter(JsonObject parameter) {
        JsonObject schema = parameter.getJsonObject("schema");
        return new Parameter(
                parameter.getString("name"),
                parameter.getString("in"),
                parameter.getBoolean("required", false),
                schema.getString("type", "string"),
                ParameterCheck.plain(resolve(schema)).orElseGet(() -> ParameterCheck.of(validator(schema))));
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
        JsonObject meant = meant(schema, new JsonObject());
        // a validator writes into what it is given where in it everything is
        JsonObject root = schema.copy();
        if (!meant.isEmpty()) {
            root.put("components", new JsonObject().put("schemas", meant));
        }
        return Validator.create(
                JsonSchema.of(root),
                new JsonSchemaOptions()
                        .setBaseUri("app://kepu")
                        .setDraft(Draft.DRAFT202012)
                        .setOutputFormat(OutputFormat.Basic));
    }

    /** The named schemas that a schema leads to, by their names: a validator looks through all that it is given. */
    private JsonObject meant(JsonObject schema, JsonObject meant) {
        for (MatchResult found : REFERENCE.matcher(schema.encode()).results().toList()) {
            if (!meant.containsKey(found.group(1))) {
                JsonObject named = resolve(new JsonObject().put("$ref", SCHEMAS + found.group(1)));
                meant(named, meant.put(found.group(1), named.copy()));
            }
        }
        return meant;
    }
}
