package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.net.http.HttpClient;
import java.time.OffsetDateTime;
import java.util.List;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.LiveStream;
import kepu.testing.Told;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The live line as server-sent events. */
class LiveIT {
    @RegisterExtension
    static final House house = new House();

    private String village;
    private String resident;
    private Desk operator;
    private String item;

    @BeforeEach
    void people() {
        village = house.village();
        resident = house.resident(village);
        operator = Desk.of(house, Role.OPERATOR, "5109");
        item = house.items(1).getFirst();
    }

    @Test
    void theLineSaysHelloWhereItStands() {
        String publication = publish();
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            Told hello = line.next("hello");
            assertThat(hello.data().getString("offset")).isEqualTo(inbox().getString("offset"));
            assertThat(Long.parseLong(hello.data().getString("offset")))
                    .isGreaterThanOrEqualTo(Long.parseLong(publication));
            assertThat(hello.data().getBoolean("resumed")).isFalse();
        }
    }

    @Test
    void aPublicationArrivesAsTheInboxShowsIt() {
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            String publication = publish();
            Told told = line.next("publication");
            assertThat(told.offset()).isEqualTo(publication);
            JsonObject entry = inbox().getJsonArray("publications").getJsonObject(0);
            entry.remove("read");
            told.data().remove("read");
            assertThat(told.data()).isEqualTo(entry);
            assertThat(OffsetDateTime.parse(entry.getString("expiresAt")))
                    .isAfter(OffsetDateTime.parse(entry.getString("publishedAt")));
        }
    }

    @Test
    void theLineIsAnEventStreamThatNobodyStores() throws Exception {
        var response = house.client()
                .send(
                        house.request("/v1/stream", resident).GET().build(),
                        java.net.http.HttpResponse.BodyHandlers.ofInputStream());
        try (var body = response.body()) {
            assertThat(response.headers().firstValue("content-type").orElse("")).startsWith("text/event-stream");
            assertThat(response.headers().firstValue("cache-control").orElse(""))
                    .contains("no-store");
            assertThat(body.read()).isNotNegative();
        }
    }

    @Test
    void whoComesBackGetsWhatTheyMissedInOrder() {
        String first = publish();
        List<String> missed =
                operator.publications(Desk.region(village), house.items(3).toArray(String[]::new));
        try (LiveStream line = LiveStream.open(house, resident, first)) {
            assertThat(line.next("hello").data().getBoolean("resumed")).isTrue();
            for (String publication : missed) {
                assertThat(line.next("publication").id()).isEqualTo(publication);
            }
            String live = publish();
            assertThat(line.next("publication").id()).isEqualTo(live);
        }
    }

    @Test
    void whatWasCancelledMeanwhileIsToldAsCancelled() {
        JsonObject running = operator.published(Desk.region(village), item);
        String publication = running.getJsonArray("publications").getString(0);
        operator.withdrawn(running.getString("id"));
        String later = publish();
        try (LiveStream line = LiveStream.open(house, resident, publication)) {
            line.next("hello");
            Told cancel = line.next("cancel");
            assertThat(cancel.id()).isEqualTo(publication);
            assertThat(Long.parseLong(cancel.offset()))
                    .isBetween(Long.parseLong(publication) + 1, Long.parseLong(later) - 1);
            assertThat(line.next("publication").id()).isEqualTo(later);
        }
    }

    @Test
    void anOffsetFromTheFutureIsReset() {
        String last = inbox().getString("offset");
        String unknown = Long.toString(Long.parseLong(last) + 1_000_000);
        try (LiveStream line = LiveStream.open(house, resident, unknown)) {
            assertThat(line.next("hello").data().getBoolean("resumed")).isFalse();
            line.next("reset");
            String publication = publish();
            assertThat(line.next("publication").id()).isEqualTo(publication);
        }
    }

    @Test
    void anOffsetThatIsNoneIsRefused() {
        for (String offset : List.of("abc", "-1", "1.5", "1".repeat(19))) {
            House.Answer answer = house.send(house.request("/v1/stream", resident)
                    .header("Last-Event-ID", offset)
                    .GET());
            assertThat(answer.status()).as(offset).isEqualTo(400);
            assertThat(answer.json().getJsonArray("faults")).isNotEmpty();
        }
    }

    @Test
    void onlyThoseOfTheAudienceAreTold() {
        String elder = house.resident(village, new JsonObject().put("groups", List.of("elder")));
        try (LiveStream line = LiveStream.open(house, elder, null);
                LiveStream other = LiveStream.open(house, resident, null)) {
            line.next("hello");
            other.next("hello");
            String forElders = operator.publications(
                            new JsonObject()
                                    .put(
                                            "all",
                                            List.of(
                                                    Desk.region(village),
                                                    new JsonObject().put("group", List.of("elder")))),
                            item)
                    .getFirst();
            String forAll = publish();
            assertThat(line.next("publication").id()).isEqualTo(forElders);
            assertThat(line.next("publication").id()).isEqualTo(forAll);
            assertThat(other.next("publication").id()).isEqualTo(forAll);
        }
    }

    @Test
    void staffSeeWhatGoesOutInTheirScope() {
        String elsewhere = "510904001001";
        try (LiveStream line = LiveStream.open(house, house.staff(Role.OPERATOR, village), null)) {
            line.next("hello");
            operator.published(Desk.region(elsewhere), item);
            String county = operator.publications(Desk.region("510903"), item).getFirst();
            String here = publish();
            assertThat(line.next("publication").id()).isEqualTo(county);
            assertThat(line.next("publication").id()).isEqualTo(here);
        }
    }

    @Test
    void whoMovesToAnotherVillageIsToldWhatIsForThatOne() {
        String other = "510904001005";
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            String before = publish();
            assertThat(line.next("publication").id()).isEqualTo(before);
            assertThat(house.send("PATCH", "/v1/me", new JsonObject().put("village", other), resident)
                            .status())
                    .isEqualTo(200);
            publish();
            String there = operator.publications(Desk.region(other), item).getFirst();
            assertThat(line.next("publication").id()).isEqualTo(there);
        }
    }

    @Test
    void whoErasesThemselvesIsNotToldAnyMore() {
        try (LiveStream line = LiveStream.open(house, resident, null)) {
            line.next("hello");
            assertThat(house.send("DELETE", "/v1/me", null, resident).status()).isEqualTo(204);
            Eventually.soon("the line ends", line.ended());
            assertThat(house.get("/v1/stream", resident).status()).isEqualTo(401);
        }
    }

    @Test
    void withoutAGoodTokenThereIsNoLine() {
        for (String token : new @Nullable String[] {null, "nonsense", resident + "x"}) {
            House.Answer answer = house.get("/v1/stream", token);
            assertThat(answer.status()).isEqualTo(401);
            assertThat(answer.headers().firstValue("content-type").orElse("")).startsWith("application/problem+json");
        }
    }

    @Test
    void theLineWorksOverHttp2() {
        try (HttpClient second = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .build();
                LiveStream line = LiveStream.open(house, second, resident, null)) {
            line.next("hello");
            String publication = publish();
            assertThat(line.next("publication").id()).isEqualTo(publication);
        }
    }

    private String publish() {
        return operator.publications(Desk.region(village), item).getFirst();
    }

    private JsonObject inbox() {
        return house.get("/v1/inbox", resident).json();
    }
}
