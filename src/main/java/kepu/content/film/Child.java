package kepu.content.film;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program of somebody else at work on a file: with no input, a clean environment, a folder of its own, and so much time. Blocking: for a
 * worker.
 */
final class Child {
    private static final int MOST_OUTPUT = 1 << 20;

    private Child() {}

    /** How it ended; {@code output} is what it wrote, at most a mebibyte. */
    record Ended(int code, String output) {
        boolean isWell() {
            return code == 0;
        }
    }

    /** Runs it; a program that is not there, or not done in time, ends with a code that is not 0. */
    static Ended run(List<String> command, Path folder, Duration most) throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                .redirectOutput(output.toFile());
        String path = builder.environment().getOrDefault("PATH", "/usr/bin:/bin");
        builder.environment().clear();
        builder.environment().put("PATH", path);
        Process process;
        try {
            process = builder.start();
        } catch (IOException absent) {
            return new Ended(127, "");
        }
        try {
            if (!process.waitFor(most.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Ended(124, read(output));
            }
            return new Ended(process.exitValue(), read(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private static String read(Path output) throws IOException {
        try (var in = java.nio.file.Files.newInputStream(output)) {
            return new String(in.readNBytes(MOST_OUTPUT), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
