package kepu.command;

import java.io.IOException;
import java.nio.file.Path;
import kepu.recommend.log.Log;
import kepu.recommend.log.LogFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that name a log in files: all of them, or none. */
final class LogOptions {
    @Option(
            names = "--events",
            required = true,
            paramLabel = "FILE",
            description = "CSV: user,item,time[,type][,weight][,position][,propensity]")
    @SuppressWarnings("NullAway.Init")
    private Path events;

    @Option(names = "--users", paramLabel = "FILE", description = "CSV: user,region,groups,birthYear,occupation")
    private @Nullable Path users;

    @Option(names = "--items", paramLabel = "FILE", description = "CSV: item,title,topics,publishedAt")
    private @Nullable Path items;

    Log read() throws IOException {
        return LogFiles.read(events, users, items);
    }

    /** What a report says it is of. */
    String source() {
        return "文件 " + events.getFileName();
    }
}
