package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import kepu.base.Neighbours;
import kepu.recommend.log.Log;
import kepu.recommend.log.Logs;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.rank.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows of features say only what was known at their moment: whatever happens later may be otherwise, and they stay the same. */
class NothingOfTheFutureTest {
    private static final int PEOPLE = 40;
    private static final int ITEMS = 30;
    private static final int EVENTS = 3_000;
    private static final int FROM = 1_000;
    private static final int NOW = 2_000;
    private static final long START = 1_767_225_600;
    private static final String[] TYPES = {"impression", "impression", "impression", "open", "finish", "not_interested"
    };

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatComesLaterInAnyOtherOrderChangesNoEarlierRow(long seed) {
        List<String> events = events(new SplittableRandom(seed));
        List<String> later = new ArrayList<>(events.subList(NOW, EVENTS));
        Shuffled.of(later, seed);
        List<String> other = new ArrayList<>(events.subList(0, NOW));
        other.addAll(later);

        Rows before = rows(log(events));
        Rows after = rows(log(other));

        assertThat(before.count()).as("seed %d", seed).isGreaterThan(300).isEqualTo(after.count());
        assertThat(after.features()).as("seed %d", seed).isEqualTo(before.features());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void whatComesLaterMayAsWellNotCome(long seed) {
        List<String> events = events(new SplittableRandom(seed));
        Rows before = rows(log(events));
        Rows after = rows(log(events.subList(0, NOW + 1)));

        assertThat(after.count()).isEqualTo(before.count());
        for (int i = 0; i < before.features().length; i++) {
            // counts are kept against another origin, and so rounded otherwise
            assertThat(after.features()[i])
                    .as("feature %s, seed %d", Feature.at(i % Feature.COUNT), seed)
                    .isCloseTo(before.features()[i], within(1e-3f));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void whatCameBeforeDoesChangeThem(long seed) {
        List<String> events = events(new SplittableRandom(seed));
        List<String> earlier = new ArrayList<>(events.subList(0, FROM));
        Shuffled.of(earlier, seed);
        List<String> other = new ArrayList<>(earlier);
        other.addAll(events.subList(FROM, EVENTS));
        assertThat(rows(log(other)).features()).isNotEqualTo(rows(log(events)).features());
    }

    /** Rows of the events from FROM to before NOW. */
    private record Rows(int count, float[] features) {}

    private static Rows rows(Log log) {
        int end = log.events().size();
        Replay replay = new Replay(log, java.time.Duration.ofDays(20), 20, false);
        String[] ids = new String[log.things().size()];
        java.util.Arrays.setAll(ids, item -> log.things().all()[item].id());
        Model model = new Model("1", ids, weights(log.things().size()), Linear.untrained());
        World world = new World(
                log.things(),
                replay.rates().prior(),
                replay.rates().trend(),
                weights(log.things().size()),
                model,
                86_400_000);
        Lessons lessons = new Lessons(log, world, replay);
        lessons.impressions(FROM, end, Integer.MAX_VALUE, 7, Progress.SILENT);
        int count = 0;
        for (int event = FROM; event < NOW; event++) {
            count += log.events().type(event) == kepu.activity.EventType.IMPRESSION ? 1 : 0;
        }
        return new Rows(count, java.util.Arrays.copyOf(lessons.rows().features(), count * Feature.COUNT));
    }

    private static Neighbours weights(int items) {
        Neighbours.Builder builder = new Neighbours.Builder(items, items);
        for (int item = 0; item < items; item++) {
            builder.entry((item + 1) % items, 0.5f);
            if (item < items - 1) {
                builder.end();
            }
        }
        return builder.build();
    }

    /** Events without their times: the line number gives it. */
    private static List<String> events(SplittableRandom random) {
        List<String> events = new ArrayList<>();
        // everybody and everything comes once first, so that numbers are the same whatever follows
        for (int i = 0; i < PEOPLE; i++) {
            events.add("p%d,i%d,open".formatted(i, i % ITEMS));
        }
        while (events.size() < EVENTS) {
            events.add("p%d,i%d,%s"
                    .formatted(random.nextInt(PEOPLE), random.nextInt(ITEMS), TYPES[random.nextInt(TYPES.length)]));
        }
        return events;
    }

    private static Log log(List<String> events) {
        StringBuilder csv = new StringBuilder("time,user,item,type\n");
        for (int i = 0; i < events.size(); i++) {
            csv.append(START + i * 900L).append(',').append(events.get(i)).append('\n');
        }
        StringBuilder users = new StringBuilder("user,region,groups,birthYear\n");
        for (int i = 0; i < PEOPLE; i++) {
            users.append("p%d,51090310020%d,%s,%d\n".formatted(i, i % 9, i % 2 == 0 ? "farmer" : "elder", 1950 + i));
        }
        StringBuilder items = new StringBuilder("item,title,topics\n");
        for (int i = 0; i < ITEMS; i++) {
            items.append("i%d,标题,%s\n".formatted(i, i % 3 == 0 ? "health" : "crops"));
        }
        return Logs.of(csv.toString(), users.toString(), items.toString());
    }

    private static final class Shuffled {
        private static void of(List<String> events, long seed) {
            java.util.Collections.shuffle(events, new Random(seed));
        }
    }
}
