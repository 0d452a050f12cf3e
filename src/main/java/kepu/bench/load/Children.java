package kepu.bench.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Processes that this one starts and ends: those and no others, also when it is asked to end before its time. */
public final class Children {
    private static final Set<Process> STARTED = ConcurrentHashMap.newKeySet();

    /** What would write where we write, or sets the heap. */
    private static final List<String> OWN = List.of(
            "-XX:MaxRAM",
            "-XX:AOTCacheOutput",
            "-XX:AOTMode",
            "-XX:AOTConfiguration",
            "-XX:ArchiveClassesAtExit",
            "-XX:StartFlightRecording",
            "-XX:HeapDumpPath",
            "-XX:OnOutOfMemoryError");

    static {
        Runtime.getRuntime()
                .addShutdownHook(
                        Thread.ofPlatform().name("children").unstarted(() -> STARTED.forEach(Process::destroy)));
    }

    private Children() {}

    public static Process start(ProcessBuilder builder) throws IOException {
        Process process = builder.start();
        STARTED.add(process);
        return process;
    }

    /** A port of the loopback interface that nobody listens on now. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The command of a Java with our class path. */
    public static List<String> java(List<String> options, String main, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main));
        command.addAll(List.of(arguments));
        return command;
    }

    /** Our own options of the virtual machine that a child of the same program should have too, but for its heap. */
    public static List<String> inherited() {
        return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(option -> option.startsWith("-XX:"))
                .filter(option -> OWN.stream().noneMatch(option::startsWith))
                .toList();
    }

    /** Ends a process: by asking, and after so many seconds by force. */
    public static void end(Process process, int seconds) {
        process.destroy();
        try {
            if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor(seconds, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        STARTED.remove(process);
    }
}
