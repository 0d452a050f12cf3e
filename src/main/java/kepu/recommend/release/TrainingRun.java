package kepu.recommend.release;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One training: its process, what it said so far, and the end of its log. Its own thread runs it; others look and may end it. */
final class TrainingRun {
    private static final int MOST_LINES = 50;
    private static final int MOST_LINE_CHARS = 500;
    private static final String PROGRESS = "progress ";
    private static final String DONE = "done ";

    private final String job;
    private final String name;
    private final Predicate<String> isResult;
    private final Clock clock;
    private final Instant since;
    private final Deque<String> log = new ArrayDeque<>();
    private TrainingState state;
    private @Nullable Process process;
    private @Nullable String result;
    private @Nullable String ended;
    private boolean stopped;

    TrainingRun(String job, String name, Predicate<String> isResult, Clock clock) {
        this.job = job;
        this.name = name;
        this.isResult = isResult;
        this.clock = clock;
        this.since = clock.instant();
        this.state = new TrainingState.Running(job, since, 0, "");
    }

    String job() {
        return job;
    }

    String name() {
        return name;
    }

    synchronized TrainingState state() {
        return state;
    }

    /** The last lines that it said. */
    synchronized List<String> log() {
        return List.copyOf(log);
    }

    synchronized boolean isRunning() {
        return state instanceof TrainingState.Running;
    }

    /** Starts the process; not when it was ended before. */
    synchronized Process start(TrainCommand command) throws IOException {
        if (ended != null) {
            throw new IOException(ended);
        }
        ProcessBuilder builder = new ProcessBuilder(command.words()).redirectErrorStream(true);
        builder.environment().putAll(command.environment());
        Process started = builder.start();
        process = started;
        return started;
    }

    /** Reads what the process says and waits for its end. Blocking. */
    void follow(Process running) throws IOException, InterruptedException {
        try (Reader out = new InputStreamReader(running.getInputStream(), StandardCharsets.UTF_8)) {
            StringBuilder line = new StringBuilder();
            char[] buffer = new char[4_096];
            for (int read = out.read(buffer); read >= 0; read = out.read(buffer)) {
                for (int i = 0; i < read; i++) {
                    if (buffer[i] == '\n') {
                        said(line.toString());
                        line.setLength(0);
                    } else if (line.length() < MOST_LINE_CHARS) {
                        line.append(buffer[i]);
                    }
                }
            }
            said(line.toString());
        } catch (IOException e) {
            // a process that was ended takes its output along
            if (running.isAlive()) {
                throw e;
            }
        }
        over(running.waitFor());
    }

    synchronized void failed(String detail) {
        state = new TrainingState.Failed(job, clock.instant(), detail);
    }

    /** Ends it because somebody wants that, as {@link #end} does; gives whether it ran. */
    boolean stop(long millis) {
        synchronized (this) {
            if (!isRunning()) {
                return false;
            }
            stopped = true;
        }
        end("被停下", millis);
        return true;
    }

    /** Ends the process and what it started, because of {@code why}; kills what is still there after {@code millis}. */
    void end(String why, long millis) {
        Process running;
        synchronized (this) {
            if (!isRunning()) {
                return;
            }
            ended = ended == null ? why : ended;
            running = process;
        }
        if (running == null) {
            return;
        }
        try (Stream<ProcessHandle> children = running.descendants()) {
            List<ProcessHandle> all = children.toList();
            all.forEach(ProcessHandle::destroy);
            running.destroy();
            if (millis == 0 || !running.waitFor(millis, TimeUnit.MILLISECONDS)) {
                all.forEach(ProcessHandle::destroyForcibly);
                running.destroyForcibly();
            }
        } catch (InterruptedException e) {
            running.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void said(String raw) {
        String line = raw.strip();
        if (line.isEmpty()) {
            return;
        }
        if (line.startsWith(PROGRESS) && progressed(line.substring(PROGRESS.length()))) {
            return;
        }
        if (line.startsWith(DONE) && isResult.test(line.substring(DONE.length()))) {
            result = line.substring(DONE.length());
            return;
        }
        log.addLast(line);
        if (log.size() > MOST_LINES) {
            log.removeFirst();
        }
    }

    private boolean progressed(String rest) {
        String[] parts = rest.split(" ", 2);
        try {
            double progress = Double.parseDouble(parts[0]);
            if (!(progress >= 0 && progress <= 1)) {
                return false;
            }
            state = new TrainingState.Running(job, since, progress, parts.length > 1 ? parts[1] : "");
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** What came to its result just before it was stopped has one. */
    private synchronized void over(int code) {
        if (stopped && (code != 0 || result == null)) {
            state = new TrainingState.Stopped(job, clock.instant());
        } else if (ended != null && !stopped) {
            failed(ended);
        } else if (code != 0) {
            failed("训练进程出错（退出码 %d）%s".formatted(code, log.isEmpty() ? "" : "：" + log.getLast()));
        } else if (result == null) {
            failed("训练进程结束了，但没有说出结果");
        } else {
            state = new TrainingState.Done(job, clock.instant(), result);
        }
    }
}
