package kepu.http;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
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
import kepu.people.PrivacyText;
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
    private static final Set<Role> EDITOR = Set.of(Role.EDITOR);
    private static final Set<Role> REVIEWER = Set.of(Role.REVIEWER);
    private static final Set<Role> DESK = Set.of(Role.EDITOR, Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> ANSWERING = Set.of(Role.EDITOR, Role.REVIEWER, Role.OPERATOR);
    private static final Set<Role> ORDERED_OF = Set.of(Role.DISSEMINATOR, Role.OPERATOR);
    private static final Set<Role> MAKERS = Set.of(Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> EDITORS = Set.of(Role.EDITOR, Role.ADMINISTRATOR);
    private static final Set<Role> VETTERS = Set.of(Role.EDITOR, Role.OPERATOR, Role.ADMINISTRATOR);
    private static final Set<Role> PUSHERS = Set.of(Role.DISSEMINATOR, Role.OPERATOR, Role.ADMINISTRATOR);

    /** Open to people without a token too. */
    private static final Set<String> OPEN = Set.of(
            "sendCode",
            "login",
            "refresh",
            "guardianRevoke",
            "feed",
            "item",
            "similarItems",
            "search",
            "suggest",
            "vocabulary",
            "events",
            "bulletinsAtom",
            "bulletinXml",
            "bulletin",
            "checkClaims",
            "claims",
            "claim",
            "socket",
            "regions",
            "region",
            "regionFeed",
            "topicFeed",
            "sharePage",
            "itemQr",
            "itemPoster",
            "sitemap",
            "claimPage",
            "ask");

    private static final Map<String, Set<Role>> ALLOWED = Map.ofEntries(
            Map.entry("sendCode", ANYBODY),
            Map.entry("login", ANYBODY),
            Map.entry("refresh", ANYBODY),
            Map.entry("logout", ANYBODY),
            Map.entry("me", ANYBODY),
            Map.entry("accounts", ADMINISTRATOR),
            Map.entry("addAccount", ADMINISTRATOR),
            Map.entry("account", ADMINISTRATOR),
            Map.entry("changeAccount", ADMINISTRATOR),
            Map.entry("activateAccount", ADMINISTRATOR),
            Map.entry("renewPassword", ADMINISTRATOR),
            Map.entry("accountSessions", ADMINISTRATOR),
            Map.entry("endAccountSessions", ADMINISTRATOR),
            Map.entry("endAccountSession", ADMINISTRATOR),
            Map.entry("logins", ADMINISTRATOR),
            Map.entry("endLogins", ADMINISTRATOR),
            Map.entry("audit", ADMINISTRATOR),
            Map.entry("changePassword", STAFF),
            Map.entry("mySessions", STAFF),
            Map.entry("endMySessions", STAFF),
            Map.entry("endMySession", STAFF),
            Map.entry("changeMe", RESIDENT),
            Map.entry("eraseMe", RESIDENT),
            Map.entry("personalisation", RESIDENT),
            Map.entry("consent", RESIDENT),
            Map.entry("guardianConsent", RESIDENT),
            Map.entry("guardianRevoke", ANYBODY),
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
            Map.entry("draftItem", EDITOR),
            Map.entry("libraryItems", DESK),
            Map.entry("libraryItem", DESK),
            Map.entry("previewDraft", Set.of(Role.EDITOR, Role.REVIEWER)),
            Map.entry("changeDraft", EDITOR),
            Map.entry("itemVersion", DESK),
            Map.entry("itemVersionDiff", DESK),
            Map.entry("submitDraft", EDITOR),
            Map.entry("discardDraft", EDITOR),
            Map.entry("correctItem", EDITOR),
            Map.entry("claimReview", REVIEWER),
            Map.entry("releaseReview", Set.of(Role.REVIEWER, Role.ADMINISTRATOR)),
            Map.entry("assignReview", ADMINISTRATOR),
            Map.entry("signCheck", REVIEWER),
            Map.entry("reviewItem", REVIEWER),
            Map.entry("bulkReviews", REVIEWER),
            Map.entry("itemSeen", Set.of(Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR)),
            Map.entry("itemNotice", MAKERS),
            Map.entry("search", ANYBODY),
            Map.entry("suggest", ANYBODY),
            Map.entry("rebuildSearch", Set.of(Role.OPERATOR, Role.ADMINISTRATOR)),
            Map.entry("withdrawItem", Set.of(Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR)),
            Map.entry("sources", EDITORS),
            Map.entry("addSource", EDITORS),
            Map.entry("source", EDITORS),
            Map.entry("changeSource", EDITORS),
            Map.entry("pollSource", EDITORS),
            Map.entry("sourcePolls", EDITORS),
            Map.entry("entries", EDITORS),
            Map.entry("entry", EDITORS),
            Map.entry("mergeEntries", EDITORS),
            Map.entry("dismissEntry", EDITORS),
            Map.entry("reopenEntry", EDITORS),
            Map.entry("acceptEntry", EDITORS),
            Map.entry("uploadDocument", EDITORS),
            Map.entry("beginVideo", EDITORS),
            Map.entry("video", EDITORS),
            Map.entry("appendVideo", EDITORS),
            Map.entry("cancelVideo", EDITORS),
            Map.entry("completeVideo", EDITORS),
            Map.entry("beginExtra", EDITORS),
            Map.entry("extra", EDITORS),
            Map.entry("appendExtra", EDITORS),
            Map.entry("cancelExtra", EDITORS),
            Map.entry("completeExtra", EDITORS),
            Map.entry("topicFeed", ANYBODY),
            Map.entry("sharePage", ANYBODY),
            Map.entry("itemQr", ANYBODY),
            Map.entry("itemPoster", ANYBODY),
            Map.entry("sitemap", ANYBODY),
            Map.entry("claimPage", ANYBODY),
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
            Map.entry("ask", Set.of(Role.RESIDENT, Role.DISSEMINATOR)),
            Map.entry("myQuestions", RESIDENT),
            Map.entry("questions", Set.of(Role.DISSEMINATOR, Role.EDITOR, Role.REVIEWER, Role.OPERATOR)),
            Map.entry("question", Set.of(Role.DISSEMINATOR, Role.EDITOR, Role.REVIEWER, Role.OPERATOR)),
            Map.entry("claimQuestion", ANSWERING),
            Map.entry("answerQuestion", ANSWERING),
            Map.entry("returnQuestion", ANSWERING),
            Map.entry("mergeQuestion", ANSWERING),
            Map.entry("questionItem", EDITOR),
            Map.entry("placeOrder", RESIDENT),
            Map.entry("myOrders", RESIDENT),
            Map.entry("myOrder", RESIDENT),
            Map.entry("withdrawOrder", RESIDENT),
            Map.entry("rateOrder", RESIDENT),
            Map.entry("orders", ORDERED_OF),
            Map.entry("order", ORDERED_OF),
            Map.entry("dispatchOrder", ORDERED_OF),
            Map.entry("takeOrder", ORDERED_OF),
            Map.entry("finishOrder", ORDERED_OF),
            Map.entry("returnOrder", ORDERED_OF),
            Map.entry("myDisseminator", RESIDENT),
            Map.entry("checkClaims", ANYBODY),
            Map.entry("claims", ANYBODY),
            Map.entry("claim", ANYBODY),
            Map.entry("unknownClaims", VETTERS),
            Map.entry("answerUnknownClaim", VETTERS),
            Map.entry("dismissUnknownClaim", VETTERS),
            Map.entry("claimAlarms", VETTERS),
            Map.entry("sendCorrection", MAKERS),
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
            Map.entry("outreachOverview", MAKERS),
            Map.entry("outreachCoverage", MAKERS),
            Map.entry("outreachUnserved", MAKERS),
            Map.entry("setOutreachTarget", MAKERS),
            Map.entry("outreachExport", MAKERS),
            Map.entry("systemHealth", MAKERS),
            Map.entry("browsers", RESIDENT),
            Map.entry("subscribeBrowser", RESIDENT),
            Map.entry("unsubscribeBrowser", RESIDENT),
            Map.entry("webhooks", ADMINISTRATOR),
            Map.entry("addWebhook", ADMINISTRATOR),
            Map.entry("changeWebhook", ADMINISTRATOR),
            Map.entry("renewWebhookSecret", ADMINISTRATOR),
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
            Map.entry("tuneModel", MAKERS),
            Map.entry("stopTuning", MAKERS),
            Map.entry("tuning", MAKERS),
            Map.entry("currentExperiment", MAKERS));

    private static final String VERSION = "20261122-013000-1a2b3c4d";
    private static final Map<String, JsonObject> BODIES = new HashMap<>();
    private static final Map<Role, String> TOKENS = new EnumMap<>(Role.class);

    @RegisterExtension
    static final House house = new House().with("sources.allowedNetworks", "127.0.0.0/8");

    @BeforeAll
    static void prepare() {
        for (Role role : Role.values()) {
            TOKENS.put(role, fresh(role));
        }
        eventually(
                "items can be found",
                () -> house.get("/v1/search?q=%E8%A1%80", null).status() == 200);
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
        BODIES.put(
                "addAccount",
                new JsonObject()
                        .put("account", "matrix")
                        .put("name", "新同事")
                        .put("role", "editor")
                        .put("scope", "510903"));
        BODIES.put("changeAccount", new JsonObject().put("name", "新名字"));
        BODIES.put("activateAccount", new JsonObject().put("on", false));
        BODIES.put("changePassword", new JsonObject().put("password", "wrong").put("newPassword", "not-that-easy-1"));
        BODIES.put("changeMe", new JsonObject().put("largePrint", true));
        BODIES.put("personalisation", new JsonObject().put("on", true));
        BODIES.put("consent", new JsonObject().put("version", PrivacyText.VERSION));
        JsonObject guardian = new JsonObject().put("phone", House.phone()).put("code", "000000");
        BODIES.put("guardianConsent", guardian);
        BODIES.put("guardianRevoke", guardian);
        BODIES.put("withdrawItem", new JsonObject().put("reason", "数据有误"));
        JsonObject draft = new JsonObject()
                .put("title", "秋收安全")
                .put("summary", "收割机旁边要注意什么。")
                .put("topic", "health")
                .put("groups", List.of("farmer"))
                .put("regions", List.of(VILLAGE))
                .put("source", "农业农村部")
                .put("authority", "national")
                .put("text", "正文。");
        JsonObject opinion =
                new JsonObject().put("version", 1).put("stage", "first").put("opinion", "pass");
        BODIES.put("draftItem", draft);
        BODIES.put("previewDraft", new JsonObject().put("text", "正文。"));
        BODIES.put("changeDraft", new JsonObject().put("title", "秋收更安全"));
        BODIES.put("correctItem", new JsonObject().put("note", "改错字"));
        BODIES.put("assignReview", new JsonObject().put("account", "shenhe"));
        BODIES.put("signCheck", new JsonObject().put("version", 1).put("check", "accuracy"));
        BODIES.put("reviewItem", opinion);
        BODIES.put(
                "bulkReviews",
                new JsonObject()
                        .put(
                                "tasks",
                                List.of(new JsonObject().put("item", "nothing").put("deed", "claim"))));
        BODIES.put("itemNotice", new JsonObject().put("text", "请看更正"));
        BODIES.put(
                "addSource",
                new JsonObject()
                        .put("scope", "0")
                        .put("name", "科普来源")
                        .put("url", "http://127.0.0.1:9/feed")
                        .put(
                                "given",
                                new JsonObject()
                                        .put("trust", "open")
                                        .put("authority", "national")
                                        .put("licence", "CC BY 4.0")
                                        .put("topic", "health")
                                        .put("groups", List.of("farmer"))));
        BODIES.put("uploadDocument", new JsonObject().put("markdown", "# 标题\n\n正文足够长的一段话。"));
        BODIES.put("beginVideo", new JsonObject().put("name", "a.mp4").put("bytes", 10));
        BODIES.put(
                "beginExtra",
                new JsonObject().put("use", "poster").put("name", "a.jpg").put("bytes", 10));
        BODIES.put("completeExtra", new JsonObject().put("sha256", "0".repeat(64)));
        BODIES.put(
                "completeVideo",
                new JsonObject()
                        .put("sha256", "0".repeat(64))
                        .put("title", "标题")
                        .put("summary", "一段简单的说明")
                        .put("source", "农技站")
                        .put("given", BODIES.get("addSource").getJsonObject("given")));
        BODIES.put("changeSource", new JsonObject().put("active", false));
        BODIES.put("mergeEntries", new JsonObject().put("others", List.of("1")));
        BODIES.put("dismissEntry", new JsonObject().put("reason", "与本地无关"));
        BODIES.put("acceptEntry", new JsonObject());
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
        BODIES.put("ask", new JsonObject().put("text", "家里着火了先做什么"));
        BODIES.put("answerQuestion", new JsonObject().put("text", "先跑出来，再打119。"));
        BODIES.put("returnQuestion", new JsonObject().put("note", "不归我管"));
        BODIES.put("mergeQuestion", new JsonObject().put("into", "q1"));
        BODIES.put(
                "questionItem",
                new JsonObject()
                        .put("summary", "着火了先逃命")
                        .put("groups", List.of("elder"))
                        .put("source", "国家消防救援局")
                        .put("authority", "national"));
        BODIES.put("placeOrder", new JsonObject().put("text", "来讲讲防溺水"));
        BODIES.put("rateOrder", new JsonObject().put("rating", "good"));
        BODIES.put("dispatchOrder", new JsonObject().put("unit", "镇农业服务中心"));
        BODIES.put("takeOrder", new JsonObject());
        BODIES.put("finishOrder", new JsonObject());
        BODIES.put("returnOrder", new JsonObject().put("note", "本村没有这个"));
        BODIES.put("checkClaims", new JsonObject().put("text", "发烧捂汗好得快"));
        BODIES.put("answerUnknownClaim", new JsonObject().put("claim", "nothing"));
        BODIES.put("sendCorrection", new JsonObject());
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
        BODIES.put("tuneModel", new JsonObject().put("minutes", 1));
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
                "setOutreachTarget",
                new JsonObject()
                        .put("region", VILLAGE)
                        .put("fromYear", 2026)
                        .put("toYear", 2029)
                        .put("services", 1_000));
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
        } else if (operation.path().contains("/library/items/{id}")
                || operation.id().equals("currentExperiment")
                || operation.path().contains("/campaigns/{id}")
                || operation.path().contains("/webhooks/{id}")
                || operation.path().contains("/accounts/{id}")
                || operation.path().contains("/sessions/{session}")
                || operation.path().contains("/library/sources/{id}")
                || operation.path().contains("/library/entries/{id}")
                || operation.path().contains("/uploads/videos/{id}")
                || operation.path().contains("/uploads/extras/{id}")
                || operation.path().contains("/bulletins/{id}")
                || operation.path().contains("/questions/{id}")
                || operation.path().contains("/orders/{id}")
                || operation.path().contains("/claims/{id}")
                || operation.path().contains("/claims/unknown/{id}")
                || operation.path().contains("/models/{name}")) {
            Refusal.of(answer, 404);
        } else if (operation.id().equals("refresh")) {
            Refusal.of(answer, 401, "refresh-invalid");
        } else if (operation.id().equals("changePassword")) {
            Refusal.of(answer, 400).at("/password");
        } else if (operation.id().equals("guardianConsent")) {
            Refusal.of(answer, 409, "guardian-not-needed");
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
                .replace("{session}", "00000000-0000-4000-8000-000000000000")
                .replace("/accounts/{id}", "/accounts/999999999")
                .replace("{sender}", "510903")
                .replace("{name}", "nothing")
                .replace("{version}", VERSION)
                .replace("{number}", "2")
                .replace("{region}/{topic}.{format}", VILLAGE + "/health.json")
                .replace("{region}.{format}", VILLAGE + ".json")
                .replace("{topic}", "health")
                .replace("/webhooks/{id}", "/webhooks/999999999")
                .replace("/library/sources/{id}", "/library/sources/999999999")
                .replace("/library/entries/{id}", "/library/entries/999999999")
                .replace(
                        "{id}",
                        operation.path().startsWith("/v1/items/{id}")
                                ? house.items(1).getFirst()
                                : "nothing");
        path += switch (operation.id()) {
            case "compareModels" -> "?a=" + VERSION + "&b=" + VERSION;
            case "search", "suggest" -> "?q=%E8%A1%80%E5%8E%8B";
            case "currentExperiment" -> "?name=nothing";
            case "endLogins" -> "?q=nobody-of-this-name";
            case "uploadDocument" ->
                "?source=test&topic=health&groups=farmer&authority=national&licence=CC0&title=tt" + System.nanoTime();
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
        JsonObject body = body(operation.id());
        if (operation.id().equals("appendVideo") || operation.id().equals("appendExtra")) {
            return house.send(house.request(path, token)
                    .setHeader("content-type", "application/offset+octet-stream")
                    .header("Upload-Offset", "0")
                    .method("PATCH", HttpRequest.BodyPublishers.ofByteArray(new byte[10])));
        }
        return house.send(operation.method(), path, body, token);
    }

    private static @Nullable JsonObject body(String operation) {
        JsonObject body =
                operation.equals("refresh") ? new JsonObject().put("refresh", "x".repeat(43)) : BODIES.get(operation);
        return body != null && operation.equals("addSource")
                ? body.copy().put("url", body.getString("url") + "?" + System.nanoTime())
                : body;
    }

    private static String fresh(Role role) {
        return switch (role) {
            case RESIDENT -> house.resident(VILLAGE);
            case DISSEMINATOR -> house.staff(role, VILLAGE);
            case EDITOR, REVIEWER, OPERATOR, ADMINISTRATOR -> house.staff(role, "0");
        };
    }
}
