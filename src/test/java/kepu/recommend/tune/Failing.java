package kepu.recommend.tune;

import java.util.List;
import kepu.recommend.evaluate.LogSplit;
import kepu.recommend.evaluate.Recommender;
import kepu.recommend.train.Arena;
import kepu.recommend.train.Definition;
import kepu.recommend.train.Progress;

/** An arena in which the second training does not come to an end. */
final class Failing implements Arena {
    private final Arena arena;
    private int trained;

    Failing(Arena arena) {
        this.arena = arena;
    }

    @Override
    public LogSplit split() {
        return arena.split();
    }

    @Override
    public Recommender trained(String name, Definition definition, Progress progress) {
        if (trained++ == 1) {
            throw new IllegalStateException("no convergence");
        }
        return arena.trained(name, definition, progress);
    }

    @Override
    public List<Recommender> floors() {
        return arena.floors();
    }
}
