package kepu;

import java.time.Duration;
import kepu.ops.Jobs;
import kepu.search.SimilarItems;
import kepu.search.find.Searching;
import kepu.search.passage.Passages;

/** The rooms that look things up in the live items: those like one, passages that answer, words that are searched for. */
record Finding(SimilarItems similar, Passages passages, Searching searching) {
    static Finding open(Footing on, Opened open) {
        SimilarItems similar =
                new SimilarItems(on.vertx(), on.items(), on.clock(), on.config().search(), on.meters());
        open.add(() -> App.wait(similar.close()));
        Passages passages =
                new Passages(on.vertx(), on.items(), on.clock(), on.config().questions(), on.meters());
        open.add(() -> App.wait(passages.close()));
        Searching searching = new Searching(
                on.vertx(),
                on.items(),
                on.clock(),
                on.config().search(),
                on.config().data().resolve("search"),
                on.meters());
        open.add(() -> App.wait(searching.close()));
        return new Finding(similar, passages, searching);
    }

    /** Puts the rooms' work on the clock. */
    void work(Jobs jobs, int sweepMinutes) {
        jobs.every(Duration.ofMinutes(sweepMinutes), "search", searching::sweep);
    }

    /** Begins to read the items, when all else is ready. */
    void start() {
        searching.start();
        similar.start();
        passages.start();
    }
}
