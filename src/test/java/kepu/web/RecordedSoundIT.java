package kepu.web;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import kepu.testing.House;
import kepu.testing.Recorded;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An article that somebody read out is heard on its page, slower or faster, and goes on where it stopped. */
class RecordedSoundIT {
    private static final String ITEM = "child-recorded";
    private static final int SECONDS = 40;

    /** No file stays open, so that one that is gone is missed at once. */
    @RegisterExtension
    static final House house = new House().with("http.openMedia", 0);

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @BeforeAll
    static void record(@TempDir Path folder) throws Exception {
        Recorded.write(folder, ITEM, SECONDS);
        Recorded.into(house, folder);
        eventually("it is live", () -> house.get("/v1/items/" + ITEM, null).status() == 200);
    }

    @Test
    void itPlaysInPlaceOfThePhonesVoiceAndIsStored() {
        String resident = house.resident("510903100208");
        phone.enter(house, resident);
        phone.go("/item/" + ITEM);
        phone.see("recorded-sound");
        assertThat(phone.every("[data-test='aloud']")).isEmpty();
        assertThat(phone.see("recorded-sound").getAccessibleName()).contains("录音");
        phone.until(page -> number("duration") > SECONDS - 1);
        phone.tap("recorded-0.8");
        assertThat(number("playbackRate")).isEqualTo(0.8);
        assertThat(phone.see("recorded-0.8").getDomAttribute("aria-pressed")).isEqualTo("true");
        phone.tap("recorded-1.2");
        play();
        phone.until(page -> number("currentTime") > 0.5);
        assertThat(number("playbackRate")).isEqualTo(1.2);
        phone.shot("recorded-360");
        phone.go("/");
        long id = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        eventually(
                "the play is stored",
                () -> house.count("select count(*) from event where person = ? and type = 'play'", id) == 1);
    }

    @Test
    void itGoesOnWhereItStopped() {
        phone.open(house.uri("/"));
        phone.script("localStorage.setItem('kepu.played', JSON.stringify([[arguments[0], 20]]))", ITEM);
        phone.open(house.uri("/#/item/" + ITEM));
        phone.see("recorded-resumed");
        phone.until(page -> number("currentTime") == 20);
        phone.tap("recorded-start");
        phone.until(page -> number("currentTime") == 0);
    }

    @Test
    void whereItCannotBePlayedThePageSaysSo() throws Exception {
        String address = house.get("/v1/items/" + ITEM, null).json().getString("audio");
        Path file = house.config().data().resolve(address.substring(1));
        Path aside = file.resolveSibling("aside");
        Files.move(file, aside);
        try {
            phone.open(house.uri("/#/item/" + ITEM));
            phone.reads("recorded-failed", "手机读");
        } finally {
            Files.move(aside, file);
        }
    }

    private static void play() {
        phone.script("document.querySelector('audio').muted = true; document.querySelector('audio').play()");
    }

    private static double number(String property) {
        Object value = phone.script("return document.querySelector('audio')[arguments[0]]", property);
        return value instanceof Number number ? number.doubleValue() : 0;
    }
}
