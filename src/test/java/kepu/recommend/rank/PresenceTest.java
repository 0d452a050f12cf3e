package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class PresenceTest {
    private static final HalfLives NOW = HalfLives.NONE;

    private final Presence target = new Presence();

    @Test
    void whatIsOpenedSinceTheFirstOpeningCounts() {
        target.add(3, NOW, 4);
        target.add(70, NOW, 1);
        target.add(3, NOW, 5);
        assertThat(target.since(3, NOW)).isEqualTo(10);
        assertThat(target.since(70, NOW)).isEqualTo(6);
        assertThat(target.all(NOW)).isEqualTo(10);
    }

    @Test
    void whatNobodyOpenedIsNotThere() {
        target.add(3, NOW, 4);
        assertThat(target.since(2, NOW)).isZero();
        assertThat(target.since(1_000, NOW)).isZero();
    }

    @Test
    void whatWasThereFromTheBeginningIsNotYoungAndTheLastOneIsTheYoungest() {
        target.add(0, NOW, 5);
        target.add(1, NOW, 4);
        target.add(2, NOW, 1);
        assertThat(target.youth(0)).isCloseTo(0, within(1e-9));
        assertThat(target.youth(1)).isCloseTo(Math.log(1.15 / 0.65), within(1e-6));
        assertThat(target.youth(2)).isGreaterThan(target.youth(1));
        assertThat(new Presence().youth(0)).isZero();
    }
}
