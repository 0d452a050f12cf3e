package kepu.testing;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import kepu.App;
import kepu.Ground;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.people.Accounts;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A whole program for a test class, on a database of its own and free ports, with the real library:
 * {@code @RegisterExtension static final House house = new House();}. Codes are 000000.
 */
public final class House implements BeforeAllCallback, AfterAllCallback {
    /** What {@link #node}s seal with. */
    public static final String SECRET = "a2VwdWtlcHVrZXB1a2VwdWtlcHVrZXB1a2VwdWtlcHU=";
    /** No limits on what a person gets. */
    public static final Map<String, Object> UNGOVERNED = Map.of(
            "governor.daily", 1_000_000,
            "governor.topicWeekly", 1_000_000,
            "governor.quietFrom", "",
            "governor.duplicateDays", 0);

    /** A delay of an event loop in milliseconds that no busy machine reaches. */
    static final String NEVER_LATE = "600000";

    private static final Duration LONGEST_START = Duration.ofMinutes(2);
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(1);
    private static final AtomicInteger PHONES = new AtomicInteger();
    private static final AtomicInteger ACCOUNTS = new AtomicInteger();
    private static final Path TARGET = Path.of(System.getProperty("kepu.target", "target"));

    private final Map<String, Object> settings = new HashMap<>();
    private final Map<String, String> passwords = new ConcurrentHashMap<>();
    private final Map<String, String> accounts = new ConcurrentHashMap<>();
    private Supplier<DatabaseAddress> database = Furnishing::database;
    private boolean governed;
    private final Deque<String> villages = new ArrayDeque<>();
    private Clock clock = Clock.systemUTC();
    private HttpClient client;
    private DatabaseAddress address;
    private Config config;
    private App app;

    /** Sets one value of the configuration, e.g. {@code push.approvalReach}; before the house starts. */
    public House with(String path, Object value) {
        settings.put(path, value);
        return this;
    }

    /** One of several nodes on a database, who know by the same secret what is sealed. */
    public static House node() {
        return new House().with("people.secret", SECRET);
    }

    /** Seals and opens as this house does. */
    public Secrets secrets() {
        try {
            return Secrets.of(config.people().secret(), config.data());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With the limits on pushes that the program ships with; without this there are none, so that tests may push by night. */
    public House governed() {
        governed = true;
        return this;
    }

    /** Lives by this clock; before the house starts. */
    public House by(Clock other) {
        clock = other;
        return this;
    }

    /** Lives on this database, asked for when the house starts. */
    public House on(Supplier<DatabaseAddress> other) {
        database = other;
        return this;
    }

    /** An answer: its status, its headers and its body as text or JSON. */
    public record Answer(int status, java.net.http.HttpHeaders headers, String text) {
        public JsonObject json() {
            return new JsonObject(text);
        }

        /** The last part of a problem's type. */
        public String problem() {
            return json().getString("type").replace("urn:kepu:", "");
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(30))
                .build();
        start(database.get());
    }

    @Override
    public void afterAll(ExtensionContext context) {
        app.close();
        client.shutdownNow();
        // Houses are static: what they keep stays until the last test of the run. Whoever runs the class again has a
        // folder of their own.
        app = null;
        client = null;
        config = null;
    }

    /** Ends the program and starts it again on the same database and data folder. */
    public void restart() throws Exception {
        app.close();
        start(address);
    }

    private void start(DatabaseAddress at) throws Exception {
        address = at;
        if (config == null) {
            Path data = Files.createTempDirectory(Files.createDirectories(TARGET.resolve("test-data")), "house");
            ConfigReader reader = Furnishing.settings(data)
                    .set("http.guestRequestsPerMinute", 1_000_000)
                    .set("rumours.guestChecksPerMinute", 1_000_000)
                    .set("people.fixedCode", "000000");
            if (!governed) {
                UNGOVERNED.forEach(reader::set);
            }
            settings.forEach(reader::set);
            config = reader.config();
            if (Furnishing.isOf(address)) {
                Furnishing.copyInto(data);
            }
        }
        app = new App(config, address, ground(), clock);
        app.counted().await(LONGEST_START.toSeconds(), TimeUnit.SECONDS);
        Eventually.eventually("claims are known", LONGEST_START, app.rumours()::isReady);
    }

    private Ground ground() throws Exception {
        return Furnishing.isOf(address)
                ? Ground.lay(address)
                : Ground.lay(address, (bulk, divisions) -> {
                    App.importLibrary(config, bulk, divisions);
                    App.importClaims(config, bulk);
                });
    }

    public App app() {
        return app;
    }

    public Config config() {
        return config;
    }

    public URI uri(String path) {
        return URI.create(app.url() + path);
    }

    public URI management(String path) {
        return URI.create("http://127.0.0.1:" + app.managementPort() + path);
    }

    public HttpClient client() {
        return client;
    }

    public Answer get(String path, String token) {
        return send(request(path, token).GET());
    }

    public Answer post(String path, Object body, String token) {
        return send(request(path, token).POST(publisher(body)));
    }

    public Answer send(String method, String path, Object body, String token) {
        return send(request(path, token).method(method, publisher(body)));
    }

    /** A request with {@code content-type: application/json} and, unless {@code token} is null, who is calling. */
    public HttpRequest.Builder request(String path, String token) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri(path)).timeout(LONGEST_ANSWER).header("content-type", "application/json");
        return token == null ? request : request.header("authorization", "Bearer " + token);
    }

    public Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = client.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(response.statusCode(), response.headers(), response.body());
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A village of 船山区 (510903) that no call gave before. */
    public String village() {
        if (villages.isEmpty()) {
            sql("select code from region where code like '5109031%' and length(code) = 12 order by code")
                    .forEach(row -> villages.add(row.getFirst()));
        }
        return villages.pop();
    }

    /** What a metric says, with its labels if it has some. */
    public double metric(String name) {
        return said(name).orElseThrow(() -> new IllegalStateException("no metric " + name));
    }

    /** The same of one that is there only when something was counted; 0 before. */
    public double counted(String name) {
        return said(name).orElse(0);
    }

    private OptionalDouble said(String name) {
        return send(HttpRequest.newBuilder(management("/metrics")))
                .text()
                .lines()
                .filter(line -> line.startsWith(name + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
                .findFirst();
    }

    /** Registers a new resident of a village (12 digits) and gives the token. */
    public String resident(String village) {
        return login(newcomer(phone(), village));
    }

    /** Registers somebody who tells the year of their birth with the first login. */
    public String resident(String phone, String village, int birthYear) {
        return login(newcomer(phone, village).put("birthYear", birthYear));
    }

    private static JsonObject newcomer(String phone, String village) {
        return new JsonObject()
                .put("phone", phone)
                .put("code", "000000")
                .put("village", village)
                .put("consent", true);
    }

    /** A phone number that no other call gave. */
    public static String phone() {
        return "139%08d".formatted(PHONES.incrementAndGet());
    }

    /** Registers a resident and sets the profile. */
    public String resident(String village, JsonObject profile) {
        String token = resident(village);
        Answer answer = send("PATCH", "/v1/me", profile, token);
        if (answer.status() != 200) {
            throw new IllegalStateException(answer.text());
        }
        return token;
    }

    /** Adds a member of staff and gives the token. */
    public String staff(Role role, String scope) {
        String account = role.code() + ACCOUNTS.incrementAndGet();
        try (Bulk bulk = Bulk.open(address)) {
            passwords.put(account, Accounts.add(bulk, account, "测试" + role.label(), role, RegionCode.of(scope)));
            String token = relogin(account);
            accounts.put(token, account);
            return token;
        } catch (SQLException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The account of a token that {@link #staff} gave. */
    public String account(String token) {
        return accounts.get(token);
    }

    /** A new token of an account, with the role and scope that it has by now. */
    public String relogin(String account) {
        return login(new JsonObject().put("account", account).put("password", passwords.get(account)));
    }

    private String login(JsonObject body) {
        Answer answer = post("/v1/sessions", body, null);
        if (answer.status() != 201) {
            throw new IllegalStateException(answer.text());
        }
        return answer.json().getString("token");
    }

    /** Ids of items in the catalogue, articles first met in a guest's feed. */
    public List<String> items(int count) {
        JsonArray items = get("/v1/feed?size=" + count, null).json().getJsonArray("items");
        List<String> ids = new ArrayList<>();
        items.forEach(item -> ids.add(((JsonObject) item).getString("id")));
        return ids;
    }

    /** The rows of a query, each as a list of texts. */
    public List<List<String>> sql(String sql, Object... parameters) {
        try (Connection connection =
                        DriverManager.getConnection(address.jdbcUrl(), address.user(), address.password());
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            List<List<String>> rows = new ArrayList<>();
            if (statement.execute()) {
                try (ResultSet set = statement.getResultSet()) {
                    while (set.next()) {
                        List<String> row = new ArrayList<>();
                        for (int i = 1; i <= set.getMetaData().getColumnCount(); i++) {
                            row.add(set.getString(i));
                        }
                        rows.add(row);
                    }
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The single number that a query gives. */
    public long count(String sql, Object... parameters) {
        return Long.parseLong(sql(sql, parameters).getFirst().getFirst());
    }

    public DatabaseAddress address() {
        return address;
    }

    private static HttpRequest.BodyPublisher publisher(Object body) {
        return switch (body) {
            case null -> HttpRequest.BodyPublishers.noBody();
            case byte[] bytes -> HttpRequest.BodyPublishers.ofByteArray(bytes);
            case JsonObject json -> HttpRequest.BodyPublishers.ofString(json.encode());
            default -> HttpRequest.BodyPublishers.ofString(body.toString());
        };
    }
}
