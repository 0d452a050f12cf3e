package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Large print on a phone of 360 pixels, every page of each role: what is to be read has 18 points and more, what is to be tapped 60 pixels and
 * more, and nobody has to move the page sideways, at twice the usual size either (互联网应用适老化通用设计规范; WCAG 2.2, 1.4.4).
 */
class LargePrintIT {
    private static final int LARGE = 1;
    private static final int LARGEST = 3;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private static final AppPages pages = new AppPages(house);

    @Test
    void whatIsToBeReadIsLargeAndWhatIsToBeTappedIsToo() {
        List<String> wrong = new ArrayList<>();
        pages.tour(phone, LARGE, (browser, name) -> {
            wrong.addAll(found(browser, name, SIDEWAYS));
            wrong.addAll(found(browser, name, SMALL_TARGETS));
            wrong.addAll(found(browser, name, SMALL_PRINT));
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void atTwiceTheSizeNothingIsCutOff() {
        List<String> wrong = new ArrayList<>();
        pages.tour(phone, LARGEST, (browser, name) -> {
            browser.shot(name + "-360-largest");
            wrong.addAll(found(browser, name, SIDEWAYS));
            wrong.addAll(found(browser, name, CUT_WORDS));
        });
        assertThat(wrong).isEmpty();
    }

    @Test
    void theSizeIsChangedStepByStepUpToTwiceTheUsualAndKept() {
        phone.open(house.uri("/#/me"));
        phone.see("text-larger");
        double usual = rootPixels();
        for (String name : List.of("大", "特大", "最大")) {
            phone.tap("text-larger");
            phone.until(page -> phone.see("text-size").getText().equals(name));
        }
        assertThat(rootPixels()).isEqualTo(2 * usual);
        assertThat(phone.see("text-larger").isEnabled()).isFalse();
        phone.reload();
        phone.says("text-size", "最大");
        assertThat(phone.see("large-print").getDomAttribute("aria-checked")).isEqualTo("true");
        phone.tap("large-print");
        phone.until(page -> rootPixels() == usual);
    }

    private static double rootPixels() {
        return ((Number) phone.script("return parseFloat(getComputedStyle(document.documentElement).fontSize)"))
                .doubleValue();
    }

    private static List<String> found(Browser browser, String page, String script) {
        return ((List<?>) browser.script(script))
                .stream().map(what -> page + ": " + what).toList();
    }

    /** How far the page can be moved sideways, and what of it sticks out. */
    private static final String SIDEWAYS = """
            const width = document.documentElement.clientWidth;
            if (document.documentElement.scrollWidth <= width) return [];
            return [...document.querySelectorAll('body *')]
              .filter(element => element.checkVisibility() && element.getBoundingClientRect().right > width + 1)
              .slice(0, 3).map(element => 'sticks out: ' + element.outerHTML.slice(0, 120));
            """;

    /** Shown buttons, links and fields below 60 pixels; a link whose sheet is tapped is as large as the sheet, one in a sentence is part of it. */
    private static final String SMALL_TARGETS = """
            const area = element => {
              const after = getComputedStyle(element, '::after');
              const box = (after.position === 'absolute' && after.content !== 'none' ? element.closest('article, li') : element).getBoundingClientRect();
              return [Math.round(box.width), Math.round(box.height)];
            };
            return [...document.querySelectorAll('button, a, input, select, textarea, summary')]
              .filter(element => element.checkVisibility() && !element.closest('label'))
              .filter(element => !element.disabled && area(element).some(length => length < 60))
              .map(element => 'small target ' + area(element) + ': ' + element.outerHTML.slice(0, 120));
            """;

    /** Sentences below 24 pixels, which are 18 points, and words of any kind below 18 pixels. */
    private static final String SMALL_PRINT = """
            const own = element => [...element.childNodes].some(node => node.nodeType === 3 && node.textContent.trim() !== '');
            const read = 'p, li, dd, dt, h1, h2, h3, label, summary, button, strong, th, td, input, textarea, select';
            const least = element => element.matches(read) && !element.closest('nav, svg') ? 24 : 18;
            return [...document.querySelectorAll('body *')]
              .filter(element => element.checkVisibility() && own(element) && !element.closest('svg, noscript'))
              .filter(element => parseFloat(getComputedStyle(element).fontSize) < least(element) - 0.01)
              .map(element => 'small print ' + getComputedStyle(element).fontSize + ': ' + element.outerHTML.slice(0, 120));
            """;

    /** Elements whose words are wider than they are. */
    private static final String CUT_WORDS = """
            return [...document.querySelectorAll('h2, h3, p, span, button, a, dt, dd, li')]
              .filter(element => element.checkVisibility() && getComputedStyle(element).display !== 'inline')
              .filter(element => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
              .filter(element => getComputedStyle(element).textOverflow !== 'ellipsis')
              .map(element => 'cut: ' + element.outerHTML.slice(0, 120));
            """;
}
