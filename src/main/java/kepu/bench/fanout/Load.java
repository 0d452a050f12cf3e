package kepu.bench.fanout;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What processes take of the machine, with all of their threads and children, by {@code /proc}. */
final class Load {
    private static final Path PROC = Path.of("/proc");

    private Load() {}

    /** A process with those it started. */
    static Stream<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants());
    }

    /** Nanoseconds that they ran on a processor, in user mode and in the kernel for them. */
    static long cpuNanos(List<ProcessHandle> roots) {
        return roots.stream().flatMap(Load::tree).mapToLong(Load::cpuNanos).sum();
    }

    /** Bytes that they hold in memory; what several share counts once. */
    static long memory(List<ProcessHandle> roots) {
        return roots.stream().flatMap(Load::tree).mapToLong(Load::memory).sum();
    }

    /** Bytes that the kernel keeps for its own objects, sockets among them, and for what waits in sockets. */
    static long kernelMemory() throws IOException {
        long slab = Files.readAllLines(PROC.resolve("meminfo")).stream()
                .filter(line -> line.startsWith("Slab:"))
                .mapToLong(line -> kibibytes(line, "Slab:"))
                .sum();
        long pages = Files.readAllLines(PROC.resolve("net/sockstat")).stream()
                .filter(line -> line.startsWith("TCP:"))
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return slab + pages * 4_096;
    }

    /** The first number of {@code schedstat} of every thread; what ended meanwhile took nothing. */
    private static long cpuNanos(ProcessHandle process) {
        long nanos = 0;
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(PROC.resolve(process.pid() + "/task"))) {
            for (Path thread : threads) {
                nanos += threadNanos(thread.resolve("schedstat"));
            }
        } catch (IOException e) {
            return nanos;
        }
        return nanos;
    }

    private static long threadNanos(Path file) {
        try {
            return Long.parseLong(Files.readString(file).split(" ")[0]);
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
