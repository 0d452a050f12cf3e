package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import kepu.config.Config;
import kepu.config.ConfigReader;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.push.Fate;
import kepu.push.Handling;
import kepu.push.Lane;
import kepu.push.Publication;
import kepu.push.Share;
import kepu.push.audience.AudienceJson;
import kepu.push.channel.Admission.Verdict;
import kepu.store.Database;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.ShiftedClock;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The outbox by itself: the test turns its handle and its clock, against real receivers on this machine. */
class OutboxIT {
    private static final String VILLAGE = "510903100208";

    /** Gives the database; the program itself is ended, so that only the test works on the outbox. */
    @RegisterExtension
    static final House house = new House();

    private static Vertx vertx;
    private static Database database;
    private static String item;

    private final ShiftedClock clock = new ShiftedClock();
    private Receiver receiver;
    private Node node;
    private OutsideChannels channels;
    private long publications;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        database = new Database(vertx, house.address(), house.config().database());
        item = house.items(1).getFirst();
        house.staff(Role.ADMINISTRATOR, "0");
        house.app().close();
        house.sql(
                "insert into campaign (id, title, items, audience, scope, state, reach, start_at, expires_at, created_by)"
                        + " select 'c1', '秋收', array[?], '{}', '0', 'running', 0, now(), now() + interval '40 days', min(id) from staff",
                item);
    }

    @AfterAll
    static void close() {
        database.close();
        vertx.close().await();
    }

    @BeforeEach
    void begin() throws Exception {
        house.sql("delete from delivery");
        house.sql("delete from outbox_plan");
        house.sql("delete from webhook");
        house.sql("delete from webpush_subscription");
        house.sql("delete from channel_ledger");
        clock.forward(Duration.ofDays(1));
        receiver = new Receiver();
        node = node();
        channels = node.channels();
    }

    @AfterEach
    void end() {
        node.close();
        receiver.close();
    }

    @Test
    void whatIsRolledBackIsNeverTold() {
        webhook("0", 100);
        Publication publication = publication(VILLAGE);
        database.transact(transaction -> channels.outlets()
                        .published(transaction, List.of(publication))
                        .compose(done -> Future.<Void>failedFuture("no")))
                .otherwiseEmpty()
                .await();
        turn();
        assertThat(house.count("select count(*) from outbox_plan")).isZero();
        assertThat(receiver.got()).isEmpty();
    }

    @Test
    void everyBrowserOfTheAudienceIsToldOnceInSmallSteps() {
        Set<Long> inside = new HashSet<>();
        for (int i = 0; i < 25; i++) {
            long resident = resident(i % 2 == 0 ? VILLAGE : "510903100210");
            subscribe(resident, "/push/" + resident, new TestBrowser());
            if (i % 2 == 0) {
                inside.add(resident);
            }
        }
        publish(publication(VILLAGE));
        assertThat(house.count("select count(*) from delivery")).isZero();
        for (int i = 0; i < 4; i++) {
            turn();
        }
        assertThat(receiver.got().stream().map(got -> Long.valueOf(got.path().substring(6))))
                .containsExactlyInAnyOrderElementsOf(inside);
        assertThat(ledger("webpush", "sent")).isEqualTo(13);
    }

    @Test
    void villagesAreWalkedOverInStepsWhateverTheOrderInWhichTheirBrowsersCame() {
        List<String> villages = List.of("510903100210", VILLAGE, "510903100209");
        Set<String> expected = new HashSet<>();
        for (int i = 0; i < 18; i++) {
            String village = villages.get(i % 3);
            long resident = resident(village);
            subscribe(resident, "/push/" + resident, new TestBrowser());
            if (!village.equals("510903100209")) {
                expected.add("/push/" + resident);
            }
        }
        publish(publication("510903100210", VILLAGE));
        turn();
        assertThat(receiver.got().stream().map(Receiver.Got::path)).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void aBrowserIsWhereItsResidentIsAndWhoseItWasLast() {
        long moves = resident("510903100210");
        long stays = resident("510903100210");
        TestBrowser handed = new TestBrowser();
        subscribe(moves, "/push/moves", new TestBrowser());
        subscribe(stays, "/push/handed", handed);
        house.sql("update resident set village = ? where id = ?", Long.parseLong(VILLAGE), moves);
        subscribe(moves, "/push/handed", handed);
        publish(publication("510903100210"));
        turn();
        assertThat(receiver.got()).isEmpty();
        publish(publication(VILLAGE));
        turn();
        assertThat(receiver.got().stream().map(Receiver.Got::path))
                .containsExactlyInAnyOrder("/push/moves", "/push/handed");
    }

    @Test
    void aReceiverThatFailsGetsTheSameIdAgainUntilItTakesIt() {
        receiver.answering(n -> n < 4 ? List.of(500, 429, 0).get(n - 1) : 204);
        webhook("0", 100);
        publish(publication(VILLAGE));
        for (int i = 0; i < 4; i++) {
            turn();
            clock.forward(Duration.ofHours(2));
        }
        assertThat(receiver.got()).hasSize(4);
        assertThat(receiver.got().stream().map(got -> got.header("webhook-id")).distinct())
                .hasSize(1);
        assertThat(receiver.got().stream()
                        .map(got -> new String(got.body(), StandardCharsets.UTF_8))
                        .distinct())
                .hasSize(1);
        assertThat(state()).isEqualTo("sent");
        assertThat(house.count("select sum(count) from channel_ledger where outcome = 'tried'"))
                .isEqualTo(4);
    }

    @Test
    void aRedirectIsNotFollowed() {
        receiver.answering(n -> 302);
        webhook("0", 100);
        publish(publication(VILLAGE));
        turn();
        assertThat(receiver.got()).hasSize(1).allMatch(got -> got.path().equals("/hook"));
        assertThat(state()).isEqualTo("dead");
        assertThat(house.sql("select reason from delivery")).containsExactly(List.of("status-302"));
    }

    @Test
    void whoNeverTakesItIsGivenUpAndCanBeTriedAgainByHand() {
        receiver.answering(n -> n <= 4 ? 503 : 200);
        long webhook = webhook("0", 100);
        publish(publication(VILLAGE));
        for (int i = 0; i < 5; i++) {
            turn();
            clock.forward(Duration.ofHours(2));
        }
        assertThat(state()).isEqualTo("dead");
        assertThat(receiver.got()).hasSize(4);
        database.transact(transaction -> ChannelStore.resend(
                        transaction, webhook, List.of(house.count("select id from delivery")), clock.instant()))
                .await();
        turn();
        assertThat(state()).isEqualTo("sent");
        assertThat(receiver.got().stream().map(got -> got.header("webhook-id")).distinct())
                .hasSize(1);
    }

    @Test
    void aWorkerThatDiesAfterSendingIsFollowedByAnotherUnderTheSameId() {
        webhook("0", 100);
        publish(publication(VILLAGE));
        channels.tick().await();
        Eventually.eventually("it is sent", () -> !receiver.got().isEmpty() && state().equals("sent"));
        // as if the process had died between the answer and the note of it
        house.sql("update delivery set state = 'waiting', done_at = null");
        try (Node another = node()) {
            turn(another);
            assertThat(receiver.got()).as("the lease still holds").hasSize(1);
            clock.forward(Duration.ofSeconds(31));
            turn(another);
        }
        assertThat(receiver.got()).hasSize(2);
        assertThat(receiver.got().stream().map(got -> got.header("webhook-id")).distinct())
                .hasSize(1);
        assertThat(state()).isEqualTo("sent");
    }

    @Test
    void severalWorkersTellEachReceiverOnce() {
        for (int i = 0; i < 30; i++) {
            long resident = resident(VILLAGE);
            subscribe(resident, "/push/" + resident, new TestBrowser());
        }
        publish(publication(VILLAGE));
        List<Node> workers = new ArrayList<>();
        IntStream.range(0, 3).forEach(i -> workers.add(node()));
        for (int round = 0; round < 12; round++) {
            Future.all(workers.stream().map(worker -> worker.channels.tick()).toList())
                    .await();
        }
        Eventually.eventually(
                "all are sent", () -> house.count("select count(*) from delivery where state = 'sent'") == 30);
        workers.forEach(Node::close);
        assertThat(receiver.got()).hasSize(30);
        assertThat(receiver.got().stream().map(Receiver.Got::path).distinct()).hasSize(30);
    }

    @Test
    void aBrowserThatIsGoneIsForgotten() {
        receiver.answering(n -> n == 1 ? 404 : 410);
        long first = resident(VILLAGE);
        subscribe(first, "/push/a", new TestBrowser());
        subscribe(first, "/push/b", new TestBrowser());
        publish(publication(VILLAGE));
        turn();
        assertThat(house.count("select count(*) from webpush_subscription")).isZero();
        assertThat(house.count("select count(*) from delivery")).isZero();
        assertThat(ledger("webpush", "gone")).isEqualTo(2);
    }

    @Test
    void theQuotaOfADayIsExactAndTheRestWaitsForTheNext() {
        long webhook = webhook("0", 2);
        for (int i = 0; i < 5; i++) {
            publish(publication(VILLAGE));
        }
        turn();
        turn();
        assertThat(receiver.got()).hasSize(2);
        assertThat(ledger("webhook:" + webhook, "quota")).isEqualTo(3);
        clock.forward(Duration.ofDays(1));
        turn();
        assertThat(receiver.got()).hasSize(4);
        clock.forward(Duration.ofDays(1));
        try (Node restarted = node()) {
            turn(restarted);
        }
        assertThat(receiver.got().stream().map(got -> got.header("webhook-id")).distinct())
                .hasSize(5);
        assertThat(house.sql("select count from channel_ledger where outcome = 'tried' order by day"))
                .containsExactly(List.of("2"), List.of("2"), List.of("1"));
    }

    @Test
    void whatIsNotAdmittedWaitsOrNeverGoesAndTheReasonIsCounted() {
        long held = resident(VILLAGE);
        long unsubscribed = resident(VILLAGE);
        subscribe(held, "/push/held", new TestBrowser());
        subscribe(unsubscribed, "/push/never", new TestBrowser());
        Instant morning = clock.instant().plus(Duration.ofHours(8));
        channels.admitting(request -> Future.succeededFuture(
                request.resident() == unsubscribed
                        ? new Verdict.Suppress("unsubscribed")
                        : request.now().isBefore(morning) ? new Verdict.Hold(morning, "quiet") : new Verdict.Send()));
        publish(publication(VILLAGE));
        turn();
        assertThat(receiver.got()).isEmpty();
        assertThat(ledger("webpush", "unsubscribed")).isEqualTo(1);
        clock.forward(Duration.ofHours(9));
        turn();
        assertThat(receiver.got()).extracting(Receiver.Got::path).containsExactly("/push/held");
        assertThat(house.count("select sum(count) from channel_ledger where outcome = 'tried'"))
                .isEqualTo(1);
    }

    @Test
    void whatExpiresWhileItWaitsIsCountedAndNotSent() {
        webhook("0", 100);
        publish(publication(VILLAGE));
        channels.admitting(Admission.OPEN);
        clock.forward(Duration.ofDays(20));
        turn();
        assertThat(receiver.got()).isEmpty();
        assertThat(house.sql("select state, reason from delivery")).containsExactly(List.of("suppressed", "expired"));
    }

    @Test
    void whatIsTakenBackIsNotSentAndWhoHasItIsToldSo() {
        webhook("0", 100);
        long resident = resident(VILLAGE);
        TestBrowser browser = new TestBrowser();
        subscribe(resident, "/push/x", browser);
        Publication told = publication(VILLAGE);
        publish(told);
        turn();
        Publication untold = publication(VILLAGE);
        publish(untold);
        cancel(told);
        cancel(untold);
        turn();
        turn();
        List<JsonObject> texts = receiver.got().stream()
                .filter(got -> got.path().equals("/push/x"))
                .map(got -> new JsonObject(new String(browser.open(got.body()), StandardCharsets.UTF_8)))
                .toList();
        assertThat(texts).extracting(text -> text.getString("event")).containsExactly("published", "cancelled");
        assertThat(texts).extracting(text -> text.getString("tag")).containsOnly(Long.toString(told.seq()));
        assertThat(ledger("webpush", "cancelled")).isEqualTo(1);
        assertThat(receiver.got().stream()
                        .filter(got -> got.path().equals("/hook"))
                        .map(got -> new JsonObject(new String(got.body(), StandardCharsets.UTF_8)).getString("type")))
                .containsExactlyInAnyOrder("publication.published", "publication.cancelled", "publication.cancelled");
    }

    @Test
    void whatTakesBackWaitsForWhatIsOnItsWay() {
        Promise<Void> answered = Promise.promise();
        receiver.holding(answered.future());
        subscribe(resident(VILLAGE), "/push/x", new TestBrowser());
        webhook("0", 100);
        Publication publication = publication(VILLAGE);
        publish(publication);
        channels.tick().await();
        channels.tick().await();
        Eventually.eventually("both are under way", () -> receiver.got().size() == 2);
        cancel(publication);
        for (int i = 0; i < 4; i++) {
            channels.tick().await();
        }
        assertThat(house.sql("select event, attempt from delivery order by id"))
                .containsExactly(
                        List.of("published", "1"),
                        List.of("published", "1"),
                        List.of("cancelled", "0"),
                        List.of("cancelled", "0"));
        answered.complete();
        turn();
        assertThat(house.count("select count(*) from delivery where state = 'sent'"))
                .isEqualTo(4);
        assertThat(receiver.got()).hasSize(4);
    }

    @Test
    void whatTakesBackWaitsNoLongerThanTheLeaseOfOneWhoDied() {
        subscribe(resident(VILLAGE), "/push/x", new TestBrowser());
        Publication publication = publication(VILLAGE);
        publish(publication);
        turn();
        house.sql("update delivery set state = 'waiting', done_at = null");
        cancel(publication);
        channels.tick().await();
        channels.tick().await();
        assertThat(receiver.got()).hasSize(1);
        clock.forward(Duration.ofSeconds(31));
        turn();
        assertThat(house.sql("select event, state from delivery order by id"))
                .containsExactly(List.of("published", "suppressed"), List.of("cancelled", "sent"));
    }

    @Test
    void anEndpointThatFailsInARowIsLeftAloneForAWhile() {
        receiver.answering(n -> 503);
        webhook("0", 100);
        for (int i = 0; i < 10; i++) {
            publish(publication(VILLAGE));
            turn();
        }
        assertThat(receiver.got().size()).as("tries before it is left alone").isBetween(4, 7);
        assertThat(node.meters()
                        .counter("kepu.channels.refused", "reason", "endpoint-failing")
                        .count())
                .isPositive();
        assertThat(house.count("select sum(count) from channel_ledger where outcome = 'tried'"))
                .as("what was not tried is not counted")
                .isEqualTo(receiver.got().size());
        receiver.answering(n -> 200);
        clock.forward(Duration.ofHours(2));
        for (int i = 0; i < 4; i++) {
            turn();
            clock.forward(Duration.ofMinutes(2));
        }
        assertThat(house.count("select count(*) from delivery where state = 'sent'"))
                .isEqualTo(10);
    }

    @Test
    void aWebhookHearsOfItsScopeOnly() {
        webhook("510903", 100);
        webhook("5109", 100);
        webhook("3401", 100);
        publish(publication(VILLAGE));
        turn();
        assertThat(receiver.got()).hasSize(2);
    }

    /** One of the programs that share the database. */
    private record Node(OutsideChannels channels, SimpleMeterRegistry meters) implements AutoCloseable {
        @Override
        public void close() {
            channels.close();
        }
    }

    private Config.Channels channelSettings() {
        return new ConfigReader()
                .set("channels.allowedNetworks", "127.0.0.0/8")
                .set("channels.spreadRows", 4)
                .set("channels.attempts", 4)
                .set("channels.leaseSeconds", 30)
                .set("channels.breakerFailures", 4)
                .config()
                .channels();
    }

    private Node node() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        OutsideChannels.Ground ground = new OutsideChannels.Ground(
                vertx, database, secrets(), house.app().regions(), clock, meters);
        return new Node(
                OutsideChannels.open(ground, channelSettings(), "https://kepu.example")
                        .await(),
                meters);
    }

    private void turn() {
        turn(node);
    }

    /** Turns the handle until nothing is due and nothing under way. */
    private void turn(Node which) {
        Eventually.eventually("nothing is due or under way", () -> {
            which.channels().tick().await();
            return house.count(
                                    "select count(*) from delivery where state = 'waiting' and due_at <= ?::timestamptz",
                                    clock.instant().toString())
                            == 0
                    && house.count("select count(*) from outbox_plan where spread_at is null") == 0
                    && which.meters().get("kepu.channels.underway").gauge().value() == 0;
        });
    }

    private void publish(Publication publication) {
        database.transact(transaction -> channels.outlets().published(transaction, List.of(publication)))
                .await();
    }

    private void cancel(Publication publication) {
        house.sql(
                "update publication set cancelled_at = now(), cancel_seq = ? where seq = ?",
                publication.seq() + 1_000_000,
                publication.seq());
        database.transact(transaction -> channels.outlets().cancelled(transaction, List.of(publication)))
                .await();
    }

    private Publication publication(String... villages) {
        long seq = clock.instant().toEpochMilli() * 1_000 + ++publications;
        JsonObject audience = new JsonObject().put("region", List.of(villages));
        house.sql(
                "insert into publication (seq, campaign, item, audience, title, message, sender, published_at, expires_at)"
                        + " values (?, 'c1', ?, ?::jsonb, '秋收防火', '晒场莫堆在电线下', '回龙镇科普', ?::timestamptz, ?::timestamptz)",
                seq,
                item,
                audience.encode(),
                clock.instant().toString(),
                clock.instant().plus(Duration.ofDays(10)).toString());
        return new Publication(
                seq,
                "c1",
                item,
                AudienceJson.read(audience),
                List.of(),
                "秋收防火",
                "",
                "",
                clock.instant(),
                clock.instant().plus(Duration.ofDays(10)),
                0,
                null,
                new Handling(Lane.NORMAL, "0", null, "", Share.EVERYBODY, 0),
                Fate.OUT);
    }

    private long resident(String village) {
        return Long.parseLong(house.sql(
                        "insert into resident (village, consent_version, consent_at) values (?, '1', now()) returning id",
                        Long.valueOf(village))
                .getFirst()
                .getFirst());
    }

    private void subscribe(long resident, String path, TestBrowser browser) {
        channels.browsers()
                .subscribe(resident, browser.subscription(receiver.url(path)))
                .await();
    }

    private long webhook(String scope, int perDay) {
        return database.transact(transaction -> ChannelStore.add(
                        transaction,
                        new Webhook.Draft(kepu.region.RegionCode.of(scope), "网关", receiver.url("/hook"), perDay),
                        secrets().seal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"),
                        perDay,
                        house.count("select min(id) from staff"),
                        100))
                .await()
                .orElseThrow()
                .id();
    }

    private static Secrets secrets() {
        try {
            return Secrets.of("", house.config().data());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String state() {
        return house.sql("select state from delivery").getFirst().getFirst();
    }

    private static long ledger(String channel, String outcome) {
        return house.count(
                "select coalesce(sum(count), 0) from channel_ledger where channel = ? and outcome = ?",
                channel,
                outcome);
    }
}
