package kepu;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import kepu.config.ConfigReader;
import kepu.region.Regions;
import kepu.store.Bulk;
import kepu.testing.House;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes that have nothing in common but the database. */
class SeveralNodesWithoutRedisIT extends SeveralNodesContract {
    @Order(1)
    @RegisterExtension
    static final House here = looking();

    @Order(2)
    @RegisterExtension
    static final House there = looking().on(here::address);

    @TempDir
    private Path library;

    @Override
    int countedNodes() {
        return 1;
    }

    @Override
    House here() {
        return here;
    }

    @Override
    House there() {
        return there;
    }

    @Test
    void whatACommandImportsIsServedWithoutARestart() throws Exception {
        String reader = here.resident(village());
        String id = "fire-new-rules";
        assertThat(there.get("/v1/items/" + id, reader).status()).isEqualTo(404);
        Path source = here.config().content().resolve("articles/fire/fire-kitchen-oil-gas.md");
        String text = Files.readString(source).replaceFirst("(?m)^title: .*$", "title: 厨房用火的新办法");
        importing(id, text);
        for (House node : List.of(here, there)) {
            eventually("it is there", () -> node.get("/v1/items/" + id, reader).status() == 200);
        }
        importing(id, text + "\n\n记住：先关火。\n");
        for (House node : List.of(here, there)) {
            eventually(
                    "its new text too",
                    () -> node.get("/v1/items/" + id, reader).text().contains("先关火"));
        }
    }

    private void importing(String id, String text) throws Exception {
        Path folder = Files.createDirectories(library.resolve("articles/fire"));
        Files.writeString(folder.resolve(id + ".md"), text);
        try (Bulk bulk = Bulk.open(here.address())) {
            var report = App.importLibrary(
                    new ConfigReader()
                            .set("data", here.config().data().toString())
                            .set("content", library.toString())
                            .config(),
                    bulk,
                    Regions.load(bulk));
            assertThat(report.faults()).isEmpty();
        }
    }
}
