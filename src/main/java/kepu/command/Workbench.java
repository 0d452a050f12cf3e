package kepu.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import kepu.base.Folders;
import kepu.bench.Report;

/** Where a benchmark leaves its report, {@code target/bench}, and what it writes meanwhile: a folder there that goes when it ends. */
final class Workbench implements AutoCloseable {
    private final Path data;

    Workbench(String name) throws IOException {
        data = Files.createTempDirectory(Files.createDirectories(folder()), name + "-data");
    }

    static Path folder() {
        return Setting.home().toAbsolutePath().resolve("target/bench");
    }

    Path data() {
        return data;
    }

    /** Prints what was found and leaves it as {@code NAME.json}. */
    static void tell(Report report, String name, PrintWriter out) throws IOException {
        report.print(out);
        report.write(folder().resolve(name + ".json"));
    }

    @Override
    public void close() throws IOException {
        Folders.delete(data);
    }
}
