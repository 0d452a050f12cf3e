package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import kepu.people.Role;
import kepu.store.Database;
import kepu.testing.Eventually;
import kepu.testing.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A serving node beside the one that takes the operator's steps, on the same database and folder. */
class RegistryIT {
    private static final long VILLAGE = 510_903_100_208L;

    @RegisterExtension
    static final House house = new House();

    private static Vertx vertx;
    private static Models models;
    private static ModelsHouse operator;
    private static Versions versions;
    private static int names;

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final AtomicInteger loads = new AtomicInteger();
    private String name;
    private Registry<String> registry;

    @BeforeAll
    static void node() {
        vertx = Vertx.vertx();
        Database database = new Database(vertx, house.address(), house.config().database());
        models = new Models(vertx, database, house.address(), house.config(), Clock.systemUTC());
        operator = new ModelsHouse(house, house.staff(Role.OPERATOR, "0"));
        versions = operator.versions();
    }

    @AfterAll
    static void end() {
        models.close();
        Eventually.soon("vertx closes", vertx.close().toCompletionStage().toCompletableFuture());
    }

    @BeforeEach
    void aModelOfItsOwn() {
        name = "feed-" + ++names;
        registry = models.registry(name, this::load, meters);
    }

    private String load(Path folder) throws IOException {
        loads.incrementAndGet();
        return Files.readString(folder.resolve("model.bin"));
    }

    @Test
    void withoutAReleaseNothingServes() {
        refresh();
        assertThat(registry.forResident(1, VILLAGE)).isInstanceOf(Choice.Nothing.class);
        assertThat(registry.shadow()).isEmpty();
        assertThat(registry.released()).isEmpty();
    }

    @Test
    void aReleaseIsFollowedAndSwapped() throws IOException {
        VersionId first = version(1);
        VersionId second = version(2);
        operator.released(first, "all");
        refresh();
        assertServes(first);
        operator.released(second, "shadow");
        refresh();
        assertServes(first);
        assertThat(registry.shadow().orElseThrow().assignment()).isEqualTo(new Assignment(second.version(), true));
        assertThat(registry.shadow().orElseThrow().model()).isEqualTo("parameters of " + second);
        operator.released(second, "all");
        refresh();
        assertServes(second);
        assertThat(registry.shadow()).isEmpty();
        assertThat(loads).hasValue(2);
        operator.stepped(name, "rollback");
        refresh();
        assertServes(first);
        refresh();
        refresh();
        assertThat(loads).hasValue(3);
    }

    @Test
    void aDamagedVersionIsRefusedOnceAndThePreviousServesOn() throws IOException {
        VersionId first = version(1);
        VersionId second = version(2);
        operator.released(first, "all");
        refresh();
        operator.released(second, "all");
        Cards.flip(versions, second);
        refresh();
        refresh();
        assertServes(first);
        assertThat(refusals()).isEqualTo(1);
        assertThat(loads).hasValue(1);

        Cards.flip(versions, second);
        Files.setLastModifiedTime(
                versions.folder(second).resolve("model.bin"), java.nio.file.attribute.FileTime.fromMillis(1));
        refresh();
        assertServes(second);
    }

    @Test
    void aNodeThatStartsWithADamagedReleaseServesTheOneBefore() throws IOException {
        VersionId first = version(1);
        VersionId second = version(2);
        operator.released(first, "all");
        operator.released(second, "all");
        Files.delete(versions.folder(second).resolve("card.json"));
        refresh();
        assertServes(first);
        assertThat(refusals()).isEqualTo(1);
        Cards.flip(versions, first);
        registry = models.registry(name, this::load, meters);
        refresh();
        assertThat(registry.forResident(1, VILLAGE)).isInstanceOf(Choice.Nothing.class);
    }

    @Test
    void aModelThatItsLoaderCannotReadIsRefused() throws IOException {
        VersionId first = version(1);
        operator.released(first, "all");
        registry = models.registry(
                name,
                folder -> {
                    throw new IllegalStateException("no such layer");
                },
                meters);
        refresh();
        assertThat(registry.released()).isEmpty();
        assertThat(refusals()).isEqualTo(1);
    }

    @Test
    void aTrialThatCannotBeLoadedLeavesEverybodyWithTheReleasedVersion() throws IOException {
        VersionId first = version(1);
        VersionId second = version(2);
        operator.released(first, "all");
        operator.released(second, "share", "percent", 100);
        Cards.flip(versions, second);
        refresh();
        assertServes(first);
    }

    @Test
    void aShareOfTheResidentsHasTheTrialAndKeepsItWhenTheShareGrows() throws IOException {
        VersionId first = version(1);
        VersionId second = version(2);
        operator.released(first, "all");
        long seed = 20_261_122;
        System.out.println("seed " + seed);
        List<Long> residents =
                new Random(seed).longs(10_000, 1, 5_000_000).boxed().toList();
        List<Long> before = List.of();
        for (int percent : new int[] {5, 20, 50, 100}) {
            operator.released(second, "share", "percent", percent);
            refresh();
            List<Long> chosen = residents.stream().filter(this::isOnTrial).toList();
            assertThat(chosen.size() / 10_000.0).isCloseTo(percent / 100.0, within(0.02));
            assertThat(chosen).containsAll(before);
            assertThat(residents.stream().filter(this::isOnTrial)).isEqualTo(chosen);
            before = chosen;
        }
        assertThat(IntStream.rangeClosed(1, 10_000)
                        .filter(id -> isOnTrial((long) id))
                        .count())
                .isEqualTo(10_000);
    }

    @Test
    void neighbouringNumbersAreSharedOutEvenlyToo() throws IOException {
        operator.released(version(1), "share", "percent", 30);
        refresh();
        assertThat(LongStream.rangeClosed(1, 10_000).filter(this::isOnTrial).count() / 10_000.0)
                .isCloseTo(0.3, within(0.02));
        assertThat(registry.forResident(0, VILLAGE)).isInstanceOf(Choice.class);
    }

    @Test
    void anotherTrialMeetsOthers() {
        Shares one = new Shares(Cards.id(1));
        Shares other = new Shares(Cards.id(2));
        long both = LongStream.rangeClosed(1, 10_000)
                .filter(id -> one.includesResident(id, 20) && other.includesResident(id, 20))
                .count();
        assertThat(both / 10_000.0).isCloseTo(0.04, within(0.01));
    }

    @Test
    void sharedByTownsAllVillagesOfATownAreTogether() throws IOException {
        operator.released(version(1), "share", "percent", 40, "by", "villages");
        refresh();
        int chosen = 0;
        for (long town = 0; town < 10_000; town++) {
            long village = (510_000_000L + town) * 1_000;
            boolean first = isOnTrial(1, village + 1);
            for (long other = 2; other < 12; other++) {
                assertThat(isOnTrial(other * 7_919, village + other)).isEqualTo(first);
            }
            chosen += first ? 1 : 0;
        }
        assertThat(chosen / 10_000.0).isCloseTo(0.4, within(0.02));
    }

    @Test
    void interleavedResidentsHaveBothModels() throws IOException {
        VersionId first = version(1);
        VersionId second = version(2);
        operator.released(first, "all");
        operator.released(second, "share", "percent", 50, "interleave", true);
        refresh();
        long turns = LongStream.rangeClosed(1, 10_000)
                .mapToObj(id -> registry.forResident(id, VILLAGE))
                .filter(choice -> choice instanceof Choice.Turns<String> both
                        && both.released().assignment().equals(new Assignment(first.version(), false))
                        && both.trial().assignment().equals(new Assignment(second.version(), true)))
                .count();
        assertThat(turns / 10_000.0).isCloseTo(0.5, within(0.02));
    }

    private VersionId version(int n) throws IOException {
        return Cards.add(versions, new VersionId(name, Cards.id(n).version()), Cards.figures(0.3, 0.2, 0.2))
                .id();
    }

    private void refresh() {
        Eventually.soon("refresh", registry.refresh().toCompletionStage().toCompletableFuture());
    }

    private boolean isOnTrial(long resident) {
        return isOnTrial(resident, VILLAGE);
    }

    private boolean isOnTrial(long resident, long village) {
        return registry.forResident(resident, village) instanceof Choice.One<String> one
                && one.serving().assignment().trial();
    }

    private void assertServes(VersionId id) {
        assertThat(registry.forResident(1, VILLAGE))
                .isEqualTo(new Choice.One<>(
                        new Choice.Serving<>("parameters of " + id, new Assignment(id.version(), false))));
    }

    private double refusals() {
        return meters.counter("kepu.models.refused", "model", name).count();
    }
}
