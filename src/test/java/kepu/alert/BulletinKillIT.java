package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import kepu.people.Accounts;
import kepu.people.Role;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.testing.Eventually;
import kepu.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A bulletin that was answered with 201 stands after kill -9, once. */
@Timeout(900)
class BulletinKillIT {
    private static final String VILLAGE = "510903100208";
    private static final int POSTED = 30;

    private final HttpClient client = HttpClient.newHttpClient();

    @Test
    void everyAnsweredBulletinStandsAfterTheKillOnce() throws Exception {
        var data = Program.furnishedData();
        Program program = Program.serve(data);
        String operator = operator(program);
        Set<String> answered = ConcurrentHashMap.newKeySet();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(() -> postUntilItDies(program, operator, answered));
        Eventually.eventually("many bulletins are answered", () -> answered.size() >= POSTED || ended.isDone());
        program.kill();
        Eventually.soon("the poster sees the end", ended);
        assertThat(answered).hasSizeGreaterThanOrEqualTo(POSTED);
        try (Program again = Program.serve(data)) {
            HttpResponse<String> feed = client.send(
                    HttpRequest.newBuilder(again.uri("/v1/feed?region=" + VILLAGE))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            List<String> standing = new ArrayList<>();
            new JsonObject(feed.body())
                    .getJsonArray("bulletins")
                    .forEach(shown -> standing.add(((JsonObject) shown).getString("id")));
            assertThat(standing).doesNotHaveDuplicates().containsAll(answered);
            assertThat(standing.size() - answered.size())
                    .as("at most the one whose answer was cut off beside them")
                    .isBetween(0, 1);
        }
    }

    private static void postUntilItDies(Program program, String operator, Set<String> answered) {
        for (int i = 0; ; i++) {
            JsonObject form = new JsonObject()
                    .put("headline", "第 " + i + " 条")
                    .put("instruction", "请往高处走")
                    .put("regions", List.of(VILLAGE))
                    .put("severity", "blue")
                    .put("until", Instant.now().plusSeconds(3_600).toString());
            try {
                HttpResponse<String> answer = program.post("/v1/bulletins", form, operator);
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
                answered.add(new JsonObject(answer.body()).getString("id"));
            } catch (IOException e) {
                return;
            }
        }
    }

    private static String operator(Program program) throws Exception {
        try (Bulk bulk = Bulk.open(program.address())) {
            String password = Accounts.add(bulk, "operator", "测试运营", Role.OPERATOR, RegionCode.of("5109"));
            JsonObject login = new JsonObject().put("account", "operator").put("password", password);
            return new JsonObject(program.post("/v1/sessions", login, null).body()).getString("token");
        }
    }
}
