package kepu.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What processes take of the machine, with all of their threads, by {@code /proc}. */
public final class Usage {
    private static final Path PROC = Path.of("/proc");

    private static final int USER = 14;
    private static final int SYSTEM = 15;
    private static final int ENDED_USER = 16;
    private static final int ENDED_SYSTEM = 17;
    private static final int TICK_MILLIS = 10;
    private static final int PAGE_BYTES = 4_096;

    private Usage() {}

    /** Processes with those they started by now. */
    public static List<ProcessHandle> trees(List<ProcessHandle> roots) {
        return roots.stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()))
                .toList();
    }

    /** Milliseconds that processes ran, in user mode and in the kernel for them, with threads that ended; by tens, as the kernel tells. */
    public static long cpuMillis(List<ProcessHandle> processes) {
        return processes.stream().mapToLong(Usage::cpuMillis).sum();
    }

    /** Milliseconds that children of this process ran which ended, with those whose end they waited for. */
    public static long endedChildrenMillis() {
        return cpuMillis(ProcessHandle.current(), ENDED_USER, ENDED_SYSTEM);
    }

    /** Bytes that they hold in memory; what several share counts once. */
    public static long memory(List<ProcessHandle> processes) {
        return processes.stream().mapToLong(Usage::memory).sum();
    }

    /** Bytes that the kernel keeps for its own objects, sockets among them, and for what waits in sockets. */
    public static long kernelMemory() throws IOException {
        long slab = Files.readAllLines(PROC.resolve("meminfo")).stream()
                .filter(line -> line.startsWith("Slab:"))
                .mapToLong(line -> kibibytes(line, "Slab:"))
                .sum();
        long pages = Files.readAllLines(PROC.resolve("net/sockstat")).stream()
                .filter(line -> line.startsWith("TCP:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return slab + pages * PAGE_BYTES;
    }

    /** Fields of {@code stat}, such as the 14th and 15th; the second is a name in brackets that may hold anything. */
    private static long cpuMillis(ProcessHandle process) {
        return cpuMillis(process, USER, SYSTEM);
    }

    private static long cpuMillis(ProcessHandle process, int user, int system) {
        try {
            String stat = Files.readString(PROC.resolve(process.pid() + "/stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return (Long.parseLong(fields[user - 3]) + Long.parseLong(fields[system - 3])) * TICK_MILLIS;
        } catch (IOException e) {
            return 0;
        }
    }

    private static long memory(ProcessHandle process) {
        try {
            return Files.readAllLines(PROC.resolve(process.pid() + "/smaps_rollup")).stream()
                    .filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> kibibytes(line, "Pss:"))
                    .sum();
        } catch (IOException e) {
            return 0;
        }
    }

    private static long kibibytes(String line, String name) {
        return Long.parseLong(line.substring(name.length()).replace("kB", "").strip()) << 10;
    }
}
