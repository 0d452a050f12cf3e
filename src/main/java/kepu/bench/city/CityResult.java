package kepu.bench.city;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import kepu.bench.Figure;
import kepu.bench.Report;
import kepu.bench.load.Measured;

/** What came of an evening in a city. */
public record CityResult(CityBench.Size size, Measured measured, Told told, Stored stored, Taken taken) {
    /** Lines that were open at the end, and how often all together heard of a campaign and of the bulletin. */
    public record Told(int open, long campaigns, long bulletins) {}

    /** Events that were acknowledged as new, and those that are in the database. */
    public record Stored(long acknowledged, long rows) {}

    /**
     * What it took.
     *
     * @param fillingSeconds until the city was there
     * @param start of the node: until it serves
     * @param search from the launch of the node until it finds something
     * @param counted from its launch until feeds go by all that people did
     * @param heapBefore bytes that lived on the node's heap before anybody came, and after the evening
     * @param memory the most that the node held, in bytes
     * @param pauses of its garbage collector in the evening
     * @param cpuMillis of the node in the evening, and of its PostgreSQL
     */
    public record Taken(
            double fillingSeconds,
            Duration start,
            Duration search,
            Duration counted,
            long heapBefore,
            long heapAfter,
            long memory,
            Pauses pauses,
            long cpuMillis,
            long databaseCpuMillis) {}

    /** Milliseconds that 99 of 100 requests must not pass. */
    public static final double LEVEL_MILLIS = 100;

    private static final double MEBIBYTE = 1 << 20;

    /** What was not as it had to be; empty when the service levels were held. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        measured.kinds()
                .forEach(kind -> kind.faults()
                        .forEach((fault, count) -> faults.add("%s: %,d × %s".formatted(kind.name(), count, fault))));
        if (measured.all().p99() > LEVEL_MILLIS) {
            faults.add("p99 %.0f ms instead of %.0f".formatted(measured.all().p99(), LEVEL_MILLIS));
        }
        if (stored.rows() < stored.acknowledged()) {
            faults.add(
                    "%,d events were acknowledged and are not there".formatted(stored.acknowledged() - stored.rows()));
        }
        expect(faults, "lines that stayed open", told.open(), size.lines());
        expect(faults, "lines told of a campaign", told.campaigns(), (long) size.lines() * Happenings.CAMPAIGNS);
        expect(faults, "lines told of the bulletin", told.bulletins(), (long) size.lines() * Happenings.BULLETINS);
        return faults;
    }

    private static void expect(List<String> faults, String what, long found, long expected) {
        if (found != expected) {
            faults.add("%s: %,d instead of %,d".formatted(what, found, expected));
        }
    }

    public Report report() {
        List<Figure> figures = new ArrayList<>();
        figures.add(Figure.alone("residents", "", size.city().residents()));
        figures.add(Figure.alone("requests wanted", "1/s", measured.wanted()));
        figures.add(Figure.alone("requests done", "1/s", measured.done()));
        figures.add(Figure.alone("errors", "requests", (double) measured.errors()));
        spread(figures, "all", measured.all());
        measured.kinds().forEach(kind -> spread(figures, kind.name(), kind.latency()));
        figures.add(Figure.alone(
                "events acknowledged",
                "1/s",
                stored.acknowledged() * 1e3 / size.evening().toMillis()));
        figures.add(Figure.alone("filling the city", "s", taken.fillingSeconds()));
        figures.add(Figure.alone("start of the node", "s", taken.start().toMillis() / 1e3));
        figures.add(Figure.alone(
                "from the launch to the first search", "s", taken.search().toMillis() / 1e3));
        figures.add(Figure.alone(
                "from the launch until all behaviour is counted",
                "s",
                taken.counted().toMillis() / 1e3));
        figures.add(Figure.alone("heap before, live", "MiB", taken.heapBefore() / MEBIBYTE));
        figures.add(Figure.alone("heap after, live", "MiB", taken.heapAfter() / MEBIBYTE));
        figures.add(Figure.alone(
                "heap after a pause, the most", "MiB", (double) taken.pauses().mostMebibytes()));
        figures.add(Figure.alone("memory of the node, the most", "MiB", taken.memory() / MEBIBYTE));
        figures.add(Figure.alone("longest pause", "ms", taken.pauses().longestMillis()));
        figures.add(Figure.alone("pauses in all", "ms", taken.pauses().sumMillis()));
        double millis = measured.seconds() * 1e3;
        figures.add(Figure.alone("processors of the node", "", taken.cpuMillis() / millis));
        figures.add(Figure.alone("processors of PostgreSQL", "", taken.databaseCpuMillis() / millis));
        return new Report(figures, notes());
    }

    private static void spread(List<Figure> figures, String kind, Measured.Spread spread) {
        figures.add(Figure.alone(kind + ", p50", "ms", spread.p50()));
        figures.add(Figure.alone(kind + ", p99", "ms", spread.p99()));
        figures.add(Figure.alone(kind + ", p99.9", "ms", spread.p999()));
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        notes.add("%,d live lines; %,d publications and %,d bulletins were heard"
                .formatted(told.open(), told.campaigns(), told.bulletins()));
        notes.add("times count from the moment that a request was meant for; "
                + measured.pacer().text());
        if (!measured.isSenderOnTime()) {
            notes.add("the sender was LATE: its lateness is in the times");
        }
        List<String> faults = faults();
        notes.add(
                faults.isEmpty()
                        ? "the service levels were held: no errors, p99 at most %.0f ms".formatted(LEVEL_MILLIS)
                        : "the service levels were NOT held: " + String.join("; ", faults));
        return notes;
    }
}
