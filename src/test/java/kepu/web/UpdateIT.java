package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import kepu.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A newer app never leaves a dead page: it takes over when the person says so, and a page whose parts are gone loads itself anew. */
class UpdateIT {
    private static final String CONTROLLED = "return !!navigator.serviceWorker.controller";
    private static final String LOOK = "navigator.serviceWorker.getRegistration().then(one => one.update())";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private Front front;

    @BeforeEach
    void standInFront() throws IOException {
        front = Front.of(house.uri("/"));
    }

    @AfterEach
    void stepAside() {
        front.close();
    }

    @Test
    void theOpenPageGoesOnUntilThePersonAgrees() {
        phone.open(front.address());
        phone.see("card");
        phone.until(page -> Boolean.TRUE.equals(phone.script(CONTROLLED)));
        phone.script("window.before = true");
        assertThat(phone.every("[data-test='update']")).isEmpty();

        front.publish("newer-");
        phone.script(LOOK);
        phone.reads("update", "新版本");
        phone.go("/privacy");
        phone.seeCss("article h2");
        assertThat(phone.script("return window.before"))
                .as("the page that was open")
                .isEqualTo(true);

        phone.tap("update-go");
        phone.until(page -> phone.script("return window.before || null") == null);
        phone.seeCss("article h2");
        phone.seeNo("update");
        assertThat(editions()).contains("newer-");
    }

    @Test
    void aPageWhosePartIsGoneLoadsItselfAnew() {
        front.lack("/worker.js");
        phone.open(front.address());
        phone.see("card");
        phone.script("window.before = true");
        front.lack("/assets/PrivacyPage");
        phone.go("/privacy");
        phone.until(page -> phone.script("return window.before || null") == null);
        assertThat(front.wasAskedFor("/assets/PrivacyPage")).isTrue();
        // once only: what is still gone is said
        phone.until(page -> phone.every("[role='alert']").stream()
                .anyMatch(alert -> alert.getText().contains("没有加载出来")));
        front.haveAll();
        phone.tapCss("[role='alert'] button");
        phone.seeCss("article h2");
    }

    private static String editions() {
        return String.valueOf(
                phone.scriptLater("const done = arguments[0]; caches.keys().then(all => done(all.join()))"));
    }
}
