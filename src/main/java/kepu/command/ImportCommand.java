package kepu.command;

import java.io.InputStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import kepu.App;
import kepu.alert.RegionPoints;
import kepu.config.Config;
import kepu.content.Library;
import kepu.region.Regions;
import kepu.rumour.ClaimLibrary;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Brings content and divisions in. Importing the same again changes nothing; faulty parts are named and the rest is kept. */
@Command(
        name = "import",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(content | divisions | points)",
        description = "import content, divisions or where regions are")
public final class ImportCommand extends CommandGroup {
    private static final int SHOWN_FAULTS = 50;

    @Command(
            name = "content",
            mixinStandardHelpOptions = true,
            description = "import the library of Markdown files and videos")
    int content(
            @Mixin Setting setting,
            @Parameters(arity = "0..1", paramLabel = "FOLDER", description = "default: content") @Nullable Path folder)
            throws Exception {
        Config config = setting.config(folder == null ? Map.of() : Map.of("content", folder.toString()));
        try (OpenDatabase database = OpenDatabase.of(config)) {
            Library.Report report = App.importLibrary(config, database.bulk(), database.divisions());
            console()
                    .out()
                    .printf(
                            "%d files: %d added, %d changed, %d unchanged, %d faults%n",
                            report.files(),
                            report.added(),
                            report.changed(),
                            report.unchanged(),
                            report.faults().size());
            ClaimLibrary.Report claims = App.importClaims(config, database.bulk());
            console()
                    .out()
                    .printf(
                            "%d claims: %d added, %d changed, %d unchanged, %d faults%n",
                            claims.files(),
                            claims.added(),
                            claims.changed(),
                            claims.unchanged(),
                            claims.faults().size());
            List<String> faults = new ArrayList<>(report.faults());
            faults.addAll(claims.faults());
            return show(faults);
        }
    }

    @Command(
            name = "divisions",
            mixinStandardHelpOptions = true,
            description = "import divisions from a CSV (code,level,name), plain or gzip")
    int divisions(@Mixin Setting setting, @Parameters(paramLabel = "FILE") Path file) throws Exception {
        Config config = setting.config();
        long start = System.nanoTime();
        try (OpenDatabase database = OpenDatabase.of(config);
                InputStream in = Files.newInputStream(file)) {
            long importing = System.nanoTime();
            Regions.Import report = Regions.merge(database.bulk(), in);
            console()
                    .out()
                    .printf(
                            "%,d divisions read, %,d changed, %,d faults, in %.1f s (and %.1f s to start the database)%n",
                            report.read(),
                            report.changed(),
                            report.faults().size(),
                            seconds(importing, System.nanoTime()),
                            seconds(start, importing));
            return show(report.faults());
        }
    }

    @Command(
            name = "points",
            mixinStandardHelpOptions = true,
            description =
                    "import where regions are from a CSV (code,lat,lon in WGS 84), for bulletins with drawn areas")
    int points(@Mixin Setting setting, @Parameters(paramLabel = "FILE") Path file) throws Exception {
        try (OpenDatabase database = OpenDatabase.of(setting.config());
                InputStream in = Files.newInputStream(file)) {
            RegionPoints.Import report = RegionPoints.merge(database.bulk(), in);
            console()
                    .out()
                    .printf(
                            "%,d points read, %,d changed, %,d faults%n",
                            report.read(), report.changed(), report.faults().size());
            return show(report.faults());
        }
    }

    private int show(List<String> faults) {
        PrintWriter err = console().err();
        faults.stream().limit(SHOWN_FAULTS).forEach(err::println);
        if (faults.size() > SHOWN_FAULTS) {
            err.printf("… and %,d more%n", faults.size() - SHOWN_FAULTS);
        }
        return faults.isEmpty() ? 0 : 1;
    }

    private static double seconds(long from, long to) {
        return (to - from) / 1e9;
    }
}
