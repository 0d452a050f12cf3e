package kepu.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import kepu.bench.load.Children;
import kepu.bench.load.OpenFiles;

/** The readers of one server, in as many processes as the limit of open files asks for. Every wait has an end. */
final class Crowd implements AutoCloseable {
    /** When a publication came to the first reader and to the last, by {@link System#nanoTime}. */
    record Told(long firstNanos, long lastNanos) {}

    /**
     * Who connects where.
     *
     * @param lines how many connections
     * @param requests a file with a path and a token a line, which the lines take in turn
     */
    record Lines(int port, int lines, Path requests) {}

    private static final int MOST_A_PROCESS = 20_000;
    private static final String HEAP = "-Xmx256m";
    private static final int OPENING_SECONDS = 300;
    private static final int ROUND_SECONDS = 30;
    private static final int ENDING_SECONDS = 10;

    /** A process and what it says. */
    private record Part(Process process, BlockingQueue<String> said) {}

    private final List<Part> parts = new ArrayList<>();
    private final int lines;

    private Crowd(int lines) {
        this.lines = lines;
    }

    /**
     * Opens all lines and waits until the streams of all have begun.
     *
     * @param network the third number of the addresses that they connect from, 127.0.network.1 and on
     */
    static Crowd open(Lines lines, int network) throws IOException {
        Crowd crowd = new Crowd(lines.lines());
        try {
            int most = Math.min(MOST_A_PROCESS, OpenFiles.connections());
            int processes = (lines.lines() + most - 1) / most;
            for (int i = 0; i < processes; i++) {
                int share = lines.lines() * (i + 1) / processes - lines.lines() * i / processes;
                crowd.parts.add(start(lines, share, "127.0.%d.%d".formatted(network, i + 1)));
            }
            for (Part part : crowd.parts) {
                heard(part, "open", OPENING_SECONDS);
            }
            return crowd;
        } catch (IOException | RuntimeException e) {
            crowd.close();
            throw e;
        }
    }

    int lines() {
        return lines;
    }

    /** Waits until the publication of a round came to everybody, once. */
    Told told(int round) {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Part part : parts) {
            String[] words = heard(part, "round " + round + " ", ROUND_SECONDS).split(" ");
            first = Math.min(first, Long.parseLong(words[2]));
            last = Math.max(last, Long.parseLong(words[3]));
        }
        return new Told(first, last);
    }

    /** Throws when a reader was told what it was not to be told, or lost its line. */
    void requireSound() {
        for (Part part : parts) {
            String left = part.said().poll();
            if (left != null) {
                throw new IllegalStateException("the readers say: " + left);
            }
        }
    }

    List<ProcessHandle> processes() {
        return parts.stream().map(part -> part.process().toHandle()).toList();
    }

    @Override
    public void close() {
        for (Part part : parts) {
            Children.end(part.process(), ENDING_SECONDS);
        }
    }

    private static Part start(Lines lines, int share, String from) throws IOException {
        Process process = Children.start(new ProcessBuilder(Children.java(
                        List.of(HEAP, "-XX:+UseSerialGC"),
                        Receivers.class.getName(),
                        Integer.toString(lines.port()),
                        from,
                        Integer.toString(share),
                        lines.requests().toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT));
        BlockingQueue<String> said = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("receivers").start(() -> listen(process, said));
        return new Part(process, said);
    }

    private static void listen(Process process, BlockingQueue<String> said) {
        try (BufferedReader in = process.inputReader(StandardCharsets.UTF_8)) {
            in.lines().forEach(said::add);
        } catch (IOException | UncheckedIOException e) {
            // as good as the end
        }
        said.add("fault the process of the readers ended");
    }

    private static String heard(Part part, String beginning, int seconds) {
        try {
            String line = part.said().poll(seconds, TimeUnit.SECONDS);
            if (line == null) {
                throw new IllegalStateException(
                        "not all readers said '%s' within %d s".formatted(beginning.strip(), seconds));
            }
            if (!line.startsWith(beginning)) {
                throw new IllegalStateException("the readers say: " + line);
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
