package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kill -9 while services are counted and sealed: no total counts a service twice, and the chain goes on where it ended. */
@Timeout(900)
class SealKillIT {
    private static final Map<String, String> OFTEN = Map.of(
            "KEPU_SERVICES_SEAL_SECONDS", "1", "KEPU_SERVICES_BLOCK_ROWS", "5", "KEPU_SERVICES_ROUND_ROWS", "40");
    private static final int PEOPLE = 6;
    private static final int KILLS = 2;

    @Test
    void theRecordIsSoundAndItsTotalsAreItsRows() throws Exception {
        Path data = Program.freshData();
        assertThat(Program.command(data, "import", "content").code()).isZero();
        for (int kill = 0; kill < KILLS; kill++) {
            Program program = Program.serve(data, OFTEN);
            openUntilKilled(program, "kill" + kill);
        }
        Program.Said killed = Program.command(data, "services", "verify");
        assertThat(killed.code()).as(killed.text()).isZero();
        try (Program again = Program.serve(data, OFTEN)) {
            String rows = again.sql("select count(*) from service").getFirst();
            assertThat(Integer.parseInt(rows)).isPositive();
            Eventually.eventually(
                    "all is sealed",
                    () -> sql(again, "select sum(rows) from service_block").equals(rows));
        }
        Program.Said chain = Program.command(data, "services", "verify");
        assertThat(chain.code()).as(chain.text()).isZero();
        assertThat(chain.text()).contains("sound").contains(" 0 not sealed yet");
        Program.Said totals = Program.command(data, "services", "check");
        assertThat(totals.code()).as(totals.text()).isZero();
        assertThat(totals.text()).contains("all equal to the rows");
    }

    private static void openUntilKilled(Program program, String name) throws IOException {
        List<String> items = new ArrayList<>(sqlAll(program, "select id from item order by seq"));
        AtomicInteger acknowledged = new AtomicInteger();
        List<CompletableFuture<Void>> readers = new ArrayList<>();
        for (int i = 0; i < PEOPLE; i++) {
            String token = login(program);
            CompletableFuture<Void> ended = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                readUntilItDies(program, token, items, acknowledged);
                ended.complete(null);
            });
            readers.add(ended);
        }
        Eventually.eventually(
                name + ": blocks are sealed while services come",
                () -> acknowledged.get() > items.size()
                        && Long.parseLong(sql(
                                        program,
                                        "select count(*) from service_block where sealed_at > now() - interval '2 s'"))
                                > 3);
        program.kill();
        readers.forEach(ended -> Eventually.soon("a reader sees the end", ended));
    }

    private static void readUntilItDies(Program program, String token, List<String> items, AtomicInteger acknowledged) {
        try {
            for (int i = 0; ; i++) {
                JsonObject event = new JsonObject()
                        .put("id", "o" + i)
                        .put("type", "open")
                        .put("item", items.get(i % items.size()))
                        .put("feed", List.of("f", "search:x", "share:y").get(i / items.size() % 3))
                        .put("at", Instant.now().toString());
                HttpResponse<String> answer =
                        program.post("/v1/events", new JsonObject().put("events", new JsonArray().add(event)), token);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
                acknowledged.incrementAndGet();
            }
        } catch (IOException e) {
            // killed
        }
    }

    private static String login(Program program) throws IOException {
        JsonObject login = new JsonObject()
                .put("phone", House.phone())
                .put("code", "000000")
                .put("village", "510903100208")
                .put("consent", true);
        return new JsonObject(program.post("/v1/sessions", login, null).body()).getString("token");
    }

    private static String sql(Program program, String query) {
        return sqlAll(program, query).getFirst();
    }

    private static List<String> sqlAll(Program program, String query) {
        try {
            return program.sql(query);
        } catch (IOException | java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
