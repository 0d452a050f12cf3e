package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Program;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An answer of 202 is a promise that outlives kill -9. */
@Timeout(900)
class KillIT {
    private static final int THREADS = 6;
    private static final int BATCH = 40;
    private static final int ACKNOWLEDGED = 3_000;
    private static final int KILLS = 2;

    private static Path data;

    @BeforeAll
    static void oneFolder() throws IOException {
        data = Program.furnishedData();
    }

    @Test
    void everyAcknowledgedEventOutlivesTheKillAndIsThereOnce() throws Exception {
        String phone = House.phone();
        Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        for (int kill = 0; kill < KILLS; kill++) {
            Program program = Program.serve(data);
            loadUntilKilled(program, login(program, phone), "kill" + kill, acknowledged);
        }
        try (Program again = Program.serve(data)) {
            List<String> stored = again.sql("select id from event");
            assertThat(stored).doesNotHaveDuplicates();
            Set<String> lost = new HashSet<>(acknowledged);
            stored.forEach(lost::remove);
            assertThat(lost)
                    .as("acknowledged and lost, of %d", acknowledged.size())
                    .isEmpty();
            assertRetriesAreDuplicates(again, login(again, phone), new ArrayList<>(acknowledged));
            assertThat(again.sql("select count(*) from event")).containsExactly(Integer.toString(stored.size()));
        }
    }

    @Test
    void onlyATermSignalEndsTheProgramAndItsDatabase() throws Exception {
        Program program = Program.serve(data);
        ProcessHandle postgres = program.postgres();
        String token = login(program, House.phone());
        assertThat(send(program, token, List.of("before")).statusCode()).isEqualTo(202);
        assertThatThrownBy(() -> Program.serve(data)).as("a second program").isInstanceOf(AssertionError.class);
        assertThat(postgres.isAlive()).isTrue();
        program.terminate();
        assertThat(postgres.isAlive()).isFalse();
        assertThatThrownBy(() -> send(program, token, List.of("after"))).isInstanceOf(ConnectException.class);
        try (Program again = Program.serve(data)) {
            assertThat(again.sql("select id from event")).contains("before");
        }
    }

    /** Many send at once; the process dies in the middle of it. */
    private static void loadUntilKilled(Program program, String token, String name, Set<String> acknowledged) {
        int before = acknowledged.size();
        List<CompletableFuture<Void>> senders = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String sender = name + "-" + i + "-";
            CompletableFuture<Void> ended = new CompletableFuture<>();
            Thread.ofVirtual().start(() -> {
                try {
                    sendUntilItDies(program, token, sender, acknowledged);
                    ended.complete(null);
                } catch (Throwable e) {
                    ended.completeExceptionally(e);
                }
            });
            senders.add(ended);
        }
        Eventually.eventually("many events are acknowledged", () -> acknowledged.size() - before > ACKNOWLEDGED);
        program.kill();
        senders.forEach(ended -> Eventually.soon("a sender sees the end", ended));
    }

    private static void sendUntilItDies(Program program, String token, String sender, Set<String> acknowledged) {
        for (int batch = 0; ; batch++) {
            List<String> ids = new ArrayList<>();
            for (int i = 0; i < BATCH; i++) {
                ids.add(sender + batch + "-" + i);
            }
            HttpResponse<String> answer;
            try {
                answer = send(program, token, ids);
            } catch (IOException e) {
                return;
            }
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
            assertThat(new JsonObject(answer.body()).getInteger("accepted")).isEqualTo(BATCH);
            acknowledged.addAll(ids);
        }
    }

    private static void assertRetriesAreDuplicates(Program program, String token, List<String> ids) throws IOException {
        for (int from = 0; from < ids.size(); from += 500) {
            List<String> some = ids.subList(from, Math.min(from + 500, ids.size()));
            JsonObject answer = new JsonObject(send(program, token, some).body());
            assertThat(answer.getInteger("accepted")).as(answer.encode()).isZero();
            assertThat(answer.getInteger("duplicates")).isEqualTo(some.size());
        }
    }

    private static HttpResponse<String> send(Program program, @Nullable String token, List<String> ids)
            throws IOException {
        JsonArray events = new JsonArray();
        String at = Instant.now().toString();
        ids.forEach(id -> events.add(
                new JsonObject().put("id", id).put("type", "impression").put("at", at)));
        return program.post("/v1/events", new JsonObject().put("events", events), token);
    }

    private static String login(Program program, String phone) throws IOException {
        JsonObject login = new JsonObject()
                .put("phone", phone)
                .put("code", "000000")
                .put("village", "510903100208")
                .put("consent", true);
        HttpResponse<String> answer = program.post("/v1/sessions", login, null);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("token");
    }
}
