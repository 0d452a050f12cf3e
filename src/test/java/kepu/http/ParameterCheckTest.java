package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Draft;
import io.vertx.json.schema.JsonSchema;
import io.vertx.json.schema.JsonSchemaOptions;
import io.vertx.json.schema.Validator;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** What is checked by hand comes to the same as the validator, for every parameter of the contract. */
class ParameterCheckTest {
    private static final List<String> PIECES = List.of(
            "a",
            "Z",
            "0",
            "9",
            "-",
            "_",
            " ",
            ".",
            "\n",
            "é",
            "科",
            "𠀀",
            "true",
            "rss",
            "health",
            "2026-03-12",
            "5109",
            "20260312-101112-0123abcd");
    private static final int VALUES = 300;

    @Test
    void everyPlainSchemaOfTheContractIsCheckedAsTheValidatorDoes() throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        Set<String> schemas = schemas();
        int accepted = 0;
        int refused = 0;
        for (String text : schemas) {
            JsonObject schema = new JsonObject(text);
            ParameterCheck check = ParameterCheck.plain(schema).orElseThrow(() -> new AssertionError(text));
            ParameterCheck reference = ParameterCheck.of(validator(schema));
            for (Object value : values(schema, random)) {
                boolean passes = reference.passes(value);
                assertThat(check.passes(value)).as("%s of %s", value, text).isEqualTo(passes);
                accepted += passes ? 1 : 0;
                refused += passes ? 0 : 1;
            }
        }
        assertThat(accepted).isGreaterThan(schemas.size());
        assertThat(refused).isGreaterThan(schemas.size());
    }

    @Test
    void whatIsNotPlainIsLeftToTheValidator() {
        assertThat(ParameterCheck.plain(new JsonObject().put("type", "string").put("format", "date")))
                .isEmpty();
        assertThat(ParameterCheck.plain(new JsonObject().put("type", "number"))).isEmpty();
        assertThat(ParameterCheck.plain(new JsonObject().put("maxLength", 3))).isEmpty();
    }

    private static List<Object> values(JsonObject schema, RandomGenerator random) {
        List<Object> values = new ArrayList<>();
        if (schema.getString("type").equals("integer")) {
            for (String bound : List.of("minimum", "maximum")) {
                int at = schema.getInteger(bound);
                values.addAll(List.of(at - 1, at, at + 1));
            }
            for (int i = 0; i < VALUES; i++) {
                values.add(random.nextInt(-1_000_000_000, 1_000_000_000) >> random.nextInt(31));
            }
            return values;
        }
        if (schema.containsKey("enum")) {
            values.addAll(schema.getJsonArray("enum").getList());
        }
        for (String piece : List.of("a", "𠀀")) {
            int most = schema.getInteger("maxLength", 10);
            values.addAll(List.of(piece.repeat(most), piece.repeat(most + 1), ""));
        }
        values.addAll(PIECES);
        for (int i = 0; i < VALUES; i++) {
            StringBuilder text = new StringBuilder();
            for (int left = random.nextInt(1 + random.nextInt(40)); left > 0; left--) {
                text.append(PIECES.get(random.nextInt(PIECES.size())));
            }
            values.add(text.toString());
        }
        return values;
    }

    /** The schemas of all parameters, references resolved. */
    private static Set<String> schemas() throws IOException {
        try (InputStream in = ParameterCheckTest.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode document = new YAMLMapper().readTree(in);
            Set<String> schemas = new TreeSet<>();
            for (JsonNode node : document.findValues("parameters")) {
                node.forEach(one -> {
                    JsonNode schema = resolved(document, one).get("schema");
                    if (schema != null) {
                        schemas.add(resolved(document, schema).toString());
                    }
                });
            }
            assertThat(schemas.size()).isGreaterThan(20);
            return schemas;
        }
    }

    private static JsonNode resolved(JsonNode document, JsonNode node) {
        return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
    }

    private static Validator validator(JsonObject schema) {
        return Validator.create(
                JsonSchema.of(schema),
                new JsonSchemaOptions().setBaseUri("app://kepu").setDraft(Draft.DRAFT202012));
    }
}
