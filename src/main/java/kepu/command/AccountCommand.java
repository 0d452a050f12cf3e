package kepu.command;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import kepu.config.Config;
import kepu.people.Accounts;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Staff accounts from the command line: how the first administrator comes to be. */
@Command(
        name = "account",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "(add | password | close | list)",
        description = "staff accounts")
public final class AccountCommand extends CommandGroup {
    @Command(
            name = "add",
            mixinStandardHelpOptions = true,
            description = "add an account; its password is printed once")
    int add(
            @Mixin Setting setting,
            @Parameters(paramLabel = "ACCOUNT") String account,
            @Option(names = "--name", required = true) String name,
            @Option(
                            names = "--role",
                            required = true,
                            description = "disseminator, editor, reviewer, operator or administrator")
                    String role,
            @Option(names = "--scope", required = true, description = "region code, e.g. 5109; 0 is the country")
                    String scope)
            throws Exception {
        Role known = Role.of(role)
                .filter(one -> one != Role.RESIDENT)
                .orElseThrow(() -> new IllegalStateException("no such role: " + role));
        return with(setting, bulk -> {
            String password = Accounts.add(bulk, account, name, known, RegionCode.of(scope));
            console().out().println("password of " + account + ": " + password);
        });
    }

    @Command(
            name = "password",
            mixinStandardHelpOptions = true,
            description = "give an account a new password, printed once; its sessions end")
    int password(@Mixin Setting setting, @Parameters(paramLabel = "ACCOUNT") String account) throws Exception {
        return with(
                setting,
                bulk -> console().out().println("password of " + account + ": " + Accounts.renew(bulk, account)));
    }

    @Command(name = "close", mixinStandardHelpOptions = true, description = "close an account; its sessions end")
    int close(@Mixin Setting setting, @Parameters(paramLabel = "ACCOUNT") String account) throws Exception {
        return with(setting, bulk -> Accounts.close(bulk, account));
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "list the open accounts")
    int list(@Mixin Setting setting) throws Exception {
        return with(setting, bulk -> {
            List<String> lines = Accounts.list(bulk);
            lines.forEach(console().out()::println);
        });
    }

    private interface Work {
        void run(Bulk bulk) throws SQLException, IOException;
    }

    private static int with(Setting setting, Work work) throws Exception {
        Config config = setting.config();
        try (OpenDatabase database = OpenDatabase.of(config)) {
            database.divisions();
            work.run(database.bulk());
        }
        return 0;
    }
}
