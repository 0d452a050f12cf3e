package kepu.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Lays the shipped defaults, a file, the environment and the command line over one another, later ones on top, and binds the
 * result to {@link Config}. A key that the defaults do not have is an error.
 */
public final class ConfigReader {
    private static final String DEFAULTS = "/kepu.yaml";
    private static final String PREFIX = "KEPU_";
    /** Read by the launcher and the logging, not here. */
    private static final Set<String> LAUNCHER = Set.of("KEPU_JAVA_OPTS", "KEPU_HOME", "KEPU_LOG_LEVEL");

    private final YAMLMapper yaml = YAMLMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();

    private final ObjectNode tree;

    public ConfigReader() {
        try (InputStream in = ConfigReader.class.getResourceAsStream(DEFAULTS)) {
            tree = (ObjectNode) yaml.readTree(in);
        } catch (IOException e) {
            throw new ConfigException("the shipped " + DEFAULTS + " cannot be read: " + e.getMessage());
        }
    }

    /** Lays a YAML file on top; its keys must be known. */
    public ConfigReader file(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            JsonNode top = yaml.readTree(in);
            if (top.isMissingNode() || top.isNull()) {
                return this;
            }
            lay(tree, top, file + ": ", "");
            return this;
        } catch (JsonProcessingException e) {
            throw new ConfigException(file + " is not YAML: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ConfigException(file + " cannot be read: " + e.getMessage());
        }
    }

    /** Lays the variables that begin with KEPU_ on top; each must name a key. */
    public ConfigReader environment(Map<String, String> environment) {
        Map<String, String> paths = new TreeMap<>();
        leaves(tree, "", paths);
        environment.forEach((name, value) -> {
            if (!name.startsWith(PREFIX) || LAUNCHER.contains(name)) {
                return;
            }
            String path = paths.get(name);
            if (path == null) {
                throw new ConfigException("environment variable " + name + " names no setting");
            }
            set(path, value);
        });
        return this;
    }

    /** Sets one value by its path, e.g. {@code http.port}. */
    public ConfigReader set(String path, Object value) {
        String[] names = path.split("\\.");
        ObjectNode node = tree;
        for (int i = 0; i < names.length - 1; i++) {
            if (!(node.get(names[i]) instanceof ObjectNode inner)) {
                throw new ConfigException("unknown setting " + path);
            }
            node = inner;
        }
        String last = names[names.length - 1];
        if (!node.has(last) || node.get(last).isObject() || path.endsWith(".")) {
            throw new ConfigException("unknown setting " + path);
        }
        node.putPOJO(last, value);
        return this;
    }

    public Config config() {
        try {
            return yaml.treeToValue(yaml.readTree(yaml.writeValueAsString(tree)), Config.class);
        } catch (JsonMappingException e) {
            throw e.getCause() instanceof ConfigException cause
                    ? cause
                    : new ConfigException(path(e) + ": " + e.getOriginalMessage());
        } catch (JsonProcessingException e) {
            throw new ConfigException(e.getOriginalMessage());
        }
    }

    private static String path(JsonMappingException fault) {
        return fault.getPath().stream()
                .map(JsonMappingException.Reference::getFieldName)
                .collect(Collectors.joining("."));
    }

    private static void lay(ObjectNode below, JsonNode top, String where, String path) {
        if (!(top instanceof ObjectNode object)) {
            throw new ConfigException(where + (path.isEmpty() ? "the file" : path) + " must hold settings");
        }
        object.properties().forEach(entry -> {
            String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            JsonNode known = below.get(entry.getKey());
            if (known == null) {
                throw new ConfigException(where + "unknown setting " + name);
            }
            if (known instanceof ObjectNode inner) {
                lay(inner, entry.getValue(), where, name);
            } else {
                below.set(entry.getKey(), entry.getValue());
            }
        });
    }

    private static void leaves(ObjectNode node, String path, Map<String, String> into) {
        node.properties().forEach(entry -> {
            String name = path.isEmpty() ? entry.getKey() : path + "." + entry.getKey();
            if (entry.getValue() instanceof ObjectNode inner) {
                leaves(inner, name, into);
            } else {
                into.put(variable(name), name);
            }
        });
    }

    private static String variable(String path) {
        return PREFIX
                + path.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
    }
}
