package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the app costs and whom it talks to. */
class FirstVisitIT {
    private static final int LIMIT_BYTES = 200 * 1024;
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void theFirstVisitIsSmallPicturesIncluded() {
        phone.open(house.uri("/"));
        phone.see("card");
        assertThat(transferred("performance.getEntriesByType('resource').length"))
                .isGreaterThan(3);
        assertThat(transferred(
                        "performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))"
                                + ".reduce((sum, entry) => sum + entry.transferSize, 0)"))
                .isBetween(20_000L, (long) LIMIT_BYTES);
    }

    @Test
    void theSecondVisitLoadsNothingOfTheAppAgain() {
        phone.open(house.uri("/"));
        phone.see("card");
        phone.open(house.uri("/openapi.yaml"));
        phone.open(house.uri("/"));
        phone.see("card");
        assertThat(transferred(
                        "performance.getEntriesByType('resource').filter(entry => entry.name.includes('/assets/'))"
                                + ".reduce((sum, entry) => sum + entry.transferSize, 0)"))
                .isZero();
    }

    @Test
    void noOtherHostIsAskedForAnything() {
        tour();
        assertThat(strings("return performance.getEntriesByType('resource').map(entry => entry.name)"))
                .hasSizeGreaterThan(5)
                .allSatisfy(
                        address -> assertThat(address).startsWith(house.uri("/").toString()));
        assertThat(strings("return [...document.querySelectorAll('[src], link[href]')].map(e => e.src || e.href)"))
                .isNotEmpty()
                .allMatch(
                        address -> address.startsWith(house.uri("/").toString()) || address.startsWith("data:image/"));
    }

    @Test
    void aForeignScriptOrPictureWouldBeRefused() {
        phone.open(house.uri("/"));
        phone.see("card");
        phone.script(
                "window.refused = []; document.addEventListener('securitypolicyviolation', e => refused.push(e.effectiveDirective));"
                        + "const picture = new Image(); picture.src = 'http://127.0.0.1:9/x.png'; document.body.append(picture);"
                        + "const script = document.createElement('script'); script.textContent = 'window.ran = 1'; document.body.append(script);"
                        + "fetch('http://127.0.0.1:9/').catch(() => 0)");
        phone.until(page ->
                strings("return window.refused").containsAll(List.of("img-src", "script-src-elem", "connect-src")));
        assertThat(phone.script("return window.ran === undefined")).isEqualTo(true);
    }

    @Test
    void theBrowserHasNothingToComplainAbout() {
        tour();
        phone.enter(house, house.staff(Role.DISSEMINATOR, VILLAGE));
        phone.see("push-button");
        assertThat(phone.complaints()).isEmpty();
    }

    private static void tour() {
        phone.enter(house, house.resident(VILLAGE));
        phone.see("card");
        phone.tap("tab-inbox");
        phone.tap("tab-me");
        phone.see("large-print");
        phone.go("/item/" + house.items(1).getFirst());
        phone.see("article-body");
        phone.go("/item/video-stroke-120");
        phone.until(page -> Boolean.TRUE.equals(
                phone.script("const v = document.querySelector('video'); return !!v && v.readyState > 0")));
        phone.go("/search?q=%E8%AF%88%E9%AA%97");
        phone.see("hit");
        phone.go("/ask");
        phone.see("my-questions");
        phone.go("/check");
        phone.see("check-text");
        phone.go("/privacy");
        phone.go("/nirgends");
        phone.go("/");
        phone.see("card");
    }

    private static long transferred(String sum) {
        return ((Number) phone.script("return " + sum)).longValue();
    }

    private static List<String> strings(String script) {
        return ((List<?>) phone.script(script)).stream().map(String::valueOf).toList();
    }
}
