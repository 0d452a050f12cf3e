package kepu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What can be said on the command line. */
class MainTest {
    @Test
    void everyCommandSaysWhatItCanDo() {
        assertThat(all(new CommandLine(Main.class)))
                .hasSizeGreaterThan(20)
                .allSatisfy(command ->
                        assertThat(command.getCommandSpec().optionsMap()).containsKeys("-h", "--help"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tune", "evaluate log", "evaluate offpolicy"})
    void whoActedAndOnWhatIsOnlyReadBesideEvents(String command) {
        CommandLine line = new CommandLine(Main.class).setCaseInsensitiveEnumValuesAllowed(true);
        String[] words = (command + " --users users.csv --items items.csv").split(" ");
        assertThatThrownBy(() -> line.parseArgs(words)).hasMessageContaining("--events");
    }

    private static Stream<CommandLine> all(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(MainTest::all));
    }
}
