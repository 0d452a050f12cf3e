package kepu.recommend.tune;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.base.Failure;

/** Reads {@code models/<name>.tune.yaml}: for each parameter what it means and the values to try, listed or from, to and step. */
public final class SpaceFile {
    /** The most values of one parameter. */
    static final int MOST_VALUES = 200;

    private static final Set<String> KEYS = Set.of("meaning", "values", "from", "to", "step");
    private static final Set<String> SECTIONS = Set.of("rates", "collaborative", "ranker");

    private final Path file;
    private final DefinitionText definition;

    private SpaceFile(Path file, DefinitionText definition) {
        this.file = file;
        this.definition = definition;
    }

    /**
     * The space, of which every value has been tried on the definition.
     *
     * @throws Failure.Invalid when a parameter is unknown, must not be tuned, or has a value out of bounds; naming file and parameter
     */
    public static Space read(Path file, DefinitionText definition) throws IOException {
        SpaceFile reader = new SpaceFile(file, definition);
        try {
            return reader.space(DefinitionText.YAML.readTree(Files.readString(file)));
        } catch (NoSuchFileException e) {
            throw new Failure.Missing("tune-space-missing", "没有搜索范围文件：" + file);
        } catch (JsonProcessingException e) {
            throw reader.fault("不是 YAML：" + e.getOriginalMessage());
        }
    }

    private Space space(JsonNode root) {
        if (!root.isObject() || root.size() != 1 || !root.path("parameters").isObject()) {
            throw fault("应只有一个键 parameters，下面是各个参数");
        }
        List<Parameter> parameters = new ArrayList<>();
        for (Map.Entry<String, JsonNode> each : root.path("parameters").properties()) {
            parameters.add(parameter(each.getKey(), each.getValue()));
        }
        return new Space(parameters);
    }

    private Parameter parameter(String path, JsonNode node) {
        checkPath(path);
        for (Map.Entry<String, JsonNode> each : node.properties()) {
            if (!KEYS.contains(each.getKey())) {
                throw fault(path + " 下面有不认识的键 " + each.getKey());
            }
        }
        String meaning = node.path("meaning").asText().strip();
        if (meaning.isEmpty()) {
            throw fault(path + " 缺少 meaning：请用一句话说明它是什么");
        }
        Set<String> values = node.has("values") ? listed(path, node) : range(path, node);
        if (values.isEmpty() || values.size() > MOST_VALUES) {
            throw fault("%s 应有 1 到 %d 个取值，却有 %d 个".formatted(path, MOST_VALUES, values.size()));
        }
        values.forEach(value -> tryOn(path, value));
        return new Parameter(path, meaning, List.copyOf(values));
    }

    private void checkPath(String path) {
        String section = path.substring(0, Math.max(0, path.indexOf('.')));
        if (section.equals("arrangement")) {
            throw fault(path + " 不能调：排列规则不影响离线指标，调不出好坏");
        }
        if (section.equals("data") || path.equals("seed") || path.equals("name")) {
            throw fault(path + " 不能调：各次试验必须用同样的数据和种子，才能相比");
        }
        if (!SECTIONS.contains(section) || definition.value(path).isEmpty()) {
            throw fault("模型定义里没有参数 " + path);
        }
    }

    private Set<String> listed(String path, JsonNode node) {
        if (node.has("from")
                || node.has("to")
                || node.has("step")
                || !node.path("values").isArray()) {
            throw fault(path + " 应是 values 加一个列表，或 from、to、step 三个数，不能混用");
        }
        Set<String> values = new LinkedHashSet<>();
        for (JsonNode value : node.path("values")) {
            String text = Parameter.text(value).orElseThrow(() -> fault(path + " 的取值应是数、单词或它们的列表，却是 " + value));
            if (!values.add(text)) {
                throw fault("%s 的取值 %s 写了两次".formatted(path, text));
            }
        }
        return values;
    }

    /** from, from + step … up to and not beyond to; decimal, so that 0.1 + 0.2 is 0.3. */
    private Set<String> range(String path, JsonNode node) {
        for (String key : List.of("from", "to", "step")) {
            if (!node.path(key).isNumber() || Parameter.text(node.path(key)).isEmpty()) {
                throw fault(path + " 缺少 values，或 from、to、step 里有一个不是数");
            }
        }
        BigDecimal from = node.path("from").decimalValue();
        BigDecimal to = node.path("to").decimalValue();
        BigDecimal step = node.path("step").decimalValue();
        if (step.signum() <= 0 || from.compareTo(to) > 0) {
            throw fault(path + " 的 step 应大于 0，from 不应大于 to");
        }
        BigInteger count =
                to.subtract(from).divideToIntegralValue(step).toBigInteger().add(BigInteger.ONE);
        if (count.compareTo(BigInteger.valueOf(MOST_VALUES)) > 0) {
            throw fault("%s 有 %,d 个取值，最多 %d 个：请加大 step".formatted(path, count, MOST_VALUES));
        }
        Set<String> values = new LinkedHashSet<>();
        for (BigDecimal value = from; value.compareTo(to) <= 0; value = value.add(step)) {
            values.add(Parameter.number(value));
        }
        return values;
    }

    private void tryOn(String path, String value) {
        try {
            definition.with(Map.of(path, value));
        } catch (Failure.Invalid e) {
            throw fault("%s 不能取 %s（%s）".formatted(path, value, e.detail()));
        }
    }

    private Failure.Invalid fault(String detail) {
        return new Failure.Invalid("tune-space-invalid", file + "：" + detail);
    }
}
