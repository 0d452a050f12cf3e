package kepu.push;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.people.Accounts;
import kepu.people.Role;
import kepu.people.Secrets;
import kepu.push.channel.Receiver;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;
import kepu.testing.House;

/**
 * A campaign with everybody who takes part, while something is killed: the residents of two villages, and of a third that is none of its
 * audience; some with phones on, others who come back later; gateways; an operator who publishes; and people who look into their inbox all the
 * time, which may be refused and may not be wrong. With several nodes everybody has one of them, and the operator asks them in turn.
 */
final class Turmoil implements AutoCloseable {
    static final List<String> AUDIENCE = List.of("510903100208", "510903100210");
    static final int ITEMS_EACH = 3;

    private static final String BESIDE = "510903100211";
    private static final int RESIDENTS = 100;
    private static final int RESIDENTS_BESIDE = 40;
    private static final int PHONES = 20;
    private static final int PHONES_BESIDE = 4;
    private static final int LOOKING = 2;
    private static final int RETURNING = 10;
    private static final int WEBHOOKS_MET = 2;

    /** Settings of the node, by path: without limits on pushes, with short leases, sealing often. */
    static Map<String, Object> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("channels.allowedNetworks", "127.0.0.0/8");
        settings.put("channels.mostUnderWay", 2);
        settings.put("channels.sendMillis", 1_000);
        settings.put("channels.leaseSeconds", 3);
        settings.put("channels.backoffSeconds", 1);
        settings.put("services.sealSeconds", 1);
        settings.put("services.blockRows", 100);
        settings.put("people.tokenMinutes", 1_440);
        settings.put("database.statementMillis", 5_000);
        return settings;
    }

    private final long seed;
    private final Random random;
    private final DatabaseAddress address;
    private final Secrets nodeSecrets;
    /** One for each node. */
    private final List<Calls> calls;

    private final AtomicInteger turn = new AtomicInteger();
    private final Receiver gateway = new Receiver();
    private final Map<String, String> secrets = new ConcurrentHashMap<>();
    private final List<String> residents = new ArrayList<>();
    private final List<String> beside = new ArrayList<>();
    private final List<Phone> phones = new ArrayList<>();
    private final List<Phone> phonesBeside = new ArrayList<>();
    private final List<CompletableFuture<Void>> looking = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final AtomicInteger looks = new AtomicInteger();
    private final String operator;
    private final String begin;
    private List<String> items = List.of();
    private int campaigns;
    private volatile boolean isOver;

    /** On a node that serves, with this database and secret. */
    Turmoil(Supplier<URI> node, DatabaseAddress address, Secrets secrets, long seed) throws Exception {
        this(List.of(node), address, secrets, seed);
    }

    /** On several that serve. */
    Turmoil(List<Supplier<URI>> nodes, DatabaseAddress address, Secrets secrets, long seed) throws Exception {
        this.nodeSecrets = secrets;
        this.seed = seed;
        this.random = new Random(seed);
        this.address = address;
        this.calls = nodes.stream().map(Calls::new).toList();
        try (Bulk bulk = Bulk.open(address)) {
            operator = staff(bulk, "operator", Role.OPERATOR);
            gateways(staff(bulk, "administrator", Role.ADMINISTRATOR));
            items = bulk.read("select id from item order by md5(id || '" + seed + "')", row -> row.getString(1));
        }
        AUDIENCE.forEach(village -> residents.addAll(register(village, RESIDENTS)));
        beside.addAll(register(BESIDE, RESIDENTS_BESIDE));
        begin = inbox(residents.getFirst()).getString("offset");
        switchOn();
    }

    /** The node of somebody who stays with it. */
    private Calls of(int person) {
        return calls.get(person % calls.size());
    }

    /** The node whose turn it is. */
    private Calls next() {
        return of(turn.getAndIncrement());
    }

    private String staff(Bulk bulk, String account, Role role) throws Exception {
        String password = Accounts.add(bulk, account, account, role, RegionCode.of("5109"));
        return token(new JsonObject().put("account", account).put("password", password));
    }

    private String token(JsonObject login) {
        Calls.Answer answer = next().insist("POST", "/v1/sessions", login, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        return answer.json().getString("token");
    }

    private List<String> register(String village, int count) {
        return IntStream.range(0, count)
                .parallel()
                .mapToObj(i -> token(new JsonObject()
                        .put("phone", House.phone())
                        .put("code", "000000")
                        .put("village", village)
                        .put("consent", true)))
                .toList();
    }

    /** Two whose scope meets the audience, and one of another county. */
    private void gateways(String administrator) {
        for (String scope : List.of("5109", AUDIENCE.getFirst(), "510904")) {
            JsonObject webhook =
                    new JsonObject().put("scope", scope).put("name", "网关").put("url", gateway.url("/" + scope));
            Calls.Answer made = next().insist("POST", "/v1/channels/webhooks", webhook, administrator);
            assertThat(made.status()).as(made.text()).isEqualTo(201);
            secrets.put("/" + scope, made.json().getString("secret"));
        }
    }

    private void switchOn() {
        for (int i = 0; i < PHONES; i++) {
            phones.add(Phone.on(of(i / 2), residents.get(i), i % 2 == 0, null));
            phones.add(Phone.on(of(i / 2), residents.get(RESIDENTS + i), i % 2 == 0, null));
        }
        for (int i = 0; i < PHONES_BESIDE; i++) {
            phonesBeside.add(Phone.on(of(i / 2), beside.get(i), i % 2 == 0, null));
        }
        phones.forEach(phone -> soon("a phone is on", phone.ready()));
        phonesBeside.forEach(phone -> soon("a phone is on", phone.ready()));
        for (int i = 0; i < LOOKING; i++) {
            looking.add(look(of(i), residents.get(RESIDENTS - 1 - i), true));
            looking.add(look(of(i), beside.get(RESIDENTS_BESIDE - 1 - i), false));
        }
    }

    /**
     * Somebody looks into their inbox again and again: nothing is twice, what was there stays, and what was acknowledged is there, which on
     * another node than the one that acknowledged it takes a moment.
     */
    private CompletableFuture<Void> look(Calls node, String token, boolean isAudience) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                Set<String> seen = new HashSet<>();
                URI seenAt = node.uri("");
                while (!isOver) {
                    URI at = node.uri("");
                    if (!at.equals(seenAt)) {
                        seen.clear();
                    }
                    seenAt = at;
                    if (isAudience && calls.size() == 1) {
                        seen.addAll(acknowledged);
                    }
                    Calls.Answer answer = node.once("GET", "/v1/inbox?size=100", null, token);
                    if (answer != null && node.uri("").equals(at)) {
                        List<String> ids = ids(answer.json());
                        assertThat(ids)
                                .as(answer.text())
                                .doesNotHaveDuplicates()
                                .containsAll(seen);
                        assertThat(isAudience || ids.isEmpty()).isTrue();
                        seen.addAll(ids);
                        looks.incrementAndGet();
                    }
                    node.pause();
                }
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    /** Publishes so many campaigns more, one after the other, every third by the clock; whatever gets no answer is tried again. */
    CompletableFuture<Void> publishing(int count) {
        int first = campaigns;
        campaigns += count;
        CompletableFuture<Void> end = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                for (int i = first; i < first + count; i++) {
                    publish(i);
                }
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
        return end;
    }

    private void publish(int number) {
        JsonObject draft = new JsonObject()
                .put("title", "科普推送")
                .put("items", new JsonArray(itemsOf(number)))
                .put("audience", new JsonObject().put("region", new JsonArray(AUDIENCE)));
        if (number % 3 == 2) {
            draft.put("startAt", Instant.now().plusSeconds(1).toString());
        }
        Calls.Answer made = next().insist(
                        "POST", "/v1/campaigns", draft, operator, Map.of("Idempotency-Key", "campaign-" + number));
        assertThat(made.status()).as(made.text()).isBetween(200, 201);
        String path = "/v1/campaigns/" + made.json().getString("id");
        JsonObject campaign = made.json();
        while (!campaign.getString("state").equals("running")) {
            campaign = campaign.getString("state").equals("draft") ? submitted(path) : found(path);
            of(0).pause();
        }
        campaign.getJsonArray("publications").forEach(seq -> acknowledged.add((String) seq));
    }

    /** A try that got no answer may have been the one that counted. */
    private JsonObject submitted(String path) {
        Calls.Answer answer = next().insist("POST", path + "/submit", null, operator);
        assertThat(answer.status()).as(answer.text()).isIn(200, 409);
        return answer.status() == 200 ? answer.json() : found(path);
    }

    private JsonObject found(String path) {
        Calls.Answer answer = next().insist("GET", path, null, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private List<String> itemsOf(int campaign) {
        return items.subList(campaign * ITEMS_EACH, (campaign + 1) * ITEMS_EACH);
    }

    /** Returns somewhere in the middle of what {@code count} campaigns set off, drawn by the seed: so many are told, read, or called out. */
    void reachTheMiddle(int count) {
        int publications = count * ITEMS_EACH;
        switch (random.nextInt(3)) {
            case 0 -> reach("are told", this::told, publications * phones.size());
            case 1 -> reach("are read", this::read, publications * phones.size());
            default -> reach("are called out", () -> gateway.got().size(), publications * WEBHOOKS_MET);
        }
    }

    private void reach(String what, Supplier<Integer> progress, int most) {
        int enough = progress.get() + 1 + random.nextInt(most * 3 / 4);
        eventually("seed " + seed + ": " + enough + " " + what, () -> progress.get() >= enough || isBroken());
        System.out.printf("%,d %s%n", progress.get(), what);
    }

    private int told() {
        return phones.stream().mapToInt(Phone::toldCount).sum();
    }

    private int read() {
        return phones.stream().mapToInt(Phone::read).sum();
    }

    private boolean isBroken() {
        return phones.stream().anyMatch(Phone::isBroken)
                || looking.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }

    /** Waits until every phone is on again, in its line of this number. */
    void everybodyIsOn(int lines) {
        eventually(
                "seed " + seed + ": all have line " + lines,
                () -> isBroken()
                        || Stream.concat(phones.stream(), phonesBeside.stream())
                                .allMatch(phone -> phone.opened() >= lines));
    }

    /** The waits that nodes asked phones for as they ended, in the order of time for each phone. */
    List<List<Long>> waits() {
        return Stream.concat(phones.stream(), phonesBeside.stream())
                .map(Phone::waits)
                .toList();
    }

    /** Waits until all is said, and ends what people do. */
    void settle() {
        int publications = campaigns * ITEMS_EACH;
        eventually("seed " + seed + ": all is read", () -> read() >= publications * phones.size() || isBroken());
        isOver = true;
        phones.forEach(phone -> soon("a phone, seed " + seed, phone.off()));
        phonesBeside.forEach(phone -> soon("a phone beside, seed " + seed, phone.off()));
        looking.forEach(look -> soon("somebody who looks, seed " + seed, look));
    }

    /** What came to whom, in the end. */
    private Reckoning reckoning() {
        return new Reckoning(address, nodeSecrets, seed);
    }

    /** Whoever has it all: on the lines of their lives, in the inbox, when they come back. */
    void assertEverybodyHasEverythingOnce() throws Exception {
        assertEverybodyHasEverythingOnce(new Reckoning.Beside(0, 0));
    }

    /** The same where others did something too. */
    void assertEverybodyHasEverythingOnce(Reckoning.Beside others) throws Exception {
        List<String> published = reckoning().publications(plan());
        assertThat(acknowledged).containsExactlyInAnyOrderElementsOf(published);
        for (Phone phone : phones) {
            assertThat(phone.told()).as("seed %d: a phone", seed).isEqualTo(published);
            assertThat(phone.report(phone.told())).as("sent once more").isZero();
        }
        phonesBeside.forEach(
                phone -> assertThat(phone.told()).as("seed %d: beside", seed).isEmpty());
        for (String resident : residents) {
            assertThat(ids(inbox(resident)).reversed())
                    .as("seed %d: an inbox", seed)
                    .isEqualTo(published);
        }
        for (String resident : beside) {
            assertThat(ids(inbox(resident))).as("seed %d: beside", seed).isEmpty();
        }
        for (int i = 0; i < RETURNING; i++) {
            Phone back = Phone.on(of(i / 2), residents.get(PHONES + i), i % 2 == 0, begin);
            phones.add(back);
            eventually(
                    "seed " + seed + ": who comes back is told",
                    () -> back.read() >= published.size() || back.isBroken());
            soon("who came back, seed " + seed, back.off());
            assertThat(back.told()).as("seed %d: who came back", seed).isEqualTo(published);
        }
        reckoning().assertRecord(phones.size(), published.size(), others);
        reckoning().assertCalls(gateway.got(), secrets, published, WEBHOOKS_MET);
        System.out.printf(
                "%d publications; %d inboxes, %d phones in %d lines, %d looks; %d calls for %d deliveries; %d answers of 503, %d broken calls%n",
                published.size(),
                residents.size(),
                phones.size(),
                phones.stream().mapToInt(Phone::opened).sum(),
                looks.get(),
                gateway.got().size(),
                published.size() * WEBHOOKS_MET,
                calls.stream().mapToInt(Calls::refusals).sum(),
                calls.stream().mapToInt(Calls::broken).sum());
    }

    /** Lines that phones had so far, one each when none broke. */
    int linesOfAPhone() {
        return phones.stream().mapToInt(Phone::opened).max().orElse(0);
    }

    /** The items that were to go out, each once. */
    private Set<String> plan() {
        return new HashSet<>(items.subList(0, campaigns * ITEMS_EACH));
    }

    private JsonObject inbox(String token) {
        Calls.Answer answer = next().insist("GET", "/v1/inbox?size=100", null, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    private static List<String> ids(JsonObject inbox) {
        return inbox.getJsonArray("publications").stream()
                .map(entry -> ((JsonObject) entry).getString("id"))
                .toList();
    }

    @Override
    public void close() {
        isOver = true;
        phones.forEach(Phone::off);
        phonesBeside.forEach(Phone::off);
        gateway.close();
    }
}
