package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Room for two live publications. */
class PublicationLimitIT {
    @RegisterExtension
    static final House house = new House().with("push.livePublications", 2);

    @Test
    void whatDoesNotFitIsRefusedAndCounted() {
        String disseminator = house.staff(Role.DISSEMINATOR, "510903100208");
        List<String> items = house.items(3);
        assertThat(tap(items.get(0), disseminator).status()).isEqualTo(201);
        assertThat(tap(items.get(1), disseminator).status()).isEqualTo(201);
        assertThat(house.metric("kepu_publications_refused_total")).isZero();
        Refusal.of(tap(items.get(2), disseminator), 429, "publications-full");
        assertThat(house.metric("kepu_publications_refused_total")).isEqualTo(1);
        assertThat(house.metric("kepu_publications_live")).isEqualTo(2);
    }

    private static House.Answer tap(String item, String token) {
        return house.post("/v1/village/push", new JsonObject().put("item", item), token);
    }
}
