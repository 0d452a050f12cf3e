package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import kepu.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a first visit costs on the line, headers and all, counted between the browser and the server. */
class BudgetIT {
    private static final long FIRST_VISIT_BYTES = 200 * 1024;
    private static final long FIRST_VISIT_REQUESTS = 20;
    /** What asks for the feed, Vue, the app, its styles: each more is one more that a slow line has to carry at once. */
    private static final long FIRST_VISIT_PARTS = 4;
    /** With all pages and the first articles on the phone, for when there is no line. */
    private static final long WHOLE_APP_BYTES = 400 * 1024;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private Cable cable;

    @BeforeEach
    void layTheCable() throws IOException {
        cable = Cable.to(house.app().port());
    }

    @AfterEach
    void takeTheCableAway() {
        cable.close();
    }

    @Test
    void theFirstVisitFitsAndSoDoesTheWholeAppAfterIt() {
        phone.open(cable.end());
        phone.see("card");
        long bytes = cable.brought();
        assertThat(bytes).as("bytes of the first visit").isBetween(20_000L, FIRST_VISIT_BYTES);
        assertThat(requests()).as("requests of the first visit").isBetween(4L, FIRST_VISIT_REQUESTS);
        assertThat(asked("/assets/")).as("parts of the app in the first visit").isEqualTo(FIRST_VISIT_PARTS);

        phone.until(page -> Boolean.TRUE.equals(phone.script("return !!navigator.serviceWorker.controller")));
        phone.until(page -> kept() == 10);
        assertThat(cable.brought())
                .as("bytes with the app and ten articles on the phone")
                .isBetween(bytes, WHOLE_APP_BYTES);
    }

    @Test
    void theFeedWaitsForThePageAndOnePartAndNotForTheApp() {
        theAppComes(false);
        double before = feeds();
        phone.open(house.uri("/"));
        phone.until(page -> feeds() == before + 1);
        assertThat(asked("/assets/first-")).isEqualTo(1);
        assertThat(phone.every("[data-test]")).isEmpty();
        theAppComes(true);
        phone.reload();
        phone.see("card");
        assertThat(asked("/v1/feed")).as("a guest's first feeds").isEqualTo(1);
    }

    @Test
    void whatWasAskedForEarlyIsNotAskedForAgainWhoeverItIs() {
        String village = house.village();
        phone.enter(house, house.resident(village));
        phone.reload();
        phone.see("card");
        assertThat(asked("/v1/feed")).as("a resident's first feeds").isEqualTo(1);
        phone.script("localStorage.setItem('kepu.simple', true)");
        phone.reload();
        phone.see("card");
        assertThat(asked("/v1/feed?size=10&readers=children"))
                .as("a child's first feeds")
                .isEqualTo(1);
        assertThat(asked("/v1/feed")).isEqualTo(1);
        phone.open(house.uri("/#/me"));
        phone.reload();
        phone.see("simple");
        assertThat(asked("/v1/feed")).as("feeds that nobody sees").isZero();
    }

    /** How many the server has given. */
    private static double feeds() {
        return house.counted("kepu_http_requests_seconds_count{operation=\"feed\",status=\"2xx\"}");
    }

    /** Whether what draws the app comes over the line; what asks for the feed always does. */
    private static void theAppComes(boolean yes) {
        phone.command("Network.enable", Map.of());
        List<String> held = yes ? List.of() : List.of("*/assets/app-*", "*/assets/vue-*", "*/assets/style-*");
        phone.command("Network.setBlockedURLs", Map.of("urls", held));
    }

    private static long asked(String start) {
        return ((Number) phone.script(
                        "return performance.getEntriesByType('resource').filter(entry => entry.name.startsWith(location.origin + arguments[0])).length",
                        start))
                .longValue();
    }

    private static long requests() {
        return ((Number) phone.script("return 1 + performance.getEntriesByType('resource').length")).longValue();
    }

    private static long kept() {
        return OfflineIT.kept(phone);
    }
}
