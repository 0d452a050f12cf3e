package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Ticks every 10 ms; a delay of 50 ms that stands for 500 ms is too much. Time is what the test says it is. */
class StandingDelayTest {
    private static final int TICK = 10;
    private static final int TARGET = 50;
    private static final int STANDING = 500;

    private long millis;
    private final StandingDelay target = new StandingDelay(nanos(TARGET), nanos(STANDING), 0);

    @Test
    void inTimeNothingIsTurnedAway() {
        ticks(200, 0);
        assertThat(shed(1_000)).isZero();
        ticks(200, TARGET - 1);
        assertThat(shed(1_000)).isZero();
    }

    @Test
    void aBurstIsWorkedOff() {
        ticks(10, 0);
        ticks(4, TARGET * 2);
        assertThat(shed(1_000)).isZero();
        ticks(1, 0);
        ticks(4, TARGET * 2);
        assertThat(shed(1_000)).as("it was over in between").isZero();
    }

    @Test
    void aStandingDelayTurnsAwayMoreAndMore() {
        ticks(10, 0);
        ticks(STANDING / TARGET, TARGET);
        int first = shed(1_000);
        assertThat(first).isBetween(400, 990);
        ticks(3, TARGET);
        assertThat(shed(1_000)).isGreaterThan(first).isLessThan(1_000);
    }

    @Test
    void whenItIsOverAllAreLetInAgain() {
        ticks(10, 0);
        ticks(40, TARGET);
        assertThat(shed(1_000)).isGreaterThan(900);
        ticks(20, 0);
        assertThat(shed(1_000)).as("not all at once").isBetween(100, 900);
        ticks(200, 0);
        assertThat(shed(1_000)).isZero();
    }

    @Test
    void aLoopThatIsBlockedIsLateBeforeItsTickComes() {
        ticks(10, 0);
        millis += STANDING + TICK;
        assertThat(shed(10)).isEqualTo(5);
    }

    /** So many ticks, after each of which the next is late by so much. */
    private void ticks(int count, int lateMillis) {
        for (int i = 0; i < count; i++) {
            target.tick(nanos(millis), nanos(millis + TICK));
            millis += TICK + lateMillis;
        }
    }

    private int shed(int requests) {
        int shed = 0;
        for (int i = 0; i < requests; i++) {
            shed += target.sheds(nanos(millis)) ? 1 : 0;
        }
        return shed;
    }

    private static long nanos(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
