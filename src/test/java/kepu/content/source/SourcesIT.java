package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Feeds come in from real servers: once each, politely, and whatever one of them does, the others come in. */
class SourcesIT {
    private static final String XML = "application/rss+xml";

    @RegisterExtension
    static final House house = new House()
            .with("sources.allowedNetworks", "127.0.0.0/8")
            .with("sources.fetchMillis", 2_000)
            .with("sources.feedBytes", 1 << 20);

    @RegisterExtension
    static final Site site = new Site();

    private static Newsroom room;

    private final long seed = new Random().nextLong();
    private final Prose prose = new Prose(seed);

    @BeforeAll
    static void prepare() {
        room = Newsroom.of(house, "0");
    }

    @Test
    void whatDidNotChangeIsNotReadAgainAndNothingComesTwice() {
        String feed = Prose.rss(List.of(Prose.item("1", "一", prose.text(200)), Prose.item("2", "二", prose.text(200))));
        site.at("/polite", request -> {
            if ("\"v1\"".equals(request.getHeader("if-none-match"))) {
                request.response().setStatusCode(304).end();
            } else {
                request.response()
                        .putHeader("etag", "\"v1\"")
                        .putHeader("last-modified", "Thu, 12 Mar 2026 01:30:00 GMT")
                        .end(feed);
            }
        });
        String source = room.added("0", "有礼貌", site.url("/polite"));
        assertThat(room.first(source).getInteger("fresh")).isEqualTo(2);
        JsonObject second = room.again(source);
        assertThat(second.getString("outcome")).isEqualTo("unchanged");
        Site.Asked asked = site.asked("/polite").getLast();
        assertThat(asked.headers())
                .containsEntry("if-none-match", "\"v1\"")
                .containsEntry("if-modified-since", "Thu, 12 Mar 2026 01:30:00 GMT")
                .containsEntry("accept-encoding", "gzip");
        assertThat(asked.headers().get("user-agent")).startsWith("kepu");
        assertThat(house.post("/v1/library/sources/" + source + "/poll", null, room.token())
                        .status())
                .isEqualTo(202);
        assertThat(room.polls(source, 3).getJsonObject(0).getInteger("known"))
                .as("asked for as if for the first time")
                .isEqualTo(2);
        assertThat(house.count("select count(*) from source_entry where source = ?", Long.valueOf(source)))
                .isEqualTo(2);
    }

    @Test
    void whatTheSourceRewritesIsWrittenOver() {
        site.at("/rewritten", XML, Prose.rss(List.of(Prose.item("1", "原题", "原文。"), Prose.item("2", "二", "二。"))));
        String source = room.added("0", "会改", site.url("/rewritten"));
        room.first(source);
        site.at("/rewritten", XML, Prose.rss(List.of(Prose.item("1", "更正", "改了。"), Prose.item("2", "二", "二。"))));
        JsonObject second = room.again(source);
        assertThat(second.getInteger("revised")).isEqualTo(1);
        assertThat(second.getInteger("known")).isEqualTo(1);
        JsonObject entry = room.entries("new", source).getLast();
        assertThat(entry.getString("title")).isEqualTo("更正");
        assertThat(entry.getString("revisedAt")).isNotNull();
    }

    @Test
    void everyMalformedFeedLeavesItsRecordAndTheGoodOnesComeIn() {
        List<String> good = new ArrayList<>();
        List<String> bad = new ArrayList<>();
        for (BadFeeds.Bad one : BadFeeds.ALL) {
            String path = "/bad/" + bad.size();
            site.at(path, request -> {
                if (one.packing() != null) {
                    request.response().putHeader("content-encoding", one.packing());
                }
                request.response().putHeader("content-type", one.contentType()).end(Buffer.buffer(one.bytes()));
            });
            bad.add(room.added("0", "坏的" + bad.size(), site.url(path)));
            site.at("/good/" + good.size(), XML, Prose.rss(List.of(Prose.item("1", "好的", prose.text(300)))));
            good.add(room.added("0", "好的" + good.size(), site.url("/good/" + good.size())));
        }
        for (int i = 0; i < bad.size(); i++) {
            BadFeeds.Bad expected = BadFeeds.ALL.get(i);
            JsonObject poll = room.first(bad.get(i));
            assertThat(poll.getString("outcome")).as(expected.name()).isEqualTo("failed");
            assertThat(poll.getString("type")).as(expected.name()).isEqualTo(expected.type());
            assertThat(poll.getString("detail")).as(expected.name()).containsPattern("\\p{IsHan}");
            assertThat(room.first(good.get(i)).getInteger("fresh")).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsSlowEndlessOrAwayIsGivenUp() {
        site.at("/silent", request -> {});
        site.at("/dripping", request -> {
            request.response().setChunked(true).write("<rss>");
        });
        site.at("/endless", request -> pour(request.response().setChunked(true)));
        site.at(
                "/announced",
                request -> request.response()
                        .putHeader("content-length", "9000000000")
                        .write("<rss>"));
        site.at(
                "/cut",
                request -> request.response()
                        .putHeader("content-length", "1000")
                        .write("<rss>")
                        .onComplete(done -> request.connection().close()));
        site.at(
                "/round",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", "/round")
                        .end());
        site.at(
                "/nowhere",
                request -> request.response()
                        .setStatusCode(302)
                        .putHeader("location", "file:///etc/passwd")
                        .end());
        site.at("/error", request -> request.response().setStatusCode(500).end());
        site.at("/secret", request -> request.response().setStatusCode(403).end());
        assertFails("/silent", "feed-slow", "feed-unreachable");
        assertFails("/dripping", "feed-slow");
        assertFails("/endless", "feed-too-large");
        assertFails("/announced", "feed-slow", "feed-too-large");
        assertFails("/cut", "feed-cut");
        assertFails("/round", "feed-redirect");
        assertFails("/nowhere", "feed-redirect");
        assertFails("/error", "feed-status");
        assertFails("/secret", "feed-forbidden");
        assertFails("/lost", "feed-missing");
    }

    @Test
    void aRedirectLeadsOnlyWhereASourceMayBe() {
        site.at(
                "/moved",
                request -> request.response()
                        .setStatusCode(301)
                        .putHeader("location", "/target")
                        .end());
        site.at("/target", XML, Prose.rss(List.of(Prose.item("1", "搬家", prose.text(100)))));
        assertThat(room.first(room.added("0", "搬家", site.url("/moved"))).getInteger("fresh"))
                .isEqualTo(1);
        for (String inside :
                List.of("http://10.0.0.1/feed", "http://169.254.169.254/latest/meta-data", "http://[::1]/feed")) {
            site.at(
                    "/inside",
                    request -> request.response()
                            .setStatusCode(302)
                            .putHeader("location", inside)
                            .end());
            String source = room.added("0", "指向内网", site.url("/inside?" + inside.length() + System.nanoTime()));
            assertThat(room.first(source).getString("type")).as(inside).isEqualTo("endpoint-forbidden");
        }
        for (String inside : List.of(
                "http://10.0.0.1/feed",
                "https://169.254.169.254/x",
                "ftp://127.0.0.1/feed",
                "http://u:p@127.0.0.1/feed")) {
            Refusal.of(room.add("0", "内网", inside), 400, "endpoint-forbidden");
        }
    }

    @Test
    void aBusyServerIsLeftAloneForAsLongAsItAsksAndAGoneOneForEver() {
        site.at(
                "/busy",
                request -> request.response()
                        .setStatusCode(429)
                        .putHeader("retry-after", "7200")
                        .end());
        String busy = room.added("0", "很忙", site.url("/busy"));
        assertThat(room.first(busy).getString("type")).isEqualTo("feed-busy");
        JsonObject source =
                house.get("/v1/library/sources/" + busy, room.token()).json();
        assertThat(OffsetDateTime.parse(source.getString("dueAt")))
                .isAfter(OffsetDateTime.now(java.time.ZoneOffset.UTC).plusMinutes(119));
        assertThat(source.getInteger("failures")).isEqualTo(1);
        site.at("/gone", request -> request.response().setStatusCode(410).end());
        String gone = room.added("0", "停用", site.url("/gone"));
        assertThat(room.first(gone).getString("type")).isEqualTo("feed-gone");
        assertThat(house.get("/v1/library/sources/" + gone, room.token()).json().getBoolean("active"))
                .isFalse();
    }

    @Test
    void manyEntriesFromManySourcesComeInOnceAndReprintsStandBesideTheirFirst() {
        List<String> texts =
                IntStream.range(0, 420).mapToObj(i -> prose.text(300)).toList();
        List<String> items = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            String text = i < 420 ? texts.get(i) : prose.reprint(texts.get(i - 420));
            items.add(Prose.item("n" + i, "第" + i + "篇" + seed, text));
        }
        List<String> mixed = Prose.shuffled(items, seed);
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            String path = "/many/" + i;
            site.at(path, XML, Prose.rss(mixed.subList(i * 100, i * 100 + 100)));
            sources.add(room.added("0", "很多" + i, site.url(path)));
        }
        int fresh = 0;
        int duplicates = 0;
        for (String source : sources) {
            JsonObject poll = room.first(source);
            fresh += poll.getInteger("fresh");
            duplicates += poll.getInteger("duplicates");
            assertThat(poll.getInteger("refused")).isZero();
        }
        assertThat(fresh + duplicates).as("seed %d", seed).isEqualTo(600);
        assertThat(duplicates).as("seed %d", seed).isEqualTo(180);
        assertThat(house.count("select count(*) from source_entry e join source_entry l on l.id = e.leader"
                        + " where e.state = 'duplicate' and l.state <> 'new' and e.title like '%" + seed + "'"))
                .isZero();
        sources.forEach(room::again);
        assertThat(house.count("select count(*) from source_entry where title like '%" + seed + "'"))
                .isEqualTo(600);
    }

    @Test
    void nearDuplicatesAreComparedMergedAndTakenApartAgain() {
        String text = prose.text(400);
        site.at("/one", XML, Prose.rss(List.of(Prose.item("1", "同一件事", text))));
        site.at(
                "/two",
                XML,
                Prose.rss(
                        List.of(Prose.item("1", "同一件事", prose.reprint(text)), Prose.item("2", "别的", prose.text(400)))));
        String one = room.added("0", "甲报", site.url("/one"));
        room.first(one);
        String two = room.added("0", "乙报", site.url("/two"));
        assertThat(room.first(two).getInteger("duplicates")).isEqualTo(1);
        String main = room.entries("new", one).getFirst().getString("id");
        JsonObject view = room.entry(main);
        JsonObject beside = view.getJsonArray("alike").getJsonObject(0);
        String reprint = beside.getJsonObject("entry").getString("id");
        assertThat(beside.getDouble("similarity")).isBetween(0.5, 1.0);
        assertThat(beside.getJsonArray("onlyThere").encode())
                .contains("责任编辑：某某")
                .contains("本报讯");
        String other = room.entries("new", two).getFirst().getString("id");
        Refusal.of(room.decide(main, "merge", new JsonObject().put("others", List.of(other))), 409, "entries-unlike");
        assertThat(room.decide(reprint, "merge", new JsonObject().put("others", List.of(main)))
                        .status())
                .isEqualTo(200);
        assertThat(room.entry(main).getJsonObject("entry").getString("state")).isEqualTo("merged");
        assertThat(room.entry(main).getJsonObject("entry").getString("main")).isEqualTo(reprint);
        Refusal.of(room.decide(main, "dismiss", new JsonObject().put("reason", "重复")), 409, "entry-decided");
        assertThat(room.decide(main, "reopen", null).status()).isEqualTo(200);
        assertThat(room.entry(main).getJsonObject("entry").getString("state")).isEqualTo("new");
        assertThat(room.decide(other, "dismiss", new JsonObject().put("reason", "与本地无关"))
                        .json()
                        .getJsonObject("entry")
                        .getString("reason"))
                .isEqualTo("与本地无关");
        Refusal.of(room.decide(other, "accept", new JsonObject()), 409, "entry-decided");
    }

    @Test
    void staffSeeTheSourcesOfTheirScopeOnly() {
        site.at("/scoped", XML, Prose.rss(List.of(Prose.item("1", "船山", prose.text(100)))));
        Newsroom local = Newsroom.of(house, "510903");
        Refusal.of(local.add("0", "越界", site.url("/scoped")), 403, "outside-scope");
        String own = local.added("510903", "船山", site.url("/scoped"));
        Refusal.of(local.add("510903", "又一次", site.url("/scoped")), 409, "source-known");
        local.first(own);
        String entry = local.entries("new", own).getFirst().getString("id");
        Newsroom neighbour = Newsroom.of(house, "510904");
        Refusal.of(house.get("/v1/library/sources/" + own, neighbour.token()), 404, "source-missing");
        Refusal.of(house.get("/v1/library/entries/" + entry, neighbour.token()), 404, "entry-missing");
        Refusal.of(neighbour.decide(entry, "dismiss", new JsonObject().put("reason", "不要")), 404, "entry-missing");
        assertThat(house.get("/v1/library/sources", neighbour.token()).text()).doesNotContain("/scoped");
        assertThat(local.entries("new", own)).hasSize(1);
        assertThat(house.get("/v1/library/sources/" + own, house.staff(Role.ADMINISTRATOR, "5109"))
                        .json()
                        .getJsonObject("given")
                        .getJsonArray("regions"))
                .as("what says nothing else is for its own region")
                .containsExactly("510903");
    }

    @Test
    void aSourceThatIsSwitchedOffIsNotLookedAt() {
        site.at("/off", XML, Prose.rss(List.of(Prose.item("1", "停", prose.text(100)))));
        String source = room.added("0", "会停", site.url("/off"));
        room.first(source);
        String path = "/v1/library/sources/" + source;
        assertThat(house.send("PATCH", path, new JsonObject().put("active", false), room.token())
                        .json()
                        .getBoolean("active"))
                .isFalse();
        house.sql("update source set due_at = now() where id = ?", Long.valueOf(source));
        room.again(room.added("0", "另一个", site.url("/off?2")));
        assertThat(site.asked("/off")).as("the other one twice, this one once").hasSize(3);
        Refusal.of(house.send("PATCH", path, new JsonObject().put("intervalSeconds", 1), room.token()), 400)
                .at("/intervalSeconds");
    }

    @Test
    void aReaderThatDiedIsFollowedByAnother() {
        site.at("/died", XML, Prose.rss(List.of(Prose.item("1", "接着读", prose.text(100)))));
        String source = room.added("0", "接着读", site.url("/died"));
        room.first(source);
        house.sql(
                "update source set turn = turn + 1, due_at = now() + interval '300 seconds' where id = ?",
                Long.valueOf(source));
        Eventually.eventually(
                "nobody looks while the lease lasts", () -> site.asked("/died").size() == 1);
        house.sql("update source set due_at = due_at - interval '301 seconds' where id = ?", Long.valueOf(source));
        assertThat(room.polls(source, 2)).hasSize(2);
        assertThat(Duration.ofSeconds(house.config().sources().leaseSeconds())).isEqualTo(Duration.ofSeconds(300));
    }

    private static void assertFails(String path, String... types) {
        JsonObject poll = room.first(room.added("0", "坏" + path, site.url(path)));
        assertThat(poll.getString("outcome")).as(path).isEqualTo("failed");
        assertThat(poll.getString("type")).as(path).isIn((Object[]) types);
        assertThat(poll.getString("detail")).as(path).containsPattern("\\p{IsHan}");
    }

    private static void pour(io.vertx.core.http.HttpServerResponse response) {
        if (!response.closed()) {
            response.write("<item>" + "x".repeat(8_000) + "</item>").onSuccess(done -> pour(response));
        }
    }
}
