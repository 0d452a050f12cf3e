package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who may make which call. An operation of the contract that stands in no line here fails the test: nothing is open by oversight. */
class RoleMatrixIT {
    private static final String VILLAGE = "510903100208";
    private static final Set<Role> RESIDENT = Set.of(Role.RESIDENT);
    private static final Set<Role> STAFF = EnumSet.complementOf(EnumSet.of(Role.RESIDENT));
    private static final Set<Role> ANYBODY = EnumSet.allOf(Role.class);
    private static final Set<Role> DISSEMINATOR = Set.of(Role.DISSEMINATOR);
    private static final Set<Role> ADMINISTRATOR = Set.of(Role.ADMINISTRATOR);
    private static final Set<Role> MAKERS = Set.of(Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> PUSHERS = Set.of(Role.DISSEMINATOR, Role.OPERATOR, Role.ADMINISTRATOR);

    /** Open to people without a token too. */
    private static final Set<String> OPEN = Set.of(
            "sendCode",
            "login",
            "refresh",
            "feed",
            "item",
            "similarItems",
            "vocabulary",
            "events",
            "bulletinsAtom",
            "bulletinXml",
            "bulletin",
            "socket",
            "regions",
            "region",
            "regionFeed");

    private static final Map<String, Set<Role>> ALLOWED = Map.ofEntries(
            Map.entry("sendCode", ANYBODY),
            Map.entry("login", ANYBODY),
            Map.entry("refresh", ANYBODY),
            Map.entry("logout", ANYBODY),
            Map.entry("me", ANYBODY),
            Map.entry("changeMe", RESIDENT),
            Map.entry("eraseMe", RESIDENT),
            Map.entry("personalisation", RESIDENT),
            Map.entry("exportMe", RESIDENT),
            Map.entry("setQuietHours", RESIDENT),
            Map.entry("clearQuietHours", RESIDENT),
            Map.entry("unsubscribeSender", RESIDENT),
            Map.entry("resubscribeSender", RESIDENT),
            Map.entry("unsubscribeTopic", RESIDENT),
            Map.entry("resubscribeTopic", RESIDENT),
            Map.entry("tags", RESIDENT),
            Map.entry("deleteTag", RESIDENT),
            Map.entry("feed", ANYBODY),
            Map.entry("item", ANYBODY),
            Map.entry("similarItems", ANYBODY),
            Map.entry("withdrawItem", Set.of(Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR)),
            Map.entry("vocabulary", ANYBODY),
            Map.entry("events", RESIDENT),
            Map.entry("inbox", ANYBODY),
            Map.entry("inboxRead", ANYBODY),
            Map.entry("stream", ANYBODY),
            Map.entry("socket", ANYBODY),
            Map.entry("estimate", PUSHERS),
            Map.entry("suggestAudience", PUSHERS),
            Map.entry("createCampaign", MAKERS),
            Map.entry("campaigns", STAFF),
            Map.entry("campaign", STAFF),
            Map.entry("submitCampaign", MAKERS),
            Map.entry("approveCampaign", MAKERS),
            Map.entry("changeCampaign", MAKERS),
            Map.entry("returnCampaign", MAKERS),
            Map.entry("pauseCampaign", MAKERS),
            Map.entry("resumeCampaign", MAKERS),
            Map.entry("previewCampaign", MAKERS),
            Map.entry("cancelCampaign", PUSHERS),
            Map.entry("withdrawCampaign", PUSHERS),
            Map.entry("calendar", STAFF),
            Map.entry("receipts", STAFF),
            Map.entry("createBulletin", MAKERS),
            Map.entry("bulletins", STAFF),
            Map.entry("bulletinsAtom", ANYBODY),
            Map.entry("bulletinXml", ANYBODY),
            Map.entry("bulletin", ANYBODY),
            Map.entry("cancelBulletin", MAKERS),
            Map.entry("ackBulletin", Set.of(Role.RESIDENT)),
            Map.entry("bulletinReach", PUSHERS),
            Map.entry("rules", MAKERS),
            Map.entry("ruleVersions", MAKERS),
            Map.entry("saveRules", Set.of(Role.OPERATOR)),
            Map.entry("dryRunRules", Set.of(Role.OPERATOR)),
            Map.entry("villageToday", DISSEMINATOR),
            Map.entry("villagePush", DISSEMINATOR),
            Map.entry("recordService", DISSEMINATOR),
            Map.entry("villageServices", DISSEMINATOR),
            Map.entry("villageUnreached", DISSEMINATOR),
            Map.entry("serviceFigures", STAFF),
            Map.entry("browsers", RESIDENT),
            Map.entry("subscribeBrowser", RESIDENT),
            Map.entry("unsubscribeBrowser", RESIDENT),
            Map.entry("webhooks", ADMINISTRATOR),
            Map.entry("addWebhook", ADMINISTRATOR),
            Map.entry("changeWebhook", ADMINISTRATOR),
            Map.entry("removeWebhook", ADMINISTRATOR),
            Map.entry("deadDeliveries", ADMINISTRATOR),
            Map.entry("resendDeliveries", ADMINISTRATOR),
            Map.entry("channelLedger", ADMINISTRATOR),
            Map.entry("regionFeed", ANYBODY),
            Map.entry("regions", ANYBODY),
            Map.entry("region", ANYBODY),
            Map.entry("models", MAKERS),
            Map.entry("modelVersion", MAKERS),
            Map.entry("compareModels", MAKERS),
            Map.entry("releaseModel", MAKERS),
            Map.entry("rollbackModel", MAKERS),
            Map.entry("stopTrial", MAKERS),
            Map.entry("modelReleases", MAKERS),
            Map.entry("previewModel", MAKERS),
            Map.entry("trainModel", MAKERS),
            Map.entry("training", MAKERS),
            Map.entry("currentExperiment", MAKERS));

    private static final String VERSION = "20261122-013000-1a2b3c4d";
    private static final Map<String, JsonObject> BODIES = new HashMap<>();
    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

    @RegisterExtension
    static final House house = new House();

    @BeforeAll
    static void prepare() {
        for (Role role : Role.values()) {
            TOKENS.put(role, fresh(role));
        }
        String item = house.items(1).getFirst();
        JsonObject village = new JsonObject().put("region", List.of(VILLAGE));
        JsonObject event = new JsonObject()
                .put("id", "m1")
                .put("type", "open")
                .put("item", item)
                .put("at", Instant.now().toString());
        BODIES.put("sendCode", new JsonObject().put("phone", House.phone()));
        BODIES.put(
                "login",
                new JsonObject()
                        .put("phone", House.phone())
                        .put("code", "000000")
                        .put("village", VILLAGE)
                        .put("consent", true));
        BODIES.put("changeMe", new JsonObject().put("largePrint", true));
        BODIES.put("personalisation", new JsonObject().put("on", true));
        BODIES.put("withdrawItem", new JsonObject().put("reason", "数据有误"));
        BODIES.put("events", new JsonObject().put("events", List.of(event)));
        BODIES.put("inboxRead", new JsonObject().put("publications", List.of("1")));
        BODIES.put("estimate", new JsonObject().put("audience", village));
        BODIES.put(
                "createCampaign",
                new JsonObject().put("title", "秋收").put("items", List.of(item)).put("audience", village));
        BODIES.put("changeCampaign", BODIES.get("createCampaign"));
        BODIES.put("returnCampaign", new JsonObject().put("note", "请改标题"));
        BODIES.put("withdrawCampaign", new JsonObject().put("note", "数据有误"));
        BODIES.put("previewCampaign", new JsonObject());
        BODIES.put("setQuietHours", new JsonObject().put("from", "22:00").put("until", "06:00"));
        BODIES.put(
                "createBulletin",
                new JsonObject()
                        .put("headline", "暴雨")
                        .put("instruction", "不要过河")
                        .put("regions", List.of(VILLAGE))
                        .put("severity", "yellow")
                        .put("until", Instant.now().plusSeconds(600).toString()));
        BODIES.put("ackBulletin", new JsonObject());
        BODIES.put(
                "saveRules",
                new JsonObject()
                        .put("scope", VILLAGE)
                        .put("basedOn", 0)
                        .put("note", "开始")
                        .put("rules", List.of()));
        JsonObject reason = new JsonObject().put("reason", "试一试");
        BODIES.put("releaseModel", reason.copy().put("version", VERSION).put("stage", "shadow"));
        BODIES.put("rollbackModel", reason);
        BODIES.put(
                "previewModel",
                new JsonObject()
                        .put("versions", List.of(VERSION))
                        .put("persona", new JsonObject().put("region", VILLAGE)));
        BODIES.put("stopTrial", reason);
        BODIES.put("dryRunRules", new JsonObject().put("scope", VILLAGE).put("rules", List.of()));
        BODIES.put(
                "subscribeBrowser",
                new JsonObject()
                        .put("endpoint", "https://1.1.1.1/push")
                        .put(
                                "keys",
                                new JsonObject()
                                        .put(
                                                "p256dh",
                                                "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4")
                                        .put("auth", "BTBZMqHH6r4Tts7J_aSIgg")));
        BODIES.put(
                "addWebhook",
                new JsonObject().put("scope", VILLAGE).put("name", "短信网关").put("url", "https://1.1.1.1/hook"));
        BODIES.put("changeWebhook", new JsonObject().put("active", false));
        BODIES.put("resendDeliveries", new JsonObject().put("deliveries", List.of("d1")));
        BODIES.put("villagePush", new JsonObject().put("item", item));
        BODIES.put(
                "recordService",
                new JsonObject()
                        .put("item", item)
                        .put("people", 3)
                        .put("at", Instant.now().toString()));
    }

    /** An operation of the contract. */
    record Operation(String id, String method, String path) {}

    static List<Operation> operations() throws IOException {
        try (InputStream in = RoleMatrixIT.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode paths = new YAMLMapper().readTree(in).get("paths");
            return paths.properties().stream()
                    .flatMap(path -> path.getValue().properties().stream()
                            .map(method -> new Operation(
                                    method.getValue().get("operationId").asText(),
                                    method.getKey().toUpperCase(Locale.ROOT),
                                    path.getKey())))
                    .toList();
        }
    }

    @Test
    void everyOperationOfTheContractHasItsLine() throws IOException {
        assertThat(operations()).extracting(Operation::id).containsExactlyInAnyOrderElementsOf(ALLOWED.keySet());
    }

    @TestFactory
    Stream<DynamicTest> everyRoleMayDoWhatItsLineSaysAndNothingElse() throws IOException {
        return operations().stream()
                .flatMap(operation -> Stream.of(Role.values())
                        .map(role -> DynamicTest.dynamicTest(
                                operation.id() + " by " + role.code(), () -> check(operation, role))));
    }

    @TestFactory
    Stream<DynamicTest> aGuestMayDoOnlyWhatIsOpen() throws IOException {
        return operations().stream()
                .map(operation -> DynamicTest.dynamicTest(operation.id() + " by a guest", () -> {
                    House.Answer answer = call(operation, null);
                    if (!OPEN.contains(operation.id())) {
                        Refusal.of(answer, 401, "token-missing");
                    } else if (!operation.id().equals("refresh")) {
                        assertThat(answer.status()).as(answer.text()).isNotIn(401, 403);
                    }
                }));
    }

    private static void check(Operation operation, Role role) throws IOException, InterruptedException {
        boolean ends = operation.id().equals("logout") || operation.id().equals("eraseMe");
        House.Answer answer = call(operation, ends ? fresh(role) : TOKENS.get(role));
        if (!ALLOWED.getOrDefault(operation.id(), Set.of()).contains(role)) {
            Refusal.of(answer, 403);
            assertThat(answer.problem()).isIn("role-forbidden", "residents-only");
        } else if (operation.id().equals("withdrawItem")
                || operation.id().equals("currentExperiment")
                || operation.path().contains("/campaigns/{id}")
                || operation.path().contains("/webhooks/{id}")
                || operation.path().contains("/bulletins/{id}")
                || operation.path().contains("/models/{name}")) {
            Refusal.of(answer, 404);
        } else if (operation.id().equals("refresh")) {
            Refusal.of(answer, 401, "refresh-invalid");
        } else if (operation.id().equals("suggestAudience")) {
            Refusal.of(answer, 409, "too-few-residents");
        } else if (operation.id().equals("socket")) {
            Refusal.of(answer, 400);
        } else {
            assertThat(answer.status()).as(answer.text()).isBetween(200, 299);
        }
    }

    private static House.Answer call(Operation operation, @Nullable String token)
            throws IOException, InterruptedException {
        String path = operation
                .path()
                .replace("{code}", VILLAGE)
                .replace("{tag}", "topic:health")
                .replace("{topic}", "health")
                .replace("{sender}", "510903")
                .replace("{name}", "nothing")
                .replace("{version}", VERSION)
                .replace("{region}.{format}", VILLAGE + ".json")
                .replace("/webhooks/{id}", "/webhooks/999999999")
                .replace(
                        "{id}",
                        operation.path().startsWith("/v1/items/{id}")
                                ? house.items(1).getFirst()
                                : "nothing");
        path += switch (operation.id()) {
            case "compareModels" -> "?a=" + VERSION + "&b=" + VERSION;
            case "currentExperiment" -> "?name=nothing";
            default -> "";
        };
        if (operation.id().equals("stream") && token != null) {
            HttpResponse<InputStream> line = house.client()
                    .send(house.request(path, token).GET().build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = line.body()) {
                String text = line.statusCode() == 200
                        ? ""
                        : new String(body.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
                return new House.Answer(line.statusCode(), line.headers(), text);
            }
        }
        JsonObject body = operation.id().equals("refresh")
                ? new JsonObject().put("refresh", "x".repeat(43))
                : BODIES.get(operation.id());
        return house.send(operation.method(), path, body, token);
    }

    private static String fresh(Role role) {
        return switch (role) {
            case RESIDENT -> house.resident(VILLAGE);
            case DISSEMINATOR -> house.staff(role, VILLAGE);
            case EDITOR, REVIEWER, OPERATOR, ADMINISTRATOR -> house.staff(role, "0");
        };
    }
}
