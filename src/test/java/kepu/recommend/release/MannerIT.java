package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import java.util.List;
import kepu.people.Role;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Policy;
import kepu.testing.Eventually;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The released version decides how feeds are counted and arranged, and nothing else does. */
class MannerIT {
    private static final String VILLAGE = "510903100208";
    private static final int MINORS_MOST = 7;
    private static final String RECOUNTED = "kepu_rates_recount_total{result=\"done\"}";

    @RegisterExtension
    static final House house = new House();

    private static ModelsHouse operator;

    @BeforeAll
    static void operator() {
        operator = new ModelsHouse(house, house.staff(Role.OPERATOR, "0"));
    }

    @Test
    void theArrangementAndTheCountingOfTheReleasedVersionServe() throws Exception {
        String pupil = house.resident(
                VILLAGE,
                new JsonObject().put("birthYear", Year.now(ZoneOffset.UTC).getValue() - 15));
        assertThat(feed(pupil)).hasSizeGreaterThan(MINORS_MOST);

        VersionId strict = version(
                1,
                new Manner(new Counting(60, Duration.ofDays(5), 20), new Policy(3, 6, 7, 15, 18, MINORS_MOST, 65, 12)));
        operator.released(strict, "all");
        Eventually.eventually("the version serves", () -> feed(pupil).size() == MINORS_MOST);
        Eventually.eventually(
                "behaviour is counted anew",
                () -> house.counted(RECOUNTED) > 1 && house.metric("kepu_rates_made") == 1);

        house.restart();
        assertThat(feed(pupil)).as("after a restart").hasSize(MINORS_MOST);
        assertThat(house.metric("kepu_rates_made")).isEqualTo(1);
        assertThat(house.counted(RECOUNTED))
                .as("the boot counted once, as the released version does")
                .isEqualTo(1);

        operator.stepped("feed", "rollback");
        Eventually.eventually("the usual manner serves", () -> feed(pupil).size() > MINORS_MOST);
    }

    @Test
    void aTrialIsServedInItsOwnManner() throws Exception {
        String pupil = house.resident(
                VILLAGE,
                new JsonObject().put("birthYear", Year.now(ZoneOffset.UTC).getValue() - 15));
        VersionId usual = version(2, Manner.DEFAULT);
        VersionId strict =
                version(3, new Manner(Counting.DEFAULT, new Policy(3, 6, 7, 15, 18, MINORS_MOST - 1, 65, 12)));
        operator.released(usual, "all");
        operator.released(strict, "share", "percent", 100);
        Eventually.eventually("the trial serves", () -> feed(pupil).size() == MINORS_MOST - 1);
        operator.stepped("feed", "stop");
        Eventually.eventually("the released one serves", () -> feed(pupil).size() > MINORS_MOST);
    }

    private static VersionId version(int number, Manner manner) throws IOException {
        return Cards.readable(operator.versions(), number, manner, Linear.untrained());
    }

    private static List<?> feed(String token) {
        return house.get("/v1/feed?size=50", token).json().getJsonArray("items").getList();
    }
}
