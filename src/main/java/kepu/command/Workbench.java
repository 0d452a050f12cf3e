package kepu.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import kepu.base.Folders;
import kepu.bench.BenchPage;
import kepu.bench.Machine;
import kepu.bench.Report;

/**
 * Where a benchmark leaves its report, {@code target/bench} and {@code docs/bench.md}, and what it writes meanwhile: a folder that goes when
 * it ends.
 */
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

    /** Prints what was found, leaves it as {@code NAME.json} and writes its section of the page where there are docs. */
    static void tell(Report report, String name, Console console) throws IOException {
        report.print(console.out());
        report.write(folder().resolve(name + ".json"));
        Path docs = Setting.home().resolve("docs");
        if (Files.isDirectory(docs)) {
            new BenchPage(docs.resolve("bench.md"))
                    .write(
                            name,
                            report,
                            new BenchPage.Origin(Machine.here(), LocalDate.now(ZoneOffset.UTC), console.typed()));
        }
    }

    @Override
    public void close() throws IOException {
        Folders.delete(data);
    }
}
