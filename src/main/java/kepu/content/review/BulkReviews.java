package kepu.content.review;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.content.Items;
import kepu.people.Caller;
import org.jspecify.annotations.Nullable;

/** The same work on many versions, one transaction each: what one of them is refused changes nothing of the others. */
public final class BulkReviews {
    /** What is done. */
    public enum Deed implements Coded {
        CLAIM("认领"),
        RELEASE("放回"),
        SAY("审核");

        private static final Function<String, Optional<Deed>> BY_CODE = Coded.index(values());

        private final String label;

        Deed(String label) {
            this.label = label;
        }

        public static Optional<Deed> of(String code) {
            return BY_CODE.apply(code);
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** One piece of work; {@code word} is there when something is said, {@code fault} when what is said cannot be said. */
    public record Task(
            String item,
            Deed deed,
            Stages.@Nullable Word word,
            @Nullable Failure fault) {}

    /** What became of a task: the version as it is now, or why not. */
    public sealed interface Result {
        record Done(Version version) implements Result {}

        record Refused(Failure failure) implements Result {}
    }

    private final Stages stages;
    private final Items items;
    private final int most;
    private final Counter refused;

    BulkReviews(Stages stages, Items items, int most, MeterRegistry meters) {
        this.stages = stages;
        this.items = items;
        this.most = most;
        this.refused = meters.counter("kepu.review.bulk.refused");
    }

    /** Does one after the other; gives the results in the same order. {@link Failure.Invalid} when they are too many, or one item stands twice. */
    public Future<List<Result>> run(Caller.OfStaff staff, List<Task> tasks) {
        require(tasks);
        List<Result> results = new ArrayList<>();
        Future<Void> all = Future.succeededFuture();
        for (Task task : tasks) {
            all = all.compose(done -> one(staff, task)).map(result -> {
                results.add(result);
                return null;
            });
        }
        return all.transform(done -> shown(tasks, results)
                .compose(shown -> done.failed()
                        ? Future.<List<Result>>failedFuture(done.cause())
                        : Future.succeededFuture(results)));
    }

    private void require(List<Task> tasks) {
        if (tasks.size() > most) {
            refused.increment();
            throw Failure.Invalid.at("/tasks", "一次最多办 " + most + " 件");
        }
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < tasks.size(); i++) {
            if (!seen.add(tasks.get(i).item())) {
                throw Failure.Invalid.at("/tasks/" + i + "/item", "同一条内容写了两次");
            }
        }
    }

    private Future<Result> one(Caller.OfStaff staff, Task task) {
        return done(staff, task)
                .<Result>map(Result.Done::new)
                .recover(cause -> cause instanceof Failure failure
                        ? Future.succeededFuture(new Result.Refused(failure))
                        : Future.failedFuture(cause));
    }

    private Future<Version> done(Caller.OfStaff staff, Task task) {
        Stages.Word word = task.word();
        Failure fault = task.fault();
        if (fault != null) {
            return Future.failedFuture(fault);
        }
        return switch (task.deed()) {
            case CLAIM -> stages.claim(staff, task.item());
            case RELEASE -> stages.release(staff, task.item());
            case SAY ->
                word == null
                        ? Future.failedFuture(new IllegalArgumentException("nothing is said"))
                        : stages.said(staff, task.item(), word);
        };
    }

    /** What came out is live on this node before the answer, however many. */
    private Future<Void> shown(List<Task> tasks, List<Result> results) {
        for (int i = 0; i < results.size(); i++) {
            Stages.Word word = tasks.get(i).word();
            if (word != null && results.get(i) instanceof Result.Done(Version version) && Stages.isOut(version, word)) {
                return items.published();
            }
        }
        return Future.succeededFuture();
    }
}
