package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
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
import kepu.testing.NearlyRight;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every operation of the contract with values that are nearly right: the answer may be anything but a fault of the server. */
class FuzzIT {
    private static final int CALLS = 800;
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    private final JsonNode document = document();
    private Random random = new Random();
    private NearlyRight values = new NearlyRight(document, random);

    private record Operation(String method, String path, JsonNode node) {}

    @Test
    void noCallHoweverOddIsAFaultOfTheServer() throws IOException, InterruptedException {
        long seed = new Random().nextLong();
        random = new Random(seed);
        values = new NearlyRight(document, random);
        List<Operation> operations = operations();
        List<String> tokens = new ArrayList<>(callers());
        int answeredWell = 0;
        for (int i = 0; i < CALLS; i++) {
            Operation operation = operations.get(i % operations.size());
            int who = random.nextInt(tokens.size() + 1);
            if (operation.node().get("operationId").asText().matches("eraseMe|logout|endLogins")) {
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
        String disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        for (String item : house.items(5)) {
            house.post("/v1/village/push", new JsonObject().put("item", item), disseminator);
        }
        return List.of(
                house.resident(VILLAGE),
                disseminator,
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
        if (response.statusCode() >= 400) {
            assertThat(response.headers().firstValue("content-type"))
                    .contains("application/problem+json; charset=utf-8");
        }
        return response.statusCode();
    }

    private String address(Operation operation) {
        StringBuilder query = new StringBuilder();
        String path = operation.path();
        for (JsonNode parameter : parameters(operation)) {
            String name = parameter.get("name").asText();
            String value = URLEncoder.encode(values.text(parameter.get("schema")), StandardCharsets.UTF_8);
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
        String body = values.text(request.at("/content/application~1json/schema"));
        return random.nextInt(12) > 0 || body.isEmpty() ? body : values.broken(body);
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
