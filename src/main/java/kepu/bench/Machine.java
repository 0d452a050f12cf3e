package kepu.bench;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a bench ran on.
 *
 * @param processor by its name, where the system tells it
 * @param memory bytes
 * @param kernel name and version
 * @param java version and maker of the JDK
 */
public record Machine(int cores, String processor, long memory, String kernel, String java) {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";
    private static final double GIBIBYTE = 1L << 30;

    /** This one. */
    public static Machine here() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                named(),
                system.getTotalMemorySize(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
    }

    /** In one line. */
    public String text() {
        return "%d cores%s, %s GiB of memory, %s, JDK %s"
                .formatted(
                        cores,
                        processor.isEmpty() ? "" : " (" + processor + ")",
                        String.format(Locale.ROOT, "%.1f", memory / GIBIBYTE),
                        kernel,
                        java);
    }

    private static String named() {
        if (!Files.exists(PROCESSORS)) {
            return "";
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith(MODEL))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("");
        } catch (IOException unreadable) {
            return "";
        }
    }
}
