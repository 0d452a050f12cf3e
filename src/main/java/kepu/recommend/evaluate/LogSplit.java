package kepu.recommend.evaluate;

import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.base.Failure;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;

/**
 * A log cut at one moment for everybody, so that no model learns from what came after what it is asked (Ji et al. 2023): events before
 * the cut are for training, the others are the test.
 *
 * @param log all of it
 * @param train the log before the cut; people and items are those of the whole log, so that numbers stay the same
 * @param cutMillis the time of the first test event (epoch)
 * @param known by person: items they said yes to in training, ascending
 * @param hidden by person: items that are not to be ranked, ascending; what they know, unless only what was shown is ranked
 * @param relevant by person: items they first said yes to in the test, ascending; only items that are there
 */
public record LogSplit(Log log, Log train, long cutMillis, int[][] known, int[][] hidden, int[][] relevant) {
    /**
     * Cuts at a quantile of the events; events of one time stay together, after the cut.
     *
     * @param cut between 0 and 1: the share of the events that is for training
     * @throws Failure.Invalid when the log has no event before the cut, or nobody has an item to find after it
     */
    public static LogSplit of(Log log, double cut) {
        if (!(cut > 0 && cut < 1)) {
            throw new Failure.Invalid("cut-invalid", "--cut 应在 0 和 1 之间，却是 " + cut);
        }
        Events events = log.events();
        long cutMillis = events.size() == 0 ? 0 : events.atMillis()[(int) (cut * events.size())];
        int first = events.firstAt(cutMillis);
        if (first == 0) {
            throw new Failure.Invalid("log-too-short", "日志无法按时间切分：切点之前没有事件");
        }
        int[][] known = Positives.byPerson(log, 0, first);
        int[][] relevant = Positives.fresh(known, Positives.byPerson(log, first, events.size()), log.things());
        LogSplit split = new LogSplit(
                log, new Log(log.people(), log.things(), events.until(first)), cutMillis, known, known, relevant);
        if (split.testPeople().length == 0) {
            throw new Failure.Invalid("no-test-users", "切点之后没有人第一次打开、播放、看完、点赞或分享一个条目");
        }
        return split;
    }

    /**
     * A fixed split, which tells who took what and nothing else: no times, groups or regions. Nobody but those with items to find is asked for.
     *
     * @param train by person: items that are for training, ascending
     * @param test by person: items that are to be found, ascending
     * @param items how many there are in both
     */
    public static LogSplit fixed(int[][] train, int[][] test, int items) {
        Log log = Log.ofTakings(train, items);
        return new LogSplit(log, log, 1, train, train, Positives.fresh(train, test, log.things()));
    }

    /**
     * The same question asked only of what each person was shown after the cut. What was never shown could not be opened, so that on a log of
     * impressions a ranking of everything is mostly praised for guessing what was shown.
     */
    public LogSplit amongShown() {
        Events events = log.events();
        BitSet[] shown = new BitSet[known.length];
        Arrays.setAll(shown, person -> new BitSet());
        for (int event = events.firstAt(cutMillis); event < events.size(); event++) {
            if (events.type(event) == EventType.IMPRESSION) {
                shown[events.people()[event]].set(events.things()[event]);
            }
        }
        int[][] others = new int[known.length][];
        int[][] reachable = new int[known.length][];
        for (int person = 0; person < known.length; person++) {
            BitSet own = shown[person];
            reachable[person] = Arrays.stream(relevant[person]).filter(own::get).toArray();
            for (int item : known[person]) {
                own.clear(item);
            }
            own.flip(0, log.things().size());
            others[person] = own.stream().toArray();
        }
        return new LogSplit(log, train, cutMillis, known, others, reachable);
    }

    /** Whoever has an item to find, ascending. */
    public int[] testPeople() {
        return IntStream.range(0, relevant.length)
                .filter(person -> relevant[person].length > 0)
                .toArray();
    }

    /** By item: how many people said yes to it in training. */
    public int[] popularity() {
        return Positives.people(known, log.things().size());
    }
}
