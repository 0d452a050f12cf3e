package kepu.recommend.tune;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import kepu.base.Failure;
import kepu.recommend.train.Definition;

/** A definition as it was written, comments and all; with other values only the values change. */
public final class DefinitionText {
    static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    /** Where a value stands in the text, in characters. */
    private record Span(int from, int to, String text) {}

    private final String source;
    private final String text;
    private final Definition definition;
    private final JsonNode tree;

    private DefinitionText(String source, String text) {
        this.source = source;
        this.text = text;
        this.definition = definition(source, text);
        this.tree = tree(text);
    }

    /** Reads a definition; {@link Failure.Invalid} with the file and what is wrong when it is none. */
    public static DefinitionText read(Path file) throws IOException {
        try {
            return new DefinitionText(file.toString(), Files.readString(file));
        } catch (NoSuchFileException e) {
            throw new Failure.Missing("definition-missing", "没有这个模型定义文件：" + file);
        }
    }

    public Definition definition() {
        return definition;
    }

    public String text() {
        return text;
    }

    /** The value of a key as {@link Parameter#text} writes it; none when the definition has no such key or it holds something else. */
    public Optional<String> value(String path) {
        return Parameter.text(tree.at("/" + path.replace('.', '/')));
    }

    /** All keys and values but how they are written: the same for the same definition. */
    String content() {
        return tree.toString();
    }

    /** The same with other values, by path; {@link Failure.Invalid} when a value is out of bounds. */
    public DefinitionText with(Map<String, String> values) {
        Map<String, Span> spans = spans();
        List<Span> changes = new ArrayList<>();
        values.forEach((path, value) -> {
            Span span = spans.get(path);
            if (span == null) {
                throw new Failure.Invalid("tune-parameter-unknown", source + " 里没有参数 " + path);
            }
            changes.add(new Span(span.from(), span.to(), value));
        });
        changes.sort(Comparator.comparingInt(Span::from).reversed());
        StringBuilder changed = new StringBuilder(text);
        changes.forEach(change -> changed.replace(change.from(), change.to(), change.text()));
        DefinitionText other = new DefinitionText(source, changed.toString());
        other.check(this, values);
        return other;
    }

    /** Nothing but the values may have changed, however the text was written. */
    private void check(DefinitionText before, Map<String, String> values) {
        spans().forEach((path, span) -> {
            Optional<String> expected = Optional.ofNullable(values.get(path)).or(() -> before.value(path));
            if (!value(path).equals(expected)) {
                throw new Failure.Invalid("tune-definition-unusual", source + " 的写法不寻常，无法只改 " + path + " 的值");
            }
        });
    }

    /** The values of all keys in sections. */
    private Map<String, Span> spans() {
        Map<String, Span> spans = new LinkedHashMap<>();
        String[] names = new String[2];
        int depth = 0;
        try (JsonParser parser = YAML.getFactory().createParser(text)) {
            for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
                if (token == JsonToken.FIELD_NAME) {
                    names[depth - 1] = parser.currentName();
                } else if (token == JsonToken.START_OBJECT && depth < 2) {
                    depth++;
                } else if (token == JsonToken.END_OBJECT) {
                    depth--;
                } else {
                    int from = place(parser.currentTokenLocation());
                    parser.skipChildren();
                    int to = place(parser.currentLocation());
                    if (depth == 2) {
                        spans.put(names[0] + "." + names[1], new Span(from, to, text.substring(from, to)));
                    }
                }
            }
            return spans;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** YAML counts characters beyond the first 65,536 as one. */
    private int place(JsonLocation location) {
        return text.offsetByCodePoints(0, (int) location.getCharOffset());
    }

    private static JsonNode tree(String text) {
        try {
            return YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Definition definition(String source, String text) {
        try {
            return Definition.parse(source, text);
        } catch (IllegalArgumentException e) {
            throw new Failure.Invalid("definition-invalid", "模型定义不对：" + e.getMessage());
        }
    }
}
