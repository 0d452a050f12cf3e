package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.recommend.evaluate.LogEvaluation;
import kepu.recommend.model.ModelFile;
import kepu.recommend.release.Card;
import kepu.recommend.release.Versions;
import kepu.recommend.train.Definition.Collaborative.Method;
import kepu.store.Bulk;
import kepu.testing.House;
import kepu.testing.SmallWorld;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Training with Spark is training: the same products, weights and versions as on one machine. Run by {@code ./kepu test --spark}. */
@Tag("spark")
class SparkIT {
    private static final String HERE = "local[2]";

    @RegisterExtension
    static final House house = new House().with("models.definitions", SmallWorld.definitions());

    @TempDir
    private Path folder;

    @BeforeAll
    static void population() throws SQLException, IOException {
        SmallWorld.populate(house);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 5109})
    void productsAreTheSame(long seed) {
        RandomGenerator random = Crowds.random(seed);
        Interactions taken = Crowds.random(random, 700, 90);
        int[] kept = IntStream.range(0, 90).filter(item -> item % 3 != 1).toArray();
        double[] weights = random.doubles(700, 0.1, 3).toArray();
        try (Gram target = GramEngine.found().open(HERE)) {
            assertThat(GramTest.Products.of(target, taken, kept, GramTest.Products.ones(taken)))
                    .as("seed %d", seed)
                    .isDeepEqualTo(GramTest.Products.of(Gram.local(), taken, kept, GramTest.Products.ones(taken)));
            GramTest.Products.assertClose(
                    GramTest.Products.of(target, taken, kept, weights),
                    GramTest.Products.of(Gram.local(), taken, kept, weights),
                    "seed " + seed);
        }
    }

    /** 2,100 items are two bands. */
    @Test
    void productsOfSeveralBandsAreTheSame() {
        Interactions taken = Crowds.clustered(Crowds.random(5109), 3_000, 21, 100);
        int[] kept = IntStream.range(0, taken.items()).toArray();
        try (Gram target = GramEngine.found().open(HERE)) {
            assertThat(GramTest.Products.of(target, taken, kept, GramTest.Products.ones(taken)))
                    .isDeepEqualTo(GramTest.Products.of(Gram.local(), taken, kept, GramTest.Products.ones(taken)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 5109})
    void itemToItemWeightsAreTheSame(long seed) {
        Interactions taken = Crowds.clustered(Crowds.random(seed), 400, 4, 25);
        Definition.Collaborative definition =
                new Definition.Collaborative(Method.EASE, new double[] {3, 30, 100}, 8, 10, 100);
        Collaborative here = Collaborative.train(taken, definition, seed, Gram.local(), Progress.SILENT);
        try (Gram products = GramEngine.found().open(HERE)) {
            Collaborative target = Collaborative.train(taken, definition, seed, products, Progress.SILENT);
            assertThat(target.name()).as("seed %d", seed).isEqualTo(here.name());
            assertThat(target.neighbours(10).starts())
                    .containsExactly(here.neighbours(10).starts());
            assertThat(target.neighbours(10).others())
                    .containsExactly(here.neighbours(10).others());
            assertThat(target.neighbours(10).weights())
                    .containsExactly(here.neighbours(10).weights());
        }
    }

    @Test
    void versionsAreTheSameToTheByte() throws Exception {
        VersionMaking.Material material = material();
        Clock clock = Clock.fixed(Instant.now(), ZoneOffset.UTC);
        Versions here = new Versions(folder.resolve("here"), 64);
        Versions there = new Versions(folder.resolve("there"), 64);
        Card local = new VersionMaking(material, here, clock, Gram.local())
                .make(null, LogEvaluation.Settings.DEFAULT, Progress.SILENT);
        Card target;
        try (Gram products = GramEngine.found().open(HERE)) {
            target = new VersionMaking(material, there, clock, products)
                    .make(null, LogEvaluation.Settings.DEFAULT, Progress.SILENT);
        }
        assertThat(target.figures()).isEqualTo(local.figures());
        assertThat(there.folder(target.id()).resolve(Card.Binary.FILE))
                .hasSameBinaryContentAs(here.folder(local.id()).resolve(Card.Binary.FILE));
        assertThat(ModelFile.read(there.folder(target.id())).collaborative().others())
                .as("weights that are none are the same too")
                .isNotEmpty();
    }

    @Test
    void whereSparkFailsThereIsNoVersion() throws Exception {
        VersionMaking.Material material = material();
        Gram products = GramEngine.found().open(HERE);
        products.close();
        Versions versions = new Versions(folder.resolve("models"), 64);
        assertThatThrownBy(() -> new VersionMaking(material, versions, Clock.systemUTC(), products)
                        .make(null, LogEvaluation.Settings.DEFAULT, Progress.SILENT))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Spark did not make the product: ")
                .hasMessageEndingWith("no version was written");
        assertThat(folder.resolve("models")).doesNotExist();
    }

    @Test
    void aMasterThatIsNoneIsRefusedInOneLine() {
        assertThatThrownBy(() -> GramEngine.found().open("nonsense"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Spark cannot be used at nonsense: ")
                .hasMessageNotContaining("\n");
    }

    @Test
    void theProgramOpensWhatSparkAsksFor() throws Exception {
        String[] asked = (String[]) Class.forName("org.apache.spark.launcher.JavaModuleOptions")
                .getMethod("defaultModuleOptionArray")
                .invoke(null);
        List<String> wanted = Stream.of(asked)
                .filter(option -> option.startsWith("--sun-misc") || opensWhatThereIs(option))
                .toList();
        assertThat(wanted).hasSizeGreaterThan(5);
        assertThat(Files.readAllLines(Path.of(System.getProperty("kepu.home", "."), "src/spark/java.options")))
                .containsAll(wanted);
    }

    /** Of {@code --add-opens=module/package=to}; what this JDK no longer has would only be warned of. */
    private static boolean opensWhatThereIs(String option) {
        String[] words = option.split("[=/]");
        return words[0].equals("--add-opens")
                && ModuleLayer.boot()
                        .findModule(words[1])
                        .filter(module -> module.getPackages().contains(words[2]))
                        .isPresent();
    }

    private static VersionMaking.Material material() throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            return Stored.material(bulk, house.config().models().definitions().resolve("feed.yaml"), Instant.now());
        }
    }
}
