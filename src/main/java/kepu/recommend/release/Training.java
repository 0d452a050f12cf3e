package kepu.recommend.release;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains models, or searches for better definitions of them, in a process of their own, one at a time in the whole installation: a lock of
 * PostgreSQL is held while it runs. The process ends with this program.
 */
public final class Training implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Training.class);
    /** Any number that no other lock has. */
    private static final long LOCK = 0x6b6570756d6f6465L;

    private static final long ENDING_MILLIS = 5_000;

    private final Vertx vertx;
    private final DatabaseAddress address;
    private final TrainCommand.Making command;
    private final Predicate<String> isResult;
    private final Duration longest;
    private final Clock clock;
    private final Ids ids = new Ids();
    private final Map<String, TrainingRun> last = new HashMap<>();
    private @Nullable TrainingRun running;
    private boolean closed;

    /** Trains versions. */
    public Training(Vertx vertx, DatabaseAddress address, TrainCommand.Making command, Duration longest, Clock clock) {
        this(vertx, address, command, VersionId::isVersion, longest, clock);
    }

    /** With another sort of results. */
    Training(
            Vertx vertx,
            DatabaseAddress address,
            TrainCommand.Making command,
            Predicate<String> isResult,
            Duration longest,
            Clock clock) {
        this.isResult = isResult;
        this.vertx = vertx;
        this.address = address;
        this.command = command;
        this.longest = longest;
        this.clock = clock;
    }

    /** How the last training of a model went or goes, and the end of its log. */
    public record Report(TrainingState state, List<String> log) {}

    /** Starts a training; gives its job when the process runs. {@link Failure.Conflict} when one goes on, here or on another node. */
    public Future<String> start(String name) {
        return start(name, List.of());
    }

    /** The same with further options of the command. */
    Future<String> start(String name, List<String> options) {
        TrainingRun run = taken(name);
        Context context = vertx.getOrCreateContext();
        Promise<String> started = Promise.promise();
        Thread.ofPlatform().daemon().name("kepu-training").start(() -> work(run, options, context, started));
        return started.future();
    }

    public synchronized Report report(String name) {
        TrainingRun run = last.get(name);
        return run == null ? new Report(new TrainingState.Idle(), List.of()) : new Report(run.state(), run.log());
    }

    public synchronized boolean isRunning() {
        return running != null;
    }

    /** Ends the one of a model that runs here, when somebody wants that; gives its job, or nothing when none runs. Blocking. */
    Optional<String> stop(String name) {
        TrainingRun run;
        synchronized (this) {
            run = last.get(name);
        }
        return run != null && run.stop(ENDING_MILLIS) ? Optional.of(run.job()) : Optional.empty();
    }

    /** Ends what runs. */
    @Override
    public void close() {
        TrainingRun run;
        synchronized (this) {
            closed = true;
            run = running;
        }
        if (run != null) {
            run.end("服务停止，训练中断", ENDING_MILLIS);
        }
    }

    private synchronized TrainingRun taken(String name) {
        if (closed) {
            throw new Failure.Unavailable("closing", "服务正在停止，请稍后再试");
        }
        if (running != null) {
            throw runs();
        }
        TrainingRun run = new TrainingRun(ids.next('t'), name, isResult, clock);
        running = run;
        return run;
    }

    /** On a thread of its own, from the lock to the process's end. */
    private void work(TrainingRun run, List<String> options, Context context, Promise<String> started) {
        long timer = vertx.setTimer(longest.toMillis(), late -> run.end(tooLong(), 0));
        try (Bulk bulk = Bulk.open(address);
                Bulk.Lock _ = bulk.tryLock(LOCK).orElseThrow(Training::runs)) {
            Process process = run.start(command.of(run.name()).with(options));
            synchronized (this) {
                last.put(run.name(), run);
            }
            LOG.info("training {} of {} runs as process {}", run.job(), run.name(), process.pid());
            context.runOnContext(now -> started.complete(run.job()));
            run.follow(process);
            LOG.info("training {} of {} is over: {}", run.job(), run.name(), run.state());
        } catch (Failure e) {
            context.runOnContext(now -> started.fail(e));
        } catch (SQLException e) {
            LOG.warn("the database is away from training: {}", e.toString());
            run.failed("数据库断开");
            context.runOnContext(now -> started.tryFail(new Failure.Unavailable("database-away", "数据库暂时连不上，请稍后再试")));
        } catch (IOException | RuntimeException e) {
            LOG.error("training of {} failed", run.name(), e);
            run.failed("训练进程没有启动，或读不到它的输出");
            context.runOnContext(now -> started.tryFail(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            vertx.cancelTimer(timer);
            run.end("训练中断", 0);
            synchronized (this) {
                running = null;
            }
        }
    }

    private String tooLong() {
        return "训练超过 " + longest.toMinutes() + " 分钟，已结束";
    }

    private static Failure.Conflict runs() {
        return new Failure.Conflict("training-running", "已有一个模型在训练或调参，请等它结束");
    }
}
