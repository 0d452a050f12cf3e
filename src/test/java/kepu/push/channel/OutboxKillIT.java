package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** kill -9 in the middle of telling: nothing is lost, and what comes twice is what was under way, under its old id. */
@Timeout(900)
class OutboxKillIT {
    private static final String VILLAGE = "510903100208";
    private static final int BROWSERS = 25;
    private static final int PUSHES = 4;
    private static final int UNDER_WAY = 4;
    private static final int KILLS = 2;
    private static final Map<String, String> SETTINGS = Map.of(
            "KEPU_CHANNELS_ALLOWED_NETWORKS", "127.0.0.0/8",
            "KEPU_CHANNELS_MOST_UNDER_WAY", Integer.toString(UNDER_WAY),
            "KEPU_CHANNELS_SPREAD_ROWS", "3",
            "KEPU_CHANNELS_ALARM_ROWS", "3",
            "KEPU_CHANNELS_SEND_MILLIS", "2400",
            "KEPU_CHANNELS_LEASE_SECONDS", "5");

    @Test
    void everyReceiverHasEveryPublicationAndRepeatsAreWhatWasUnderWay() throws Exception {
        Path data = Program.furnishedData();
        String password = account(data, "disseminator", VILLAGE);
        Map<String, TestBrowser> browsers = new HashMap<>();
        try (Receiver receiver = new Receiver()) {
            Program program = Program.serve(data, SETTINGS);
            for (int i = 0; i < BROWSERS; i++) {
                String path = "/push/" + i;
                browsers.put(path, new TestBrowser());
                subscribe(program, resident(program), browsers.get(path).subscription(receiver.url(path)));
            }
            push(program, token(program, "disseminator", password));
            for (int kill = 1; kill <= KILLS; kill++) {
                program = killed(data, program, receiver, kill * BROWSERS * PUSHES / 4, BROWSERS * PUSHES);
            }
            try (Program last = program) {
                eventuallyTold(receiver, browsers, BROWSERS * PUSHES);
                Eventually.eventually("and it is known", () -> count(last, "state = 'sent'") == BROWSERS * PUSHES);
                assertThat(count(last, "state <> 'sent'")).isZero();
            }
            assertThat(receiver.got().size())
                    .as("repeats: at most what was under way at a kill")
                    .isLessThanOrEqualTo(BROWSERS * PUSHES + KILLS * UNDER_WAY);
        }
    }

    @Test
    void everyBrowserHasTheBulletinAndItsEndAndRepeatsAreWhatWasUnderWay() throws Exception {
        Path data = Program.furnishedData();
        String password = account(data, "operator", "5109");
        Map<String, TestBrowser> browsers = new HashMap<>();
        int all = BROWSERS * PUSHES;
        try (Receiver receiver = new Receiver()) {
            Program program = Program.serve(data, SETTINGS);
            for (int i = 0; i < BROWSERS; i++) {
                String token = resident(program);
                for (int j = 0; j < PUSHES; j++) {
                    String path = "/push/" + i + "/" + j;
                    browsers.put(path, new TestBrowser());
                    subscribe(program, token, browsers.get(path).subscription(receiver.url(path)));
                }
            }
            String operator = token(program, "operator", password);
            JsonObject form = new JsonObject()
                    .put("headline", "涪江涨水")
                    .put("instruction", "请往高处走")
                    .put("regions", List.of(VILLAGE))
                    .put("severity", "orange")
                    .put("until", Instant.now().plusSeconds(36_000).toString());
            String id = posted(program, "/v1/bulletins", form, operator);
            program = killed(data, program, receiver, all / 4, all);
            program = killed(data, program, receiver, all / 2, all);
            eventuallyTold(receiver, browsers, all);
            int first = receiver.got().size();
            posted(program, "/v1/bulletins/" + id + "/cancel", new JsonObject(), operator);
            program = killed(data, program, receiver, first + all / 4, first + all);
            try (Program last = program) {
                eventuallyTold(receiver, browsers, 2 * all);
                Eventually.eventually("and it is known", () -> count(last, "state = 'sent'") == 2L * all);
                assertThat(count(last, "state <> 'sent'")).isZero();
            }
            assertThat(receiver.got().size())
                    .as("repeats: at most what was under way at a kill")
                    .isLessThanOrEqualTo(2 * all + 3 * UNDER_WAY);
        }
    }

    /** The program that follows one that was killed when so much had been told, and not all. */
    private static Program killed(Path data, Program program, Receiver receiver, int some, int all) throws IOException {
        Eventually.eventually("some are told", () -> receiver.got().size() >= some);
        program.kill();
        assertThat(receiver.got().size()).as("told before the kill").isLessThan(all);
        return Program.serve(data, SETTINGS);
    }

    private static void eventuallyTold(Receiver receiver, Map<String, TestBrowser> browsers, int count) {
        // opening what came is dear: not before there can be all
        Eventually.eventually(
                "all are told",
                () -> receiver.got().size() >= count && told(receiver, browsers).size() == count);
    }

    private static String posted(Program program, String path, JsonObject body, String token) throws IOException {
        HttpResponse<String> answer = program.post(path, body, token);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return new JsonObject(answer.body()).getString("id");
    }

    /** Who was told what, each under one id. */
    private static Set<String> told(Receiver receiver, Map<String, TestBrowser> browsers) {
        Set<String> told = new HashSet<>();
        Map<String, String> ids = new HashMap<>();
        for (Receiver.Got got : receiver.got()) {
            TestBrowser browser = java.util.Objects.requireNonNull(browsers.get(got.path()));
            JsonObject text = new JsonObject(new String(browser.open(got.body()), StandardCharsets.UTF_8));
            String what = got.path() + " " + text.getString("tag") + " " + text.getString("event");
            told.add(what);
            String before = ids.putIfAbsent(what, text.getString("id"));
            assertThat(before == null ? text.getString("id") : before).isEqualTo(text.getString("id"));
        }
        return told;
    }

    /** Adds an account with the name of its role; gives its password. */
    private static String account(Path data, String role, String scope) throws IOException {
        Program.Said said =
                Program.command(data, "account", "add", role, "--name", "测试", "--role", role, "--scope", scope);
        assertThat(said.code()).as(said.text()).isZero();
        return said.text().substring(said.text().lastIndexOf(": ") + 2).strip();
    }

    private static String token(Program program, String account, String password) throws IOException {
        JsonObject login = new JsonObject().put("account", account).put("password", password);
        return new JsonObject(program.post("/v1/sessions", login, null).body()).getString("token");
    }

    private static void push(Program program, String token) throws IOException, java.sql.SQLException {
        List<String> items = program.sql("select id from item order by seq limit " + PUSHES);
        for (String item : items) {
            posted(program, "/v1/village/push", new JsonObject().put("item", item), token);
        }
    }

    private static String resident(Program program) throws IOException {
        JsonObject login = new JsonObject()
                .put("phone", House.phone())
                .put("code", "000000")
                .put("village", VILLAGE)
                .put("consent", true);
        return new JsonObject(program.post("/v1/sessions", login, null).body()).getString("token");
    }

    private static void subscribe(Program program, String token, JsonObject subscription) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(program.uri("/v1/me/channels/webpush"))
                .header("content-type", "application/json")
                .header("authorization", "Bearer " + token)
                .PUT(HttpRequest.BodyPublishers.ofString(subscription.encode()))
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        }
    }

    private static long count(Program program, String which) {
        try {
            return Long.parseLong(
                    program.sql("select count(*) from delivery where " + which).getFirst());
        } catch (IOException | java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
