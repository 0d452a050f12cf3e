package kepu.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** wrk (Debian: wrk), with a script that sends the requests of a file. */
final class Wrk implements Generator {
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/wrk"), Path.of("/usr/local/bin/wrk"), Path.of("/opt/homebrew/bin/wrk"));
    private static final int TIMEOUT_SECONDS = 10;
    private static final int ENDING_SECONDS = 30;

    private static final Pattern TOTAL = Pattern.compile("(\\d+) requests in ([0-9.]+)(us|ms|s|m|h),");
    private static final Pattern PERCENTILE = Pattern.compile("\\s+(50|99)%\\s+([0-9.]+)(us|ms|s|m|h)");
    private static final Pattern SOCKETS =
            Pattern.compile("Socket errors: connect (\\d+), read (\\d+), write (\\d+), timeout (\\d+)");
    private static final Pattern STATUSES = Pattern.compile("Non-2xx or 3xx responses: (\\d+)");
    private static final Map<String, Double> MILLIS = Map.of("us", 1e-3, "ms", 1.0, "s", 1e3, "m", 60e3, "h", 3_600e3);

    private final Path script;

    Wrk() throws IOException {
        this.script = Files.createTempFile("kepu-wrk", ".lua");
        try (InputStream in = Objects.requireNonNull(Wrk.class.getResourceAsStream("/bench/wrk.lua"))) {
            Files.write(script, in.readAllBytes());
        }
    }

    static boolean isInstalled() {
        return program().isPresent();
    }

    @Override
    public Turn run(Load load) throws IOException {
        Effort effort = load.effort();
        long before = Usage.endedChildrenMillis();
        Process process = Children.start(new ProcessBuilder(
                        program().orElseThrow().toString(),
                        "--latency",
                        "--threads=" + effort.threads(),
                        "--connections=" + effort.connections(),
                        "--duration=" + effort.seconds() + "s",
                        "--timeout=" + TIMEOUT_SECONDS + "s",
                        "--script=" + script,
                        "http://127.0.0.1:" + load.port(),
                        load.requests().toString(),
                        Integer.toString(effort.threads()),
                        Long.toString(load.from()))
                .redirectErrorStream(true));
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            String said = lines.lines().collect(Collectors.joining("\n"));
            Children.end(process, ENDING_SECONDS);
            return turn(said).withGenerator((double) (Usage.endedChildrenMillis() - before));
        }
    }

    @Override
    public String name() {
        return "wrk";
    }

    @Override
    public void close() {
        try {
            Files.deleteIfExists(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads what wrk says at its end; {@link IOException} when it is something else. */
    static Turn turn(String said) throws IOException {
        Matcher total = TOTAL.matcher(said);
        if (!total.find()) {
            throw new IOException("wrk says: " + said);
        }
        long errors = sum(SOCKETS, said);
        long refused = sum(STATUSES, said);
        return new Turn(
                Long.parseLong(total.group(1)) - refused,
                errors + refused,
                millis(total.group(2), total.group(3)) / 1e3,
                percentile(said, "50"),
                percentile(said, "99"),
                0);
    }

    private static double percentile(String said, String of) throws IOException {
        return PERCENTILE
                .matcher(said)
                .results()
                .filter(found -> found.group(1).equals(of))
                .findFirst()
                .map(found -> millis(found.group(2), found.group(3)))
                .orElseThrow(() -> new IOException("wrk says no latency: " + said));
    }

    private static double millis(String number, String unit) {
        return Double.parseDouble(number) * MILLIS.getOrDefault(unit, 1.0);
    }

    private static long sum(Pattern pattern, String said) {
        Matcher found = pattern.matcher(said);
        long sum = 0;
        if (found.find()) {
            for (int group = 1; group <= found.groupCount(); group++) {
                sum += Long.parseLong(found.group(group));
            }
        }
        return sum;
    }

    private static Optional<Path> program() {
        return PROGRAMS.stream().filter(Files::isExecutable).findFirst();
    }
}
