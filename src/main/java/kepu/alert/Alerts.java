package kepu.alert;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.push.Alarms;
import kepu.push.Hub;
import kepu.push.Viewer;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Changes;
import kepu.store.Database;

/** The room's parts put together, and the questions that need several of them. */
public final class Alerts implements AutoCloseable {
    /** A bulletin that some people of a village have not received. */
    public record Unreached(String id, String headline, List<String> items, Reach reach) {
        /** Who is left to be told face to face. */
        public long left() {
            return Math.max(0, reach.unreached() - reach.told());
        }
    }

    private static final String TITLE = "应急科普";
    private static final int THREADS = 2;

    private final Bulletins bulletins;
    private final Board board;
    private final News news;
    private final Receipts receipts;
    private final ReachStore reaches;
    private final RegionPoints points;
    private final BulletinJson json;
    private final Clock clock;
    private final Duration remembered;
    private final WorkerExecutor workers;

    /** What the room stands on. */
    public record Ground(Vertx vertx, Database database, Items items, Regions regions, Hub hub, Alarms alarms) {}

    public Alerts(Ground ground, Clock clock, Config.Bulletins config, int resumeHours, MeterRegistry meters) {
        this.clock = clock;
        this.remembered = Duration.ofHours(resumeHours);
        this.workers = ground.vertx().createSharedWorkerExecutor("bulletins", THREADS);
        this.json = new BulletinJson(ground.items(), ground.regions());
        this.board = new Board(json, clock, remembered, ground.hub()::announce, meters);
        BulletinStore store = new BulletinStore(ground.database());
        Reading reading = new Reading(workers, config.messageBytes(), config.reading(), meters);
        this.news = new News(store, reading, board, clock);
        this.points = new RegionPoints(ground.database(), workers);
        Areas areas = new Areas(
                new AreaCodes(ground.regions()), points, ground.regions(), config.corners(), config.regions());
        this.bulletins = new Bulletins(
                new Bulletins.Parts(ground.database(), store, reading, areas, news, new Sirens(ground.alarms(), clock)),
                ground.regions(),
                ground.items(),
                clock,
                config,
                meters);
        this.reaches = new ReachStore(ground.database());
        this.receipts = new Receipts(ground.vertx(), reaches, clock, config.receipts(), meters);
        ground.hub().begin(board);
        ground.items().onChange(catalogue -> board.renew());
    }

    /** Reads the live bulletins. At the boot, before the first line opens. */
    public Future<Void> load() {
        return news.load(remembered);
    }

    /** Takes part in erasures and exports of residents. */
    public void follow(Residents residents) {
        residents.onErase(reaches::erase, erased -> {});
        residents.onExport("bulletins", reaches::export);
    }

    public Bulletins bulletins() {
        return bulletins;
    }

    /** Takes in what other nodes change, and tells them. */
    public void follow(Changes changes) {
        news.follow(changes);
    }

    /** Tells what begins and what is over. Called every second. */
    public Future<Void> tick() {
        board.tick();
        return Future.succeededFuture();
    }

    /** A bulletin for staff. */
    public JsonObject whole(Bulletin bulletin) {
        return json.whole(bulletin, clock.instant());
    }

    /** What stands above the feed of a reader: a JSON array, from memory. */
    public String above(Viewer viewer) {
        return texts(board.above(viewer));
    }

    /** The same for somebody of whom only a region is known. */
    public String above(RegionCode region) {
        return texts(board.above(region));
    }

    /** The same above an inbox, with {@code acknowledged} for each. */
    public Future<JsonArray> aboveInbox(Viewer viewer) {
        List<Board.Shown> above = board.above(viewer);
        if (viewer instanceof Viewer.OfResident(Resident resident) && !above.isEmpty()) {
            List<String> ids =
                    above.stream().map(shown -> shown.bulletin().id()).toList();
            return reaches.acknowledged(resident.id(), ids).map(known -> array(above, known));
        }
        return Future.succeededFuture(array(above, Set.of()));
    }

    /** Records that a resident received or acknowledged a bulletin that stands above their feed; another one's is passed over. */
    public Future<Boolean> receive(Resident resident, String id, boolean acknowledged) {
        RegionCode village = RegionCode.village(resident.village());
        Optional<Bulletin> own = board.find(id)
                .filter(bulletin -> bulletin.regions().stream().anyMatch(region -> region.contains(village)));
        return own.isEmpty()
                ? Future.succeededFuture(false)
                : receipts.add(new Receipts.Receipt(id, resident.id(), acknowledged))
                        .map(true);
    }

    /** How far a bulletin came within {@code region}, by the regions below it; a village by itself. */
    public Future<List<Reach>> reach(Bulletin bulletin, RegionCode region) {
        return reaches.reach(bulletin.id(), bulletin.regions(), region, Reach.below(region));
    }

    /** The same as far as it may be told to staff of {@code scope}, whose own village it is not. */
    public Future<List<Reach>> told(Bulletin bulletin, RegionCode scope, RegionCode region) {
        return reaches.reach(bulletin.id(), bulletin.regions(), scope, Level.VILLAGE)
                .map(villages -> Reach.told(villages, scope, region));
    }

    /** Where the regions below {@code region} lie, as far as somebody imported it. */
    public Future<Map<RegionCode, RegionPoints.Place>> places(RegionCode region) {
        return points.parts(region, Reach.below(region));
    }

    /** The bulletins of which people of the village are left to be told. */
    public Future<List<Unreached>> unreached(RegionCode village) {
        Future<List<Unreached>> all = Future.succeededFuture(List.of());
        for (Bulletin bulletin : board.of(village)) {
            all = all.compose(list -> unreached(bulletin, village).map(one -> {
                List<Unreached> more = new java.util.ArrayList<>(list);
                one.filter(some -> some.left() > 0).ifPresent(more::add);
                return more;
            }));
        }
        return all;
    }

    /** Whether the village is under a bulletin, so that a service there can be counted for it. */
    public boolean isUnder(RegionCode village, String id) {
        return board.of(village).stream().anyMatch(bulletin -> bulletin.id().equals(id));
    }

    /** Notes that a counted service told people of a bulletin. */
    public Future<Void> visit(SqlClient transaction, long service, String id, RegionCode village, int people) {
        return ReachStore.visit(transaction, service, id, village.first(), people);
    }

    /** The Atom feed of what is public. {@code url} is how this server is reached. */
    public Future<Buffer> atom(String url) {
        return bulletins.feed().map(found -> CapFeed.write(found, url, TITLE));
    }

    @Override
    public void close() {
        workers.close();
    }

    private Future<Optional<Unreached>> unreached(Bulletin bulletin, RegionCode village) {
        Instant now = clock.instant();
        return reach(bulletin, village)
                .map(rows -> bulletin.segment(region -> region.contains(village), "", now)
                        .flatMap(segment -> rows.stream()
                                .findFirst()
                                .map(reach -> new Unreached(
                                        bulletin.id(),
                                        json.shown(bulletin, segment).getString("headline"),
                                        segment.info().items(),
                                        reach))));
    }

    private static String texts(List<Board.Shown> shown) {
        if (shown.isEmpty()) {
            return "[]";
        }
        return shown.stream().map(Board.Shown::text).collect(java.util.stream.Collectors.joining(",", "[", "]"));
    }

    private static JsonArray array(List<Board.Shown> shown, Set<String> acknowledged) {
        JsonArray array = new JsonArray();
        shown.forEach(one -> array.add(one.json()
                .copy()
                .put("acknowledged", acknowledged.contains(one.bulletin().id()))));
        return array;
    }
}
