package kepu.recommend.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class EventRowsTest {
    private static final int ROWS = 3_000;

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @RepeatedTest(5)
    void eventsAreGivenInTheOrderOfTimeAndThoseOfOneTimeAsTheyCame() {
        long[] at = random.longs(ROWS, 0, 50).toArray();
        Integer[] order = IntStream.range(0, ROWS).boxed().toArray(Integer[]::new);
        Arrays.sort(order, Comparator.comparingLong(row -> at[row]));
        Events events = rows(at).byTime();
        assertThat(events.people())
                .as("seed %d", seed)
                .containsExactly(Arrays.stream(order).mapToInt(row -> row).toArray());
        assertThat(events.atMillis())
                .as("seed %d", seed)
                .containsExactly(Arrays.stream(at).sorted().toArray());
    }

    @Test
    void whatCameInTheOrderOfTimeStaysAsItCame() {
        long[] at = random.longs(ROWS, 0, 50).sorted().toArray();
        Events events = rows(at).byTime();
        assertThat(events.people())
                .as("seed %d", seed)
                .containsExactly(IntStream.range(0, ROWS).toArray());
        assertThat(events.atMillis()).containsExactly(at);
        assertThat(events.things()).containsOnly(7);
        assertThat(events.types()).containsOnly((byte) EventType.OPEN.ordinal());
        assertThat(events.positions()).containsOnly((short) 3);
        assertThat(events.weights()).containsOnly(2);
        assertThat(events.propensities()).containsOnly(0.5f);
    }

    /** The person of each event is its row. */
    private static EventRows rows(long[] at) {
        EventRows rows = new EventRows();
        for (int row = 0; row < at.length; row++) {
            rows.add(row, 7, EventType.OPEN, at[row], 2, 3, 0.5f);
        }
        return rows;
    }
}
