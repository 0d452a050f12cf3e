package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import kepu.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a first visit costs on the line, headers and all, counted between the browser and the server. */
class BudgetIT {
    private static final long FIRST_VISIT_BYTES = 200 * 1024;
    private static final long FIRST_VISIT_REQUESTS = 20;
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

        phone.until(page -> Boolean.TRUE.equals(phone.script("return !!navigator.serviceWorker.controller")));
        phone.until(page -> kept() == 10);
        assertThat(cable.brought())
                .as("bytes with the app and ten articles on the phone")
                .isBetween(bytes, WHOLE_APP_BYTES);
    }

    private static long requests() {
        return ((Number) phone.script("return 1 + performance.getEntriesByType('resource').length")).longValue();
    }

    private static long kept() {
        return OfflineIT.kept(phone);
    }
}
