package kepu.http;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Pattern;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** More is asked than is answered: every place on the only event loop is taken by calls that wait for a table. */
class OverloadIT {
    private static final int PLACES = 3;
    private static final String VILLAGE = "510903100208";
    private static final Pattern NAMED = Pattern.compile("(?:src|href)=\"(/assets/[^\"]+)\"");

    @RegisterExtension
    static final House house = new House()
            .with("rumours.sentenceVectors", false)
            .with("http.instances", 1)
            .with("http.overload.underWay", PLACES)
            .with("http.overload.retrySeconds", 2);

    @Test
    void ordinaryCallsAreTurnedAwayAndTheLanesStayOpen() throws Exception {
        String disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        String operator = house.staff(Role.OPERATOR, "5109");
        String resident = house.resident(VILLAGE);
        try (LiveStream line = LiveStream.open(house, resident, null);
                Connection connection = DriverManager.getConnection(
                        house.address().jdbcUrl(),
                        house.address().user(),
                        house.address().password());
                Statement statement = connection.createStatement()) {
            line.next("hello");
            connection.setAutoCommit(false);
            statement.execute("lock table service in access exclusive mode");
            List<CompletableFuture<HttpResponse<Void>>> waiting = new ArrayList<>();
            for (int i = 0; i < PLACES; i++) {
                waiting.add(house.client()
                        .sendAsync(
                                house.request("/v1/village/unreached", disseminator)
                                        .GET()
                                        .build(),
                                HttpResponse.BodyHandlers.discarding()));
            }
            eventually("every place is taken", () -> house.metric("kepu_http_underway") == PLACES);

            for (String path : List.of("/v1/feed", "/v1/items/none", "/docs", "/v1/inbox")) {
                House.Answer answer = house.get(path, null);
                Refusal.of(answer, 503, "overloaded");
                assertThat(answer.headers().firstValue("retry-after").orElseThrow())
                        .isIn("1", "2");
            }
            assertThat(house.metric("kepu_http_shed_total{reason=\"underway\"}"))
                    .isEqualTo(4);

            List<String> ofPage = files(house.get("/", null));
            assertThat(ofPage).isNotEmpty();
            for (String file : ofPage) {
                assertThat(house.get(file, null).status()).as(file).isEqualTo(200);
            }
            assertThat(house.get("/console/", null).status()).isEqualTo(200);

            assertThat(house.get("/v1/bulletins", operator).status()).isEqualTo(200);
            House.Answer posted = house.post("/v1/bulletins", bulletin(), operator);
            assertThat(posted.status()).as(posted.text()).isEqualTo(201);
            line.next("bulletin");
            assertThat(house.relogin(house.account(operator))).isNotBlank();
            assertThat(house.send(HttpRequest.newBuilder(house.management("/health/ready")))
                            .status())
                    .isEqualTo(200);

            connection.rollback();
            waiting.forEach(CompletableFuture::join);
        }
        eventually("it is over", () -> house.metric("kepu_http_underway") == 0);
        assertThat(house.get("/v1/feed", null).status()).isEqualTo(200);
    }

    /** The scripts and styles that a page names. */
    private static List<String> files(House.Answer page) {
        assertThat(page.status()).as(page.text()).isEqualTo(200);
        return NAMED.matcher(page.text()).results().map(found -> found.group(1)).toList();
    }

    private static JsonObject bulletin() {
        return new JsonObject()
                .put("headline", "暴雨红色预警")
                .put("instruction", "请立即转移到高处")
                .put("regions", new JsonArray().add("510903"))
                .put("severity", "red")
                .put(
                        "until",
                        OffsetDateTime.now(ZoneOffset.ofHours(8)).plusHours(3).toString());
    }
}
