package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Every main page on a phone and on a desk, in normal and in large print, kept as pictures; nothing is cut off and all can be tapped. */
class ScreenshotsIT {
    private static final int LARGE = 1;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    private static final AppPages pages = new AppPages(house);

    @Test
    void onAPhone() {
        pages.tour(phone, 0, (browser, name) -> keep(browser, name + "-360"));
    }

    @Test
    void onAPhoneInLargePrint() {
        pages.tour(phone, LARGE, (browser, name) -> keep(browser, name + "-360-large"));
    }

    @Test
    void onADesk() {
        pages.tour(desk, 0, (browser, name) -> keep(browser, name + "-1280"));
    }

    @Test
    void onADeskInLargePrint() {
        pages.tour(desk, LARGE, (browser, name) -> keep(browser, name + "-1280-large"));
    }

    private static void keep(Browser browser, String name) {
        browser.shot(name);
        assertThat(browser.script("return document.documentElement.scrollWidth - document.documentElement.clientWidth"))
                .as("pixels that are cut off on the right of " + name)
                .isEqualTo(0L);
        assertThat((List<?>) browser.script(SMALL_TARGETS))
                .as("what is too small for a finger on " + name)
                .isEmpty();
        assertThat((List<?>) browser.script(CUT_WORDS))
                .as("words that do not fit on " + name)
                .isEmpty();
    }

    /** Shown buttons, links and fields below 44 pixels; links inside a sentence are as high as the sentence. */
    private static final String SMALL_TARGETS = """
            const area = element => {
              const after = getComputedStyle(element, '::after');
              const box = (after.position === 'absolute' && after.content !== 'none' ? element.closest('article, li') : element).getBoundingClientRect();
              return [box.width, box.height];
            };
            return [...document.querySelectorAll('button, a, input, select, textarea, summary')]
              .filter(element => element.checkVisibility() && !element.closest('label'))
              .filter(element => area(element).some(length => length < 44))
              .map(element => element.outerHTML.slice(0, 120) + ' ' + area(element));
            """;

    /** Elements whose words are wider than they are. */
    private static final String CUT_WORDS = """
            return [...document.querySelectorAll('h1, h2, h3, p, span, button, a, dt, dd, li')]
              .filter(element => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
              .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
              .map(element => element.outerHTML.slice(0, 120));
            """;
}
