package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What axe-core finds on each page of the people's app for each role, in usual and in large print: nothing serious, nothing critical. */
class AccessibilityIT {
    private static final int USUAL = 0;
    private static final int LARGE = 1;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private static final AppPages pages = new AppPages(house);

    @Test
    void noPageHasAGraveFault() {
        assertThat(faults(USUAL)).isEmpty();
    }

    @Test
    void norHasOneInLargePrint() {
        assertThat(faults(LARGE)).isEmpty();
    }

    private static List<String> faults(int size) {
        List<String> found = new ArrayList<>();
        pages.tour(
                phone, size, (browser, name) -> Axe.serious(browser).forEach(fault -> found.add(name + ": " + fault)));
        return found;
    }
}
