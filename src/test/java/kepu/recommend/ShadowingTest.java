package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Placed;
import org.junit.jupiter.api.Test;

/** A version runs along with those that serve: it is measured, it may fail, and nobody sees it. */
class ShadowingTest extends FeedsGround {
    private static final long MILLISECOND = 1_000_000;
    /** One list of ten is followed: that so many are not happens once in 10¹⁸ runs. */
    private static final int PEOPLE = 400;

    private final SimpleMeterRegistry counted = new SimpleMeterRegistry();
    private final Shadowing shadowing = new Shadowing(counted);

    @Test
    void someOfTheListsThatResidentsAskForAreFollowed() {
        Model serves = versions.released;
        versions.shadow = Optional.of(new Model(
                "20260601-040000-00000001", serves.items(), serves.collaborative(), serves.ranker(), serves.manner()));
        for (int i = 1; i <= PEOPLE; i++) {
            assertThat(page(resident(i)).slots()).hasSize(20);
        }
        Shadowing.Report report = target.shadow().orElseThrow();
        assertThat(report.version()).isEqualTo("20260601-040000-00000001");
        assertThat(report.lists()).isBetween(1L, PEOPLE - 1L);
        assertThat(report.failed()).isZero();
        assertThat(report.overlap()).isBetween(0.5, 1.0);
        versions.shadow = Optional.empty();
        assertThat(target.shadow()).isEmpty();
    }

    @Test
    void itsCostAndWhatItWouldChangeAreMeans() {
        shadowing.follow("one", list(0, 20), 3 * MILLISECOND, () -> list(0, 20));
        shadowing.follow("one", list(0, 20), MILLISECOND, () -> list(15, 40));
        Shadowing.Report report = shadowing.of("one");
        assertThat(report.lists()).isEqualTo(2);
        assertThat(report.overlap()).isCloseTo((1 + 5 / 20.0) / 2, within(1e-12));
        assertThat(report.servedMillis()).isCloseTo(2, within(1e-12));
    }

    @Test
    void whatItCannotMakeIsCountedAndHarmsNobody() {
        shadowing.follow("one", list(0, 20), MILLISECOND, () -> {
            throw new IllegalStateException("no such tree");
        });
        assertThat(shadowing.of("one")).isEqualTo(new Shadowing.Report("one", 0, 1, 0, 0, 0));
        assertThat(counted.counter("kepu.models.shadow.failed").count()).isEqualTo(1);
    }

    @Test
    void anotherVersionBeginsAnew() {
        shadowing.follow("one", list(0, 20), MILLISECOND, () -> list(0, 20));
        assertThat(shadowing.of("two").lists()).isZero();
        assertThat(shadowing.of("one").lists()).isZero();
    }

    private static List<Placed> list(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(item -> new Placed(item, Placed.Cause.FRESH, -1, Float.NaN, 0))
                .toList();
    }
}
