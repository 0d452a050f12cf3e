package kepu.bench.city;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a garbage collector did, by its log ({@code -Xlog:gc}): its pauses in the order in which they came. */
public record Pauses(List<Pause> pauses) {
    /** How long the program stood, and the mebibytes of the heap that were taken after it. */
    public record Pause(double millis, long mebibytes) {}

    /** {@code [1.2s][info][gc] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 130M->41M(512M) 3.456ms} */
    private static final Pattern LINE = Pattern.compile("Pause .* \\d+M->(\\d+)M\\(\\d+M\\) ([\\d.]+)ms$");

    public Pauses {
        pauses = List.copyOf(pauses);
    }

    static Pauses read(Path log) throws IOException {
        return of(Files.readAllLines(log));
    }

    static Pauses of(List<String> log) {
        return new Pauses(log.stream()
                .map(LINE::matcher)
                .filter(Matcher::find)
                .map(line -> new Pause(Double.parseDouble(line.group(2)), Long.parseLong(line.group(1))))
                .toList());
    }

    /** Those that came after these. */
    public Pauses since(Pauses before) {
        return new Pauses(pauses.subList(before.pauses.size(), pauses.size()));
    }

    public double longestMillis() {
        return pauses.stream().mapToDouble(Pause::millis).max().orElse(0);
    }

    public double sumMillis() {
        return pauses.stream().mapToDouble(Pause::millis).sum();
    }

    /** The most that was taken after a pause. */
    public long mostMebibytes() {
        return pauses.stream().mapToLong(Pause::mebibytes).max().orElse(0);
    }
}
