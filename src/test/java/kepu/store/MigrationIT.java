package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kepu.config.ConfigException;
import kepu.testing.Processes;
import kepu.testing.Program;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** A database that does not fit is named in one line that says what to do. */
class MigrationIT {
    private final DatabaseAddress address = TestPostgres.fresh();

    @Test
    void aDatabaseThatIsUpToDateStaysAsItIs() {
        Bulk.migrate(address);
    }

    @Test
    void aMigrationThatWasAnotherOneWhereTheDatabaseWasMadeStopsTheBoot() throws SQLException, IOException {
        change("update flyway_schema_history set checksum = checksum + 1 where version = '003'");
        assertMisfit("V003 ");
    }

    @Test
    void aMigrationThatThisVersionDoesNotHaveStopsTheBoot() throws SQLException, IOException {
        change("update flyway_schema_history set version = '005.5' where version = '006'");
        assertMisfit("V005.5 ");
    }

    @Test
    void aNodeOfThisReleaseGoesOnWithTheSchemaOfALaterOne() throws SQLException, IOException {
        change(
                "insert into flyway_schema_history select installed_rank + 1, '999', 'later', type, 'V999__later.sql', 1, installed_by,"
                        + " installed_on, execution_time, success from flyway_schema_history order by installed_rank desc limit 1");
        Bulk.migrate(address);
    }

    @Test
    void aDatabaseOfSomethingElseIsLeftAlone() throws SQLException, IOException {
        change("drop table flyway_schema_history");
        assertThatThrownBy(() -> Bulk.migrate(address))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(address.database())
                .hasMessageContaining("not kepu's");
    }

    @Test
    void theCommandLineSaysItInOneLine() throws Exception {
        change("update flyway_schema_history set checksum = checksum + 1 where version = '003'");
        ProcessBuilder builder = Program.java(
                List.of("account", "list", "--data", Program.freshData().toString()));
        builder.environment().put("KEPU_DATABASE_URL", address.url());
        Process process = Processes.start(builder.redirectErrorStream(true));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(said.strip().lines()).singleElement().asString().startsWith("kepu: the database " + address);
        assertThat(process.exitValue()).isEqualTo(1);
    }

    private void assertMisfit(String migration) {
        assertThatThrownBy(() -> Bulk.migrate(address))
                .isInstanceOf(ConfigException.class)
                .message()
                .startsWith("the database " + address + " was made by another version of kepu")
                .contains(migration)
                .contains("--data")
                .doesNotContain(address.password() + "@")
                .doesNotContain("\n");
    }

    private void change(String sql) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(address)) {
            bulk.transact(() -> bulk.run(sql));
        }
    }
}
