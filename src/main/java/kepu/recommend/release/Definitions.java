package kepu.recommend.release;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The definitions of models, {@code <name>.yaml}, as operators edit them; what they mean, training knows. Blocks: for workers. */
final class Definitions {
    private static final int MOST_FILES = 1_000;
    private static final int MOST_BYTES = 1 << 16;
    private static final String SUFFIX = ".yaml";

    private final YAMLMapper yaml = new YAMLMapper();
    private final Path folder;

    Definitions(Path folder) {
        this.folder = folder;
    }

    /** The content of a definition, or null and what is wrong with the file. */
    record Definition(
            String name,
            @Nullable JsonObject content,
            @Nullable String fault) {}

    List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.endsWith(SUFFIX))
                    .map(file -> file.substring(0, file.length() - SUFFIX.length()))
                    .filter(VersionId::isName)
                    .sorted()
                    .limit(MOST_FILES)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    Definition read(String name) {
        Path file = folder.resolve(name + SUFFIX);
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                return new Definition(name, null, "文件超过 64 KiB");
            }
            Map<String, Object> content = yaml.readValue(
                    new String(bytes, StandardCharsets.UTF_8), new TypeReference<Map<String, Object>>() {});
            return content == null
                    ? new Definition(name, null, "文件是空的")
                    : new Definition(name, new JsonObject(content), null);
        } catch (IOException e) {
            return new Definition(name, null, "文件读不出来，或不是 YAML");
        }
    }
}
