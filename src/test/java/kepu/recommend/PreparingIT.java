package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import kepu.store.Database;
import kepu.testing.House;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Who is expected, as the log of events tells it. */
class PreparingIT {
    private static final Instant EVENING = Instant.parse("2026-06-08T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @RegisterExtension
    static final House house = new House();

    private static Vertx vertx;
    private static Database database;
    private static ExpectedStore target;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        database = new Database(vertx, house.address(), house.config().database());
        target = new ExpectedStore(database);
    }

    @AfterAll
    static void close() throws Exception {
        database.close();
        vertx.close().await(60, TimeUnit.SECONDS);
    }

    @Test
    void whoeverCameInTheSameHourOfTheLastWeekIsExpectedThoseOfMoreDaysFirst() throws Exception {
        long often = person();
        long once = person();
        long otherHour = person();
        long longAgo = person();
        did(once, EVENING.minus(Duration.ofDays(7)).plusSeconds(60));
        for (int days = 1; days <= 3; days++) {
            did(often, EVENING.minus(Duration.ofDays(days)).plusSeconds(600));
        }
        for (int event = 0; event < 5; event++) {
            did(once, EVENING.minus(Duration.ofDays(7)).plusSeconds(120 + event));
        }
        did(otherHour, EVENING.minus(Duration.ofDays(1)).plus(HOUR));
        did(longAgo, EVENING.minus(Duration.ofDays(8)).plusSeconds(60));
        did(0, EVENING.minus(Duration.ofDays(1)).plusSeconds(60));
        assertThat(expected(10)).containsExactly(often, once);
        assertThat(expected(1)).containsExactly(often);
    }

    private static List<Long> expected(int limit) throws Exception {
        return target.within(EVENING, HOUR, limit).await(60, TimeUnit.SECONDS);
    }

    private static long person() {
        house.resident(house.village());
        return Long.parseLong(
                house.sql("select max(id) from resident").getFirst().getFirst());
    }

    private static void did(long person, Instant at) {
        house.sql(
                "insert into event (person, id, type, at) values (?, ?, 'open', ?)",
                person,
                "e" + at.toEpochMilli(),
                OffsetDateTime.ofInstant(at, ZoneOffset.UTC));
    }
}
