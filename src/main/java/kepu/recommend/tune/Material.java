package kepu.recommend.tune;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import kepu.base.Failure;
import kepu.base.Neighbours;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.log.Log;
import kepu.recommend.train.Arena;
import kepu.recommend.train.FixedArena;
import kepu.recommend.train.LogArena;
import kepu.recommend.train.Trainer;

/**
 * What definitions are tried on, in three parts: trials learn from the first and are measured on the second; the one that is chosen learns from
 * both and is measured on the third.
 *
 * @param validation first and second part
 * @param test both, and the third
 * @param items how many there are
 * @param fixed whether the parts are drawn and not cut in time, so that only item-item models can be measured
 * @param digest of all of it
 * @param source for people
 */
public record Material(Arena validation, Arena test, int items, boolean fixed, String digest, String source) {
    /** Of a log: where {@code train} and {@code evaluate log} cut it too, and within what comes before at the same share. */
    private static final double CUT = 0.8;

    private static final double VALIDATION_SHARE = 0.2;
    private static final int LEAST_ITEMS = 5;

    /**
     * A log, cut in time.
     *
     * @param content text neighbours by number of the item
     * @throws Failure.Invalid when it is too short to be cut twice
     */
    public static Material of(Log log, Neighbours content, String source) {
        boolean impressions = Trainer.tellsImpressions(log);
        LogSplit last = LogSplit.of(log, CUT);
        LogSplit before = LogSplit.of(last.train(), CUT);
        return new Material(
                new LogArena(impressions ? before.amongShown() : before, content),
                new LogArena(impressions ? last.amongShown() : last, content),
                log.things().size(),
                false,
                Digest.of(log, content),
                source);
    }

    /**
     * Who took what, without times: of each person's items some are drawn for the test, and of the others some for validation.
     *
     * @param takings by person: items, ascending
     * @param testShare of a person's items
     * @throws Failure.Invalid when nobody has enough items
     */
    public static Material of(int[][] takings, double testShare, long seed, String source) {
        int items = Arrays.stream(takings).flatMapToInt(Arrays::stream).max().orElse(-1) + 1;
        Halves last = Halves.of(takings, testShare, seed);
        Halves before = Halves.of(last.kept(), VALIDATION_SHARE, seed + 1);
        return new Material(
                new FixedArena(LogSplit.fixed(before.kept(), before.hidden(), items)),
                new FixedArena(LogSplit.fixed(last.kept(), last.hidden(), items)),
                items,
                true,
                Digest.of(takings, testShare),
                source);
    }

    /** A person's items in two; of people with few nothing is hidden. */
    private record Halves(int[][] kept, int[][] hidden) {
        static Halves of(int[][] takings, double share, long seed) {
            Random random = new Random(seed);
            Halves halves = new Halves(new int[takings.length][], new int[takings.length][]);
            boolean any = false;
            for (int person = 0; person < takings.length; person++) {
                int[] items = takings[person];
                int hide = items.length < LEAST_ITEMS ? 0 : Math.max(1, (int) (share * items.length));
                boolean[] hidden = new boolean[items.length];
                for (int left = hide; left > 0; ) {
                    int place = random.nextInt(items.length);
                    left -= hidden[place] ? 0 : 1;
                    hidden[place] = true;
                }
                halves.kept[person] = part(items, hidden, false);
                halves.hidden[person] = part(items, hidden, true);
                any |= hide > 0;
            }
            if (!any) {
                throw new Failure.Invalid("no-test-users", "没有一个用户有 %d 个以上的条目，分不出测试段".formatted(LEAST_ITEMS));
            }
            return halves;
        }

        private static int[] part(int[] items, boolean[] hidden, boolean wanted) {
            return IntStream.range(0, items.length)
                    .filter(place -> hidden[place] == wanted)
                    .map(place -> items[place])
                    .toArray();
        }
    }
}
