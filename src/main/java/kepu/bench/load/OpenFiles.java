package kepu.bench.load;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How many files a process may open here: each connection is one. Java and nginx raise the soft limit to the hard one by themselves. */
public final class OpenFiles {
    private static final Path LIMITS = Path.of("/proc/self/limits");
    private static final String NAME = "Max open files";
    /** What a node has open besides its connections: its classes, its log, its database. */
    private static final int OTHERS = 512;

    private OpenFiles() {}

    /** The most a process may open; {@link IOException} where there is no {@code /proc}. */
    public static int limit() throws IOException {
        if (!Files.exists(LIMITS)) {
            throw new IOException("this bench reads /proc and works on Linux only");
        }
        String line = Files.readAllLines(LIMITS).stream()
                .filter(each -> each.startsWith(NAME))
                .findFirst()
                .orElseThrow(() -> new IOException(LIMITS + " has no line '" + NAME + "'"));
        String hard = line.substring(NAME.length()).strip().split("\\s+")[1];
        return hard.equals("unlimited") ? Integer.MAX_VALUE : Integer.parseInt(hard);
    }

    /** Connections that fit into one process. */
    public static int connections() throws IOException {
        return Math.max(1, limit() - OTHERS);
    }
}
