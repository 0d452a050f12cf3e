package kepu.recommend.tune;

import java.util.List;

/**
 * What a search has found so far.
 *
 * @param planned how many trials the plan has, the present definition not counted
 * @param trials in the order of their numbers
 * @param tested the best of them on the test part
 * @param looks how often the test part was looked at, this time counted
 * @param ended why no more was tried
 */
public record Outcome(
        Search search, Space space, int planned, List<Trial> trials, Tested tested, int looks, Ended ended) {
    /** Why a run ended. */
    public enum Ended {
        /** Everything that was planned has been tried. */
        ALL,
        /** As many as were asked for. */
        TRIALS,
        TIME
    }

    public Outcome {
        trials = List.copyOf(trials);
    }

    public Trial best() {
        return trials.get(tested.trial());
    }

    public Trial present() {
        return trials.get(Trial.PRESENT);
    }

    public List<Trial> bestFirst() {
        return Trial.bestFirst(trials);
    }
}
