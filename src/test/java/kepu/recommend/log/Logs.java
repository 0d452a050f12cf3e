package kepu.recommend.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Logs for tests, written as the CSV that they are read from. */
public final class Logs {
    private Logs() {}

    /** A log of events alone. */
    public static Log of(String events) {
        return of(events, null, null);
    }

    public static Log of(String events, @Nullable String users, @Nullable String items) {
        try {
            Path folder = Files.createTempDirectory("logs");
            try {
                return LogFiles.read(
                        write(folder, "events.csv", events),
                        users == null ? null : write(folder, "users.csv", users),
                        items == null ? null : write(folder, "items.csv", items));
            } finally {
                for (String name : new String[] {"events.csv", "users.csv", "items.csv"}) {
                    Files.deleteIfExists(folder.resolve(name));
                }
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path write(Path folder, String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }
}
