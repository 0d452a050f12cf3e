package kepu.recommend.release;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Year;
import java.time.ZoneOffset;
import kepu.people.Role;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Policy;
import kepu.testing.House;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A version that is released on one node serves on the other, which has the same folder of versions. */
class ReleaseElsewhereIT {
    private static final int MINORS_MOST = 5;
    private static final Path VERSIONS = versions();

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    private static House node() {
        return House.node().with("models.folder", VERSIONS.toString());
    }

    private static Path versions() {
        try {
            return Files.createTempDirectory("versions");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aReleaseAndARollbackHereAreInForceThere() throws Exception {
        String pupil = here.resident(
                "510903100208",
                new JsonObject().put("birthYear", Year.now(ZoneOffset.UTC).getValue() - 15));
        assertThat(feed(pupil)).isGreaterThan(MINORS_MOST);
        ModelsHouse operator = new ModelsHouse(here, here.staff(Role.OPERATOR, "5109"));
        VersionId strict = Cards.readable(
                operator.versions(),
                1,
                new Manner(new Counting(60, Duration.ofDays(5), 20), new Policy(3, 6, 7, 15, 18, MINORS_MOST, 65, 12)),
                Linear.untrained());
        operator.released(strict, "all");
        eventually("it serves", () -> feed(pupil) == MINORS_MOST);
        operator.stepped("feed", "rollback");
        eventually("it serves no more", () -> feed(pupil) > MINORS_MOST);
    }

    private static int feed(String token) {
        return there.get("/v1/feed?size=50", token).json().getJsonArray("items").size();
    }
}
