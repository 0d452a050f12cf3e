package kepu.testing;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

/** The same work by many at the same moment. */
public final class AtOnce {
    private AtOnce() {}

    /** What each of {@code times} got. */
    public static <T> List<T> results(int times, Callable<T> work) {
        return results(Collections.nCopies(times, work));
    }

    /** What each got, in the order of the list. */
    public static <T> List<T> results(List<? extends Callable<T>> works) {
        CyclicBarrier start = new CyclicBarrier(works.size());
        List<CompletableFuture<T>> running = new ArrayList<>();
        for (Callable<T> work : works) {
            CompletableFuture<T> result = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    start.await();
                    result.complete(work.call());
                } catch (Throwable e) {
                    result.completeExceptionally(e);
                }
            });
            running.add(result);
        }
        return running.stream()
                .map(result -> Eventually.soon("one of " + works.size(), result))
                .toList();
    }
}
