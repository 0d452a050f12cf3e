package kepu.recommend.train;

import java.util.Arrays;
import java.util.stream.IntStream;
import kepu.recommend.evaluate.Recommender;

/** Item-item models on fixed splits, as the literature measures them: who took what, and nothing else. */
public final class SplitTraining {
    private SplitTraining() {}

    /**
     * Trains on one half of a split and ranks for everybody.
     *
     * @param train by person: items
     * @param people how many there are in both halves
     * @param items how many there are in both halves
     * @param top the length of the lists; longer ones cannot be asked for
     */
    public static Recommender train(
            int[][] train, int people, int items, int top, Definition definition, Progress progress) {
        int[][] rows = new int[people][];
        Arrays.setAll(rows, person -> person < train.length ? train[person] : new int[0]);
        Interactions interactions = Interactions.of(rows, items);
        Collaborative model =
                Collaborative.best(interactions, definition.collaborative(), definition.seed(), progress.part(0, 0.5));
        int[] all = IntStream.range(0, people).toArray();
        int[][] lists = model.top(all, top, progress.part(0.5, 1));
        return new Listed(model.name(), lists);
    }

    private record Listed(String name, int[][] lists) implements Recommender {
        @Override
        public int[] rank(int person, boolean[] hidden, int count) {
            return Arrays.stream(lists[person])
                    .filter(item -> !hidden[item])
                    .limit(count)
                    .toArray();
        }
    }
}
