package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import kepu.push.Days.Made;
import org.junit.jupiter.api.Test;

class ShelfTest {
    @Test
    void itHoldsWhatAMapHoldsAndARowNeverChanges() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        Days days = new Days();
        for (int i = 0; i < 300; i++) {
            days.add(Made.of("p" + i, "2026-10-05T09:00"));
        }
        Shelf target = new Shelf();
        TreeMap<Long, Posted> expected = new TreeMap<>();
        List<Shelf.Row> rows = new ArrayList<>();
        List<List<Posted>> copies = new ArrayList<>();
        for (int step = 0; step < 2_000; step++) {
            Posted posted = days.posts().get(random.nextInt(300));
            if (!expected.containsKey(posted.seq())) {
                target.add(posted);
                expected.put(posted.seq(), posted);
            } else if (random.nextInt(3) == 0) {
                Posted other = posted.with(posted.publication());
                target.replace(other);
                expected.put(posted.seq(), other);
            } else {
                target.remove(posted.seq());
                expected.remove(posted.seq());
            }
            assertThat(list(target.row()))
                    .as("seed %d, step %d", seed, step)
                    .containsExactlyElementsOf(expected.values());
            if (step % 100 == 0) {
                rows.add(target.row());
                copies.add(list(target.row()));
            }
        }
        for (int i = 0; i < rows.size(); i++) {
            assertThat(list(rows.get(i))).as("seed %d", seed).isEqualTo(copies.get(i));
        }
    }

    private static List<Posted> list(Shelf.Row row) {
        List<Posted> list = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            list.add(row.posts()[i]);
        }
        return list;
    }
}
