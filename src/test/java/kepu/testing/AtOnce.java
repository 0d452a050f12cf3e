package kepu.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;

/** The same work by many at the same moment. */
public final class AtOnce {
    private AtOnce() {}

    /** What each of them got. */
    public static <T> List<T> results(int times, Callable<T> work) {
        CyclicBarrier start = new CyclicBarrier(times);
        List<CompletableFuture<T>> running = new ArrayList<>();
        for (int i = 0; i < times; i++) {
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
                .map(result -> Eventually.soon("one of " + times, result))
                .toList();
    }
}
