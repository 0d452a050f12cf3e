package kepu.push.audience;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import kepu.base.Beijing;
import kepu.base.Coded;
import kepu.people.Resident;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;
import kepu.testing.House;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What an audience says of each resident, what the database counts and what the index counts is the same, whoever did whatever. */
class AgreementIT {
    private static final int RESIDENTS = 2_000;
    private static final int EXPRESSIONS = 300;
    private static final long SEED = new Random().nextLong();

    @RegisterExtension
    static final House house = new House();

    private static final Random random = new Random(SEED);
    private static final List<Resident> residents = new ArrayList<>();
    private static final Map<Long, LocalDate> served = new HashMap<>();
    private static final Map<String, Map<Long, LocalDate>> opened = new HashMap<>();
    private static final Set<Long> connected = new TreeSet<>();
    private static final MeterRegistry meters = new SimpleMeterRegistry();

    private static final Activity deeds = new Activity() {
        @Override
        public boolean reached(long resident, @Nullable LocalDate since) {
            return isSince(served.get(resident), since);
        }

        @Override
        public boolean opened(long resident, String item, @Nullable LocalDate since) {
            return isSince(opened.getOrDefault(item, Map.of()).get(resident), since);
        }

        @Override
        public boolean shared(long resident, String item, @Nullable LocalDate since) {
            throw new IllegalStateException("the index does not hold shares");
        }

        @Override
        public boolean checked(long resident, String claim, @Nullable LocalDate since) {
            throw new IllegalStateException("the index does not hold checks");
        }
    };

    private static Vertx vertx;
    private static Database database;
    private static AudienceIndex index;
    private static Crowd crowd;
    private static int year;

    @BeforeAll
    static void settle() {
        year = LocalDate.now(Beijing.ZONE).getYear();
        List<String> items = new ArrayList<>(house.items(3));
        items.add("no-such-item");
        crowd = new Crowd(random, year, items);
        people();
        deeds(items);
        vertx = Vertx.vertx();
        database = new Database(vertx, house.address(), house.config().database());
        index = new AudienceIndex(
                vertx,
                database,
                house.address(),
                Clock.systemUTC(),
                house.config().audience(),
                meters);
        done(index.lay());
    }

    @AfterAll
    static void leave() {
        done(index.close());
        database.close();
        done(vertx.close());
    }

    @Test
    void residentsTheDatabaseAndTheIndexAgreeOnAnyAudience() {
        AudienceStore store = new AudienceStore(database);
        int nonEmpty = 0;
        for (int i = 0; i < EXPRESSIONS; i++) {
            Audience audience = crowd.audience();
            Level level = Level.values()[random.nextInt(Level.values().length)];
            Census said = said(audience, level);
            String what = "seed %d, %s".formatted(SEED, AudienceJson.write(audience));
            assertThat(done(store.census(audience, level, connected, year)))
                    .as("database; " + what)
                    .isEqualTo(said);
            assertThat(done(store.count(audience, year)))
                    .as("database; " + what)
                    .isEqualTo(said.residents());
            assertThat(done(index.census(audience, level, connected)))
                    .as("index; " + what)
                    .isEqualTo(said);
            assertThat(done(index.count(audience))).as("index; " + what).isEqualTo(said.residents());
            for (Drawn drawn : List.of(
                    done(index.draw(audience, EXPRESSIONS, i)), done(store.draw(audience, year, EXPRESSIONS, i)))) {
                assertThat(drawn.audience()).as(what).isEqualTo(drawn.ids().isEmpty() ? 0 : said.residents());
                assertThat(drawn.ids()).as(what).hasSize((int) Math.min(EXPRESSIONS, said.residents()));
            }
            nonEmpty += said.residents() > 0 ? 1 : 0;
        }
        assertThat(nonEmpty).as("seed %d: expressions that say something", SEED).isGreaterThan(EXPRESSIONS / 4);
        assertThat(meters.counter("kepu.audience.by.database").count())
                .as("seed %d: only for items that nobody knows", SEED)
                .isLessThan(EXPRESSIONS);
    }

    @Test
    void beforeItIsLaidTheDatabaseAnswers() {
        MeterRegistry own = new SimpleMeterRegistry();
        AudienceIndex unlaid = new AudienceIndex(
                vertx,
                database,
                house.address(),
                Clock.systemUTC(),
                house.config().audience(),
                own);
        Audience audience = new Audience.Not(new Audience.Reached(null));
        assertThat(unlaid.isReady()).isFalse();
        assertThat(done(unlaid.census(audience, Level.VILLAGE, connected))).isEqualTo(said(audience, Level.VILLAGE));
        assertThat(own.counter("kepu.audience.by.database").count()).isEqualTo(1);
        done(unlaid.close());
    }

    private static Census said(Audience audience, Level level) {
        Map<RegionCode, Long> byRegion = new HashMap<>();
        Map<String, Long> byGroup = new HashMap<>();
        long all = 0;
        long now = 0;
        for (Resident one : residents) {
            if (audience.includes(one, year, deeds)) {
                all++;
                now += connected.contains(one.id()) ? 1 : 0;
                byRegion.merge(RegionCode.village(one.village()).at(level), 1L, Long::sum);
                one.groups().forEach(group -> byGroup.merge(group.code(), 1L, Long::sum));
            }
        }
        return new Census(all, now, byRegion, byGroup);
    }

    private static void people() {
        JsonArray rows = new JsonArray();
        for (int id = 1; id <= RESIDENTS; id++) {
            Resident resident = crowd.resident(id);
            residents.add(resident);
            rows.add(new JsonObject()
                    .put("id", id)
                    .put("village", resident.village())
                    .put("groups", codes(resident.groups()))
                    .put("birth_year", resident.birthYear())
                    .put("occupation", resident.occupation())
                    .put("interests", codes(resident.interests()))
                    .put("language", resident.language()));
            if (random.nextInt(10) == 0) {
                connected.add((long) id);
            }
        }
        house.sql(
                "insert into resident (id, village, groups, birth_year, occupation, interests, language, consent_version, consent_at)"
                        + " overriding system value"
                        + " select id, village, groups, birth_year, occupation, interests, language, '1', now() from"
                        + " jsonb_to_recordset(?::jsonb) as r(id bigint, village bigint, groups text[], birth_year int, occupation text,"
                        + " interests text[], language text)",
                rows.encode());
    }

    /** Services and openings, each kind stored by one statement. */
    private static void deeds(List<String> items) {
        JsonArray services = new JsonArray();
        JsonArray events = new JsonArray();
        Set<String> counted = new TreeSet<>();
        for (int i = 0; i < RESIDENTS; i++) {
            long person = 1L + random.nextInt(RESIDENTS);
            String item = items.get(random.nextInt(3));
            LocalDate day = crowd.day();
            if (counted.add(person + item)) {
                services.add(
                        new JsonObject().put("person", person).put("item", item).put("day", day.toString()));
                served.merge(person, day, AgreementIT::later);
            }
            long reader = 1L + random.nextInt(RESIDENTS);
            LocalDate read = crowd.day();
            String text = items.get(random.nextInt(3));
            events.add(new JsonObject()
                    .put("person", reader)
                    .put("id", "e" + i)
                    .put("item", text)
                    .put("type", random.nextBoolean() ? "open" : "play")
                    .put(
                            "at",
                            Beijing.beginning(read)
                                    .plusHours(random.nextInt(24))
                                    .toString()));
            opened.computeIfAbsent(text, none -> new HashMap<>()).merge(reader, read, AgreementIT::later);
        }
        house.sql(
                "insert into service (person, item, route, village, day) select d.person, i.seq, 'feed', 1, d.day from"
                        + " jsonb_to_recordset(?::jsonb) as d(person bigint, item text, day date) join item i on i.id = d.item",
                services.encode());
        house.sql(
                "insert into event (person, id, item, type, at) select d.person, d.id, i.seq, d.type, d.at from"
                        + " jsonb_to_recordset(?::jsonb) as d(person bigint, id text, item text, type text, at timestamptz)"
                        + " join item i on i.id = d.item",
                events.encode());
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    private static JsonArray codes(Iterable<? extends Coded> words) {
        JsonArray codes = new JsonArray();
        words.forEach(word -> codes.add(word.code()));
        return codes;
    }

    private static boolean isSince(@Nullable LocalDate last, @Nullable LocalDate since) {
        return last != null && (since == null || !last.isBefore(since));
    }

    private static <T> T done(Future<T> future) {
        return soon("seed " + SEED, future.toCompletionStage().toCompletableFuture());
    }
}
