package kepu.recommend.rank;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import kepu.activity.EventType;
import kepu.recommend.rank.History.Met;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {
    private static final long MINUTE = 60_000;

    private record Entry(int item, long atMillis, Met met, int shows) {}

    private final History target = new History(4);

    @Test
    void entriesComeTheOldestFirst() {
        target.add(3, EventType.OPEN, 1 * MINUTE);
        target.add(1, EventType.OPEN, 2 * MINUTE);
        target.add(2, EventType.IMPRESSION, 3 * MINUTE);
        assertThat(entries(target))
                .containsExactly(
                        new Entry(3, 1 * MINUTE, Met.OPENED, 0),
                        new Entry(1, 2 * MINUTE, Met.OPENED, 0),
                        new Entry(2, 3 * MINUTE, Met.SHOWN, 1));
    }

    @Test
    void aLaterEventMovesTheItemToTheEnd() {
        target.add(3, EventType.OPEN, 1 * MINUTE);
        target.add(1, EventType.OPEN, 2 * MINUTE);
        target.add(3, EventType.FINISH, 3 * MINUTE);
        assertThat(entries(target))
                .containsExactly(new Entry(1, 2 * MINUTE, Met.OPENED, 0), new Entry(3, 3 * MINUTE, Met.FINISHED, 0));
    }

    @Test
    void anEventThatArrivesLateDoesNotTurnTheClockBack() {
        target.add(3, EventType.FINISH, 9 * MINUTE);
        target.add(3, EventType.OPEN, 2 * MINUTE);
        assertThat(entries(target)).containsExactly(new Entry(3, 9 * MINUTE, Met.FINISHED, 0));
    }

    @ParameterizedTest
    @CsvSource({
        "IMPRESSION, SHOWN",
        "OPEN, OPENED",
        "PROGRESS, OPENED",
        "ANSWER, OPENED",
        "PLAY, OPENED",
        "FINISH, FINISHED",
        "LIKE, LIKED",
        "SHARE, LIKED",
        "NOT_INTERESTED, DISMISSED"
    })
    void eachKindOfEventSaysHowStronglyAnItemWasMet(EventType type, Met met) {
        target.add(7, type, MINUTE);
        assertThat(target.met(7)).isEqualTo(met);
    }

    @Test
    void theStrongestEventCountsNotTheLast() {
        target.add(7, EventType.LIKE, 1 * MINUTE);
        target.add(7, EventType.OPEN, 2 * MINUTE);
        target.add(7, EventType.IMPRESSION, 3 * MINUTE);
        assertThat(target.met(7)).isEqualTo(Met.LIKED);
    }

    @Test
    void whatWasDismissedStaysDismissed() {
        target.add(7, EventType.NOT_INTERESTED, 1 * MINUTE);
        target.add(7, EventType.LIKE, 2 * MINUTE);
        assertThat(target.met(7)).isEqualTo(Met.DISMISSED);
    }

    @Test
    void impressionsAreCountedUpToWhatAByteHolds() {
        for (int i = 0; i < 3; i++) {
            target.add(7, EventType.IMPRESSION, i * MINUTE);
        }
        assertThat(entries(target).getFirst().shows()).isEqualTo(3);
        for (int i = 0; i < 300; i++) {
            target.add(7, EventType.IMPRESSION, i * MINUTE);
        }
        assertThat(entries(target).getFirst().shows()).isEqualTo(127);
    }

    @Test
    void whatLiesLongestBackIsForgottenFirst() {
        for (int item = 1; item <= 4; item++) {
            target.add(item, EventType.LIKE, item * MINUTE);
        }
        target.add(1, EventType.OPEN, 5 * MINUTE);
        target.add(9, EventType.OPEN, 6 * MINUTE);
        assertThat(entries(target).stream().map(Entry::item)).containsExactly(3, 4, 1, 9);
        assertThat(target.met(2)).isEqualTo(Met.NEVER);
        assertThat(target.met(1)).isEqualTo(Met.LIKED);
    }

    @Test
    void whatWasForgottenBeginsAnew() {
        target.add(7, EventType.LIKE, 0);
        for (int item = 1; item <= 4; item++) {
            target.add(item, EventType.OPEN, item * MINUTE);
        }
        target.add(7, EventType.IMPRESSION, 9 * MINUTE);
        assertThat(entries(target).getLast()).isEqualTo(new Entry(7, 9 * MINUTE, Met.SHOWN, 1));
    }

    @Test
    void dismissalsAreAllThatIsLeftWithoutPersonalisation() {
        target.add(1, EventType.LIKE, 1 * MINUTE);
        target.add(2, EventType.IMPRESSION, 2 * MINUTE);
        target.add(2, EventType.NOT_INTERESTED, 3 * MINUTE);
        target.add(3, EventType.NOT_INTERESTED, 4 * MINUTE);
        assertThat(entries(target.dismissals()))
                .containsExactly(
                        new Entry(2, 3 * MINUTE, Met.DISMISSED, 0), new Entry(3, 4 * MINUTE, Met.DISMISSED, 0));
        assertThat(target.size()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5109})
    void neverMoreThanTheLimitAndEachItemOnce(long seed) {
        RandomGenerator random = Scene.random(seed);
        int limit = 1 + random.nextInt(40);
        History history = new History(limit);
        Map<Integer, Met> expected = new LinkedHashMap<>();
        for (int i = 0; i < 2_000; i++) {
            int item = random.nextInt(60);
            EventType type = EventType.values()[random.nextInt(EventType.values().length)];
            history.add(item, type, i * MINUTE);
            Met before = expected.remove(item);
            Met now = Met.of(type);
            expected.put(item, before != null && before.compareTo(now) > 0 ? before : now);
            if (expected.size() > limit) {
                expected.remove(expected.keySet().iterator().next());
            }
            assertThat(history.size()).as("seed %d", seed).isLessThanOrEqualTo(limit);
        }
        Map<Integer, Met> kept = new LinkedHashMap<>();
        entries(history).forEach(entry -> kept.put(entry.item(), entry.met()));
        assertThat(kept).as("seed %d", seed).hasSize(history.size()).containsExactlyEntriesOf(expected);
    }

    private static List<Entry> entries(History history) {
        List<Entry> entries = new ArrayList<>();
        history.each((item, atMillis, met, shows) -> entries.add(new Entry(item, atMillis, met, shows)));
        return entries;
    }
}
