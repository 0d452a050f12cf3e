package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import kepu.base.Topic;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A topic that a resident deleted is not used for their feed. */
class DeletedTopicIT {
    private static final String HEALTH = "您常看“" + Topic.HEALTH.label() + "”";

    @RegisterExtension
    static final House house = new House();

    private static final Reading READING = new Reading(house);

    @Test
    void theReasonsOfADeletedTopicVanishWithTheTag() {
        String token = house.resident("510903100208");
        READING.act(token, "open", READING.ofTopic("health").subList(0, 4));
        assertThat(READING.all(token)).extracting(Reading.Place::text).contains(HEALTH);
        assertThat(house.send("DELETE", "/v1/me/tags/topic:health", null, token).status())
                .isEqualTo(204);
        assertThat(READING.all(token))
                .extracting(Reading.Place::text)
                .isNotEmpty()
                .doesNotContain(HEALTH);
        READING.act(token, "finish", READING.ofTopic("health").subList(0, 5));
        assertThat(READING.all(token)).extracting(Reading.Place::text).doesNotContain(HEALTH);
    }
}
