package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Playing a video of the library. */
class VideoIT {
    private static final String VIDEO = "video-stroke-120";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private String resident;

    @BeforeEach
    void openTheVideo() {
        resident = house.resident("510903100208");
        phone.enter(house, resident);
        phone.go("/item/" + VIDEO);
        phone.see("video");
    }

    @Test
    void itPlaysAndThePlayIsStored() {
        play();
        phone.until(page -> number("currentTime") > 1.0);
        assertThat(number("videoHeight")).as("a picture is shown").isPositive();
        assertThat(phone.script("return document.querySelector('video').error")).isNull();
        stored("play");
        phone.shot("video-plays-360");
    }

    @Test
    void itIsFetchedInRangesAndCanBeWound() {
        phone.until(page -> number("duration") > 30);
        Number length = (Number) phone.script("return document.querySelector('video').duration");
        phone.script("document.querySelector('video').currentTime = arguments[0]", length.doubleValue() - 3);
        play();
        phone.until(page -> number("currentTime") > length.doubleValue() - 2.5);
        phone.until(page -> Boolean.TRUE.equals(phone.script("return performance.getEntriesByType('resource')"
                + ".some(entry => entry.name.endsWith('.mp4') && entry.responseStatus === 206)")));
        phone.until(page -> Boolean.TRUE.equals(phone.script("return document.querySelector('video').ended")));
        stored("finish");
    }

    @Test
    void theServerGivesTheRangeThatIsAskedFor() throws Exception {
        String address = String.valueOf(phone.script("return new URL(document.querySelector('video').src).pathname"));
        HttpResponse<byte[]> answer = house.client()
                .send(
                        house.request(address, null)
                                .header("range", "bytes=100-299")
                                .build(),
                        HttpResponse.BodyHandlers.ofByteArray());
        assertThat(answer.statusCode()).isEqualTo(206);
        assertThat(answer.body()).hasSize(200);
        assertThat(answer.headers().firstValue("content-range").orElseThrow()).startsWith("bytes 100-299/");
    }

    @Test
    void theWholePictureIsWideEnoughToBeReadOnAPhone() {
        phone.until(page -> number("videoWidth") > 0);
        Number shown = (Number) phone.script("const v = document.querySelector('video');"
                + "return Math.min(v.clientWidth, v.clientHeight * v.videoWidth / v.videoHeight)");
        assertThat(shown.doubleValue()).isGreaterThan(280);
    }

    private static void play() {
        phone.see("video").sendKeys(Keys.SPACE);
    }

    private static double number(String property) {
        Object value = phone.script("return document.querySelector('video')[arguments[0]]", property);
        return value instanceof Number number ? number.doubleValue() : -1;
    }

    private void stored(String type) {
        long person = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        phone.until(page -> house.count(
                        "select count(*) from event e join item i on i.seq = e.item where e.person = ? and e.type = ?"
                                + " and i.id = ?",
                        person,
                        type,
                        VIDEO)
                == 1);
    }
}
