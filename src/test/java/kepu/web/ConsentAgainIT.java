package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.people.PrivacyText;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Whoever consented to earlier words of the privacy policy is asked again, until they say yes. */
class ConsentAgainIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void whoConsentedToEarlierWordsIsAskedAgain() throws Exception {
        String resident = house.resident(VILLAGE);
        assertThat(consent(resident).containsKey("again")).isFalse();
        house.sql(
                "update resident set consent_version = '0', consent_at = now() - interval '1 year' where id = ?",
                id(resident));
        house.restart();
        assertThat(consent(resident).getString("again")).isEqualTo("self");
        Refusal.of(
                house.send("PUT", "/v1/me/consent", new JsonObject().put("version", "0"), resident),
                409,
                "consent-outdated");

        phone.enter(house, resident);
        phone.reads("consent-again", "隐私政策改了");
        phone.shot("consent-again-360");
        phone.tap("consent-read");
        phone.see("consent-yes");
        assertThat(phone.every("[data-test='consent-read']")).isEmpty();
        phone.tap("consent-yes");
        phone.until(page -> phone.every("[data-test='consent-again']").isEmpty());

        JsonObject given = consent(resident);
        assertThat(given.getString("version")).isEqualTo(PrivacyText.VERSION);
        assertThat(given.containsKey("again")).isFalse();
        String trace = "select count(*) from audit where action = 'consent' and object = ?";
        assertThat(house.count(trace, "resident:" + id(resident))).isEqualTo(1);
        phone.go("/");
        phone.see("card");
        assertThat(phone.every("[data-test='consent-again']")).isEmpty();
    }

    private static JsonObject consent(String token) {
        return house.get("/v1/me", token).json().getJsonObject("consent");
    }

    private static long id(String token) {
        return Long.parseLong(house.get("/v1/me", token).json().getString("id"));
    }
}
