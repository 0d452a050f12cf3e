package kepu.activity;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kepu.base.Beijing;
import kepu.config.ConfigReader;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceSql;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.testing.TestPostgres;
import org.junit.jupiter.api.Test;

/** Every index has its reason on the page, and those of the large tables are used by the program's own statements. */
class IndexesIT {
    private static final Path PAGE = Path.of(System.getProperty("kepu.home", "."), "docs/postgres.md");
    private static final Pattern NAME = Pattern.compile("`([a-z_]+)`");

    private final DatabaseAddress address = TestPostgres.fresh();

    @Test
    void everyIndexHasItsReasonAndEveryReasonItsIndex() throws Exception {
        assertThat(onThePage("")).isEqualTo(new TreeSet<>(texts("""
                select c.relname from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
                where t.relnamespace = 'public'::regnamespace and not t.relispartition and t.relname not like 'flyway%'
                    and not exists (select from pg_constraint k where k.conindid = i.indexrelid)""")));
    }

    @Test
    void theLargeTablesAreAskedByTheirIndexes() throws Exception {
        fill();
        Vertx vertx = Vertx.vertx();
        Database database =
                new Database(vertx, address, new ConfigReader().config().database());
        try {
            ask(database);
        } finally {
            // whoever ends tells what they used
            database.close();
            vertx.close().await();
        }
        Set<String> marked = onThePage("●");
        assertThat(marked).contains("event_opened", "service_village");
        for (String index : marked) {
            assertThat(used(index)).as(index).isPositive();
        }
        assertThat(used("event_%_pkey"))
                .as("a person's events, in whatever part")
                .isPositive();
    }

    /** Behaviour of three months: 3,000 residents of 30 villages, 400 items. */
    private void fill() throws Exception {
        run(
                TestPostgres.items(400),
                "insert into resident (village, consent_version, consent_at) select 510900000000 + n % 30 * 1000000, '1', now()"
                        + " from generate_series(1, 3000) n",
                "select make_event_parts(now() - interval '3 months', now())",
                "insert into event (person, id, item, type, at) select 1 + n % 3000, 'e' || n, 1 + n / 7 % 400,"
                        + " (array['impression', 'impression', 'open'])[1 + n % 3], now() - n * interval '2 minutes'"
                        + " from generate_series(60000, 1, -1) n",
                "insert into service (person, item, route, village, day) select e.person, e.item, 'feed', r.village, min(e.at)::date"
                        + " from event e join resident r on r.id = e.person where e.type = 'open' group by 1, 2, 3, 4");
        try (Bulk bulk = Bulk.open(address)) {
            bulk.outside("vacuum analyze");
        }
    }

    private static void ask(Database database) throws Exception {
        EventStore events = new EventStore(database);
        ServiceStore services = new ServiceStore(database);
        LocalDate today = Beijing.day(Instant.now());
        RegionCode county = RegionCode.of("510903");
        AudienceSql opened = new AudienceSql(
                new Audience.All(List.of(
                        new Audience.InRegion(List.of(county)), new Audience.Opened("item-7", today.minusDays(20)))),
                today.getYear());
        Future.all(List.of(
                        events.histories(100).ask(7),
                        events.turnedTo(8, Instant.now().minus(Duration.ofDays(30)), Instant.now(), Duration.ofDays(7)),
                        events.export(9),
                        events.insert(
                                List.of(new Event(5, "new", 3, EventType.OPEN, Instant.now(), null, null, null, null)),
                                Placing.Marking.NONE,
                                1),
                        services.served(new Long[] {1L, 2L}, new Integer[] {3, 4}, today.minusDays(9)),
                        services.lines(county, null, 20),
                        services.totals(county),
                        services.reach(county, today.minusDays(30)),
                        services.export(4),
                        database.query("select id from resident where " + opened.condition(), opened.parameters()),
                        database.query(
                                "select count(*) from event where at > $1 and person > 0 and item is not null",
                                Instant.now().minus(Duration.ofMinutes(40)).atOffset(java.time.ZoneOffset.UTC))))
                .await(60, TimeUnit.SECONDS);
    }

    /** How often an index was looked into, over all parts of its table. */
    private long used(String index) throws Exception {
        try (Bulk bulk = Bulk.open(address)) {
            return bulk.transact(() -> bulk.read(
                            "select coalesce(sum(s.idx_scan), 0) from pg_stat_user_indexes s left join pg_inherits h on h.inhrelid ="
                                    + " s.indexrelid left join pg_class p on p.oid = h.inhparent"
                                    + " where coalesce(p.relname, s.indexrelname) like ? or s.indexrelname like ?",
                            row -> row.getLong(1),
                            index,
                            index))
                    .getFirst();
        }
    }

    /** The names in the first column of the table of indexes, of rows that hold a mark. */
    private static Set<String> onThePage(String mark) throws Exception {
        String page = Files.readString(PAGE);
        String table =
                page.substring(page.indexOf("| index | asked by |"), page.indexOf("What an installation does not use"));
        return table.lines()
                .skip(2)
                .filter(line -> line.startsWith("|") && line.contains(mark))
                .map(line -> line.split("\\|")[1])
                .flatMap(cell -> NAME.matcher(cell).results().map(found -> found.group(1)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private List<String> texts(String sql) throws Exception {
        try (Bulk bulk = Bulk.open(address)) {
            return bulk.transact(() -> bulk.read(sql, row -> row.getString(1)));
        }
    }

    private void run(String... statements) throws Exception {
        try (Bulk bulk = Bulk.open(address)) {
            for (String sql : statements) {
                bulk.transact(() -> {
                    bulk.execute(sql);
                    return sql;
                });
            }
        }
    }
}
