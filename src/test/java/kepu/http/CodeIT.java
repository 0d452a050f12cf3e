package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Codes as they go out by the SMS gateway of a house that has one. */
class CodeIT {
    private static final String VILLAGE = "510903100208";
    private static final BlockingQueue<JsonObject> SENT = new LinkedBlockingQueue<>();
    private static final AtomicInteger STATUS = new AtomicInteger(200);
    private static final HttpServer GATEWAY = gateway();

    @RegisterExtension
    static final House house = new House()
            .with("people.fixedCode", "")
            .with(
                    "people.codeWebhook",
                    "http://127.0.0.1:" + GATEWAY.getAddress().getPort() + "/sms");

    @AfterAll
    static void closeGateway() {
        GATEWAY.stop(0);
    }

    @Test
    void theCodeThatWasSentLogsInOnce() throws InterruptedException {
        String phone = House.phone();
        String code = ask(phone);
        assertThat(code).matches("[0-9]{6}");
        assertThat(register(phone, code).status()).isEqualTo(201);
        Refusal.of(login(phone, code), 401, "code-wrong");
    }

    @Test
    void aCodeStaysGoodUntilThePersonHasRegistered() throws InterruptedException {
        String phone = House.phone();
        String code = ask(phone);
        Refusal.of(login(phone, code), 409, "registration-needed");
        assertThat(register(phone, code).status()).isEqualTo(201);
    }

    @Test
    void aSecondCodeTooSoonMustWait() throws InterruptedException {
        String phone = House.phone();
        String code = ask(phone);
        House.Answer again = house.post("/v1/codes", new JsonObject().put("phone", phone), null);
        Refusal.of(again, 429, "code-too-soon");
        assertThat(again.headers().firstValueAsLong("retry-after")).isPresent();
        assertThat(SENT).isEmpty();
        assertThat(register(phone, code).status())
                .as("the first code is still good")
                .isEqualTo(201);
    }

    @Test
    void afterTooManyWrongCodesTheRightOneIsNoUse() throws InterruptedException {
        String phone = House.phone();
        String code = ask(phone);
        String wrong = code.equals("123456") ? "654321" : "123456";
        for (int i = 0; i < house.config().people().codeTries(); i++) {
            Refusal.of(register(phone, wrong), 401, "code-wrong");
        }
        Refusal.of(register(phone, code), 401, "code-wrong");
    }

    @Test
    void aCodeIsOfNoUseToAnotherNumber() throws InterruptedException {
        String code = ask(House.phone());
        Refusal.of(register(House.phone(), code), 401, "code-wrong");
    }

    @Test
    void aCodeThatIsOverIsOfNoUse() throws InterruptedException {
        String phone = House.phone();
        String code = ask(phone);
        house.sql("update login_code set expires_at = now() - interval '1 second'");
        Refusal.of(register(phone, code), 401, "code-wrong");
    }

    @Test
    void neitherNumberNorCodeAreKeptInPlain() throws InterruptedException {
        String phone = House.phone();
        String code = ask(phone);
        assertThat(house.count("select count(*) from login_code")).isPositive();
        assertThat(house.count(
                        "select count(*) from login_code c where c::text like '%' || ? || '%' or c::text like '%' || encode(?::bytea, 'hex') || '%'",
                        phone, phone.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isZero();
        assertThat(house.count(
                        "select count(*) from login_code where code_hash = ?::bytea",
                        code.getBytes(java.nio.charset.StandardCharsets.US_ASCII)))
                .isZero();
    }

    @Test
    void theAnswerDoesNotTellWhetherANumberIsKnown() throws InterruptedException {
        String known = House.phone();
        register(known, ask(known));
        House.Answer first = house.post("/v1/codes", new JsonObject().put("phone", known), null);
        House.Answer second = house.post("/v1/codes", new JsonObject().put("phone", House.phone()), null);
        assertThat(first.status()).isEqualTo(202);
        assertThat(second.status()).isEqualTo(202);
        assertThat(first.text()).isEqualTo(second.text());
        SENT.clear();
    }

    @Test
    void aGatewayThatFailsIsToldAndTheNextTryNeedNotWait() throws InterruptedException {
        String phone = House.phone();
        STATUS.set(500);
        try {
            Refusal.of(house.post("/v1/codes", new JsonObject().put("phone", phone), null), 503, "codes-unavailable");
        } finally {
            STATUS.set(200);
        }
        SENT.clear();
        assertThat(register(phone, ask(phone)).status()).isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1390000000", "139000000011", "12900000001", "+1390000000", "+8513900000001", "１３９００００００００１", ""
            })
    void whatIsNoMobileNumberIsRefused(String phone) {
        Refusal.of(house.post("/v1/codes", new JsonObject().put("phone", phone), null), 400, "invalid-input")
                .at("/phone");
    }

    @Test
    void theCodeOfDemosIsNoCodeHere() {
        Refusal.of(register(House.phone(), "000000"), 401, "code-wrong");
    }

    private static String ask(String phone) throws InterruptedException {
        House.Answer answer = house.post("/v1/codes", new JsonObject().put("phone", phone), null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        JsonObject sent = SENT.poll(60, TimeUnit.SECONDS);
        assertThat(sent).isNotNull();
        assertThat(sent.getString("phone")).isEqualTo(phone);
        return sent.getString("code");
    }

    private static House.Answer login(String phone, String code) {
        return house.post("/v1/sessions", new JsonObject().put("phone", phone).put("code", code), null);
    }

    private static House.Answer register(String phone, String code) {
        return house.post(
                "/v1/sessions",
                new JsonObject()
                        .put("phone", phone)
                        .put("code", code)
                        .put("village", VILLAGE)
                        .put("consent", true),
                null);
    }

    private static HttpServer gateway() {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            server.createContext("/sms", exchange -> {
                SENT.add(new JsonObject(Buffer.buffer(exchange.getRequestBody().readAllBytes())));
                exchange.sendResponseHeaders(STATUS.get(), -1);
                exchange.close();
            });
            server.start();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
