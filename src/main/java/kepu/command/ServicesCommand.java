package kepu.command;

import java.io.IOException;
import java.sql.SQLException;
import kepu.activity.ServiceAudit;
import kepu.activity.ServiceAudit.Finding;
import kepu.config.Config;
import kepu.people.Secrets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Audits of the service record. The exit code is 0 only when all is well. */
@Command(
        name = "services",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(verify | check)",
        description = "audit the service record")
public final class ServicesCommand extends CommandGroup {
    @Command(
            name = "verify",
            mixinStandardHelpOptions = true,
            description = "recompute the chain of the service record; names the first row that was touched")
    int verify(
            @Mixin Setting setting,
            @Option(
                            names = "--head",
                            paramLabel = "HASH",
                            description = "an earlier head that the chain must still hold")
                    @Nullable
                    String head)
            throws Exception {
        return audit(setting, audit -> told(audit.verify(head)));
    }

    @Command(name = "check", mixinStandardHelpOptions = true, description = "compare the totals with the rows")
    int check(@Mixin Setting setting) throws Exception {
        return audit(setting, audit -> told(audit.check()));
    }

    private int told(Finding finding) {
        return switch (finding) {
            case Finding.Sound(long blocks, long gone, long rows, long erased, long unsealed, String head) -> {
                console()
                        .out()
                        .printf(
                                "sound: %,d rows in %,d blocks (%,d of erased persons), %,d not sealed yet%s%n",
                                rows,
                                blocks,
                                erased,
                                unsealed,
                                gone == 0 ? "" : ", the rows of %,d blocks have gone by age".formatted(gone));
                console().out().printf("head: %s%n", head);
                yield 0;
            }
            case Finding.Broken(long block, Long seq, String what) -> {
                console()
                        .out()
                        .printf(
                                "broken at block %d, %s: %s%n",
                                block, seq == null ? "the block itself" : "service " + seq, what);
                yield 1;
            }
            case Finding.Another(String head) -> {
                console()
                        .out()
                        .printf("broken: the chain is whole but does not hold %s; it was cut off or made anew%n", head);
                yield 1;
            }
        };
    }

    private int told(ServiceAudit.Totals totals) {
        totals.wrong()
                .forEach(one -> console()
                        .out()
                        .printf(
                                "wrong: %s %s %s %s: %d in the totals, %d in the rows%n",
                                one.region(),
                                one.day(),
                                one.route(),
                                one.group().isEmpty() ? "everybody" : one.group(),
                                one.total(),
                                one.rows()));
        console()
                .out()
                .printf(
                        "%,d totals, %,d services, %s%n",
                        totals.cells(),
                        totals.people(),
                        totals.wrong().isEmpty() ? "all equal to the rows" : "not all equal");
        return totals.wrong().isEmpty() ? 0 : 1;
    }

    private interface Work {
        int run(ServiceAudit audit) throws SQLException, IOException;
    }

    private static int audit(Setting setting, Work work) throws Exception {
        Config config = setting.config();
        try (OpenDatabase database = OpenDatabase.of(config)) {
            return work.run(
                    new ServiceAudit(database.bulk(), Secrets.of(config.people().secret(), config.data())));
        }
    }
}
