package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Reading made easy: read aloud with pause and speed, a video that goes on where it was left. */
class ReadingEaseIT {
    private static final String VIDEO = "video-stroke-120";

    /** A phone with a voice, which this machine has not: it notes what it is to say and is done when it is told so. */
    private static final String VOICE = """
            window.spoken = [];
            window.speech = null;
            const voice = {
              getVoices: () => [{ lang: 'zh-CN', name: 'test' }],
              speak: (utterance) => { window.speech = utterance; window.spoken.push([utterance.text, utterance.rate]); },
              cancel: () => { window.speech = null; },
            };
            Object.defineProperty(window, 'speechSynthesis', { value: voice });
            window.SpeechSynthesisUtterance = function (text) { this.text = text; this.rate = 1; };
            """;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void anArticleIsReadAloudFromItsTitleToItsEndWithPauseAndSpeed() {
        phone.command("Page.addScriptToEvaluateOnNewDocument", Map.of("source", VOICE));
        String item = house.items(1).getFirst();
        phone.open(house.uri("/#/item/" + item));
        String title = phone.seeCss("article h1").getText();
        phone.tap("aloud-go");
        phone.until(page -> count() > 0);
        assertThat(spoken(0)).startsWith(title.substring(0, 4));
        next();
        next();
        phone.tap("aloud-go");
        phone.seeCss("[data-test='aloud'][data-state='paused']");
        int before = count();
        String paused = spoken(before - 1);
        phone.tap("aloud-1.3");
        phone.tap("aloud-go");
        phone.until(page -> count() == before + 1);
        assertThat(spoken(before))
                .as("the part that was broken off is read again")
                .isEqualTo(paused);
        assertThat(phone.script("return window.spoken[arguments[0]][1]", before))
                .isEqualTo(1.3);
        phone.until(page -> {
            next();
            return phone.every("[data-test='aloud'][data-state='off']").size() == 1;
        });
        assertThat(String.valueOf(phone.script("return window.spoken.map(one => one[0].length)")))
                .as("parts, none too long for a browser's voice")
                .isNotBlank();
        assertThat(letters(String.join("", allSpoken()))).contains(letters(lastWords()));
    }

    @Test
    void aPhoneWithoutAVoiceOffersNone() {
        phone.command(
                "Page.addScriptToEvaluateOnNewDocument",
                Map.of("source", "Object.defineProperty(window, 'speechSynthesis', { value: undefined });"));
        phone.open(house.uri("/#/item/" + house.items(1).getFirst()));
        phone.see("article-body");
        assertThat(phone.every("[data-test='aloud']")).isEmpty();
    }

    @Test
    void aVideoGoesOnWhereItWasLeft() {
        phone.open(house.uri("/#/item/" + VIDEO));
        phone.until(page -> seconds("duration") > 30);
        phone.script("localStorage.setItem('kepu.played', JSON.stringify([[arguments[0], 20]]))", VIDEO);
        phone.reload();
        phone.until(page -> seconds("currentTime") == 20);
        phone.tap("from-start");
        phone.until(page -> seconds("currentTime") == 0);
    }

    @Test
    void whatWasPlayedIsRemembered() {
        phone.open(house.uri("/#/item/" + VIDEO));
        phone.until(page -> seconds("duration") > 30);
        phone.script("const v = document.querySelector('video'); v.muted = true; v.currentTime = 15; v.play()");
        phone.until(page -> seconds("currentTime") > 16);
        phone.until(page -> String.valueOf(phone.script("return localStorage.getItem('kepu.played')"))
                .contains(VIDEO));
    }

    private static void next() {
        phone.script("const now = window.speech; window.speech = null; if (now) now.onend()");
    }

    private static int count() {
        return ((Number) phone.script("return window.spoken.length")).intValue();
    }

    private static String spoken(int n) {
        return phone.until(page -> (String) phone.script("return (window.spoken[arguments[0]] || [null])[0]", n));
    }

    private static List<String> allSpoken() {
        return ((List<?>) phone.script("return window.spoken.map(one => one[0])"))
                .stream().map(String::valueOf).toList();
    }

    private static String lastWords() {
        String text = phone.see("article-body").getText().strip();
        return text.substring(text.length() - 10);
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{IsHan}\\p{L}\\p{N}]", "");
    }

    private static double seconds(String property) {
        Object value =
                phone.script("const v = document.querySelector('video'); return v ? v[arguments[0]] : null", property);
        return value instanceof Number number ? number.doubleValue() : -1;
    }
}
