package kepu.command;

import java.time.Clock;
import java.util.concurrent.Callable;
import kepu.App;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.PrivacyText;
import kepu.people.Secrets;
import kepu.region.Divisions;
import kepu.region.RegionCode;
import kepu.simulate.Settings;
import kepu.simulate.Simulation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a synthetic population with a history of behaviour. */
@Command(
        name = "simulate",
        mixinStandardHelpOptions = true,
        description = "fill an empty database with a synthetic population (docs/simulation.md)")
public final class SimulateCommand implements Callable<Integer> {
    @Mixin
    private final Setting setting = new Setting();

    @Option(names = "--residents", defaultValue = "20000", description = "how many (default: ${DEFAULT-VALUE})")
    private int residents;

    @Option(names = "--days", defaultValue = "90", description = "days of behaviour (default: ${DEFAULT-VALUE})")
    private int days;

    @Option(
            names = "--seed",
            defaultValue = "5109",
            description = "same seed, same population (default: ${DEFAULT-VALUE})")
    private long seed;

    @Option(names = "--region", defaultValue = "5109", description = "where they live (default: ${DEFAULT-VALUE}, 遂宁)")
    private String region = "";

    @Mixin
    private final Console console = new Console();

    @Override
    public Integer call() throws Exception {
        Config config = setting.config();
        try (OpenDatabase database = OpenDatabase.of(config)) {
            Divisions divisions = database.divisions();
            App.importLibrary(config, database.bulk(), divisions);
            Settings settings = new Settings(
                    residents,
                    days,
                    seed,
                    RegionCode.of(region),
                    Clock.systemUTC().instant(),
                    PrivacyText.VERSION);
            Simulation.Report report = Simulation.run(
                    database.bulk(),
                    Secrets.of(config.people().secret(), config.data()),
                    divisions,
                    Items.load(database.bulk()),
                    settings,
                    line -> console.out().println(line));
            console.out()
                    .printf(
                            "%,d residents, %,d events, %,d services added%n",
                            report.residents(), report.events(), report.services());
            return 0;
        }
    }
}
