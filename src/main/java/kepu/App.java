package kepu;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kepu.activity.EventParts;
import kepu.activity.EventStore;
import kepu.activity.Ingest;
import kepu.activity.LotStore;
import kepu.activity.Lots;
import kepu.activity.Retention;
import kepu.activity.Sealer;
import kepu.activity.ServiceStore;
import kepu.alert.Alerts;
import kepu.config.Config;
import kepu.content.Items;
import kepu.content.Library;
import kepu.http.Rooms;
import kepu.http.Server;
import kepu.insight.Exports;
import kepu.insight.Outreach;
import kepu.insight.Population;
import kepu.insight.RollUp;
import kepu.insight.ServiceFigures;
import kepu.ops.Health;
import kepu.ops.Jobs;
import kepu.ops.Management;
import kepu.people.Codes;
import kepu.people.EndedSessions;
import kepu.people.Guardians;
import kepu.people.Passwords;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.people.Secrets;
import kepu.people.Sessions;
import kepu.people.SigningKeys;
import kepu.people.Staffing;
import kepu.people.Tags;
import kepu.people.Tokens;
import kepu.people.VerifiedTokens;
import kepu.push.Push;
import kepu.push.PushedLately;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.Suggesting;
import kepu.push.channel.OutsideChannels;
import kepu.recommend.ChildrenFeeds;
import kepu.recommend.Counts;
import kepu.recommend.ExpectedStore;
import kepu.recommend.FeedDryRun;
import kepu.recommend.Feeds;
import kepu.recommend.Histories;
import kepu.recommend.PreparedFeeds;
import kepu.recommend.Preparing;
import kepu.recommend.Preview;
import kepu.recommend.Recount;
import kepu.recommend.RuleOrders;
import kepu.recommend.Served;
import kepu.recommend.Serving;
import kepu.recommend.SharedFeeds;
import kepu.recommend.TopicTags;
import kepu.recommend.model.Model;
import kepu.recommend.model.ModelFile;
import kepu.recommend.release.Models;
import kepu.recommend.release.Registry;
import kepu.recommend.rules.Rules;
import kepu.recommend.rules.Sampling;
import kepu.region.Divisions;
import kepu.region.Regions;
import kepu.rumour.ClaimLibrary;
import kepu.rumour.Rumours;
import kepu.store.Bulk;
import kepu.store.Bus;
import kepu.store.Changes;
import kepu.store.Database;
import kepu.store.DatabaseAddress;
import kepu.store.Gathering;
import kepu.store.Leases;
import kepu.store.Reader;
import kepu.store.RedisBus;
import kepu.store.RedisServers;
import kepu.store.Replica;
import kepu.store.cache.Cache;
import kepu.store.cache.Filled;
import kepu.store.cache.Marks;
import kepu.store.cache.MemoryCache;
import kepu.store.cache.RedisCache;

/** Every long-lived object, made in the order of starting and closed in reverse: the wiring diagram of the house. */
public final class App implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Duration JOB_LEASE = Duration.ofMinutes(1);
    /** The model that makes feeds. */
    static final String MODEL = "feed";

    private final Opened open = new Opened();
    private final Config config;
    private final Regions regions;
    private final Tokens tokens;
    private final Push push;
    private final Rumours rumours;
    private final Recount recount;
    private final int port;
    private final int managementPort;

    /** Starts everything; blocks until the ports are open. The database must be there: see {@link Storage}. */
    public App(Config config, DatabaseAddress address, Ground ground, Clock clock) throws IOException {
        this.config = config;
        try {
            PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            open.add(meters::close);
            Vertx vertx = open.add(new Loops(config.http().instances(), meters)).vertx();
            Database database = open.add(new Database(vertx, address, config.database()));
            Replica replica = Replica.of(vertx, database, config.database(), meters);
            if (replica != null) {
                open.add(replica);
                wait(replica.tick());
            }

            Optional<RedisServers> redis = RedisServers.of(config.redis());
            redis.ifPresent(open::add);
            Bus bus = open.add(RedisBus.of(vertx, redis, meters));
            Changes changes = new Changes(vertx, database, bus, config.changes(), ground.snapshot(), meters);
            Cache cache = open.add(redis.<Cache>map(servers -> new RedisCache(vertx, servers, config.cache(), meters))
                    .orElseGet(() -> new MemoryCache(config.cache(), meters)));
            Marks marks = new Marks(vertx, database, changes, Set.of(Residents.ROOM), config.cache());

            this.regions = new Regions(database, ground.divisions());
            Secrets secrets = Secrets.of(config.people().secret(), config.data());
            PeopleStore people = new PeopleStore(database);
            Residents residents = new Residents(database, people, secrets, regions, clock, config.people());
            // a node by itself has nobody to share with: it keeps profiles in memory already
            redis.ifPresent(
                    servers -> residents.share(new Filled.Ground(vertx, cache, marks, clock, config.cache(), meters)));
            Passwords passwords = open.add(new Passwords(vertx, config.people().passwordQueue(), meters));
            Codes codes = open.add(new Codes(vertx, people, secrets, clock, config.people()));
            SigningKeys keys = new SigningKeys(
                    people, secrets, clock, Duration.ofDays(config.people().signingKeyDays()));
            wait(keys.refresh());
            Duration tokenLife = Duration.ofMinutes(config.people().tokenMinutes());
            EndedSessions ended = new EndedSessions(people, tokenLife);
            wait(ended.refresh());
            this.tokens = new Tokens(
                    keys,
                    ended,
                    clock,
                    tokenLife,
                    new VerifiedTokens(config.people().rememberedTokens(), tokenLife, meters));
            Guardians guardians = new Guardians(database, residents, codes, secrets, clock);
            Staffing staffing = Staffing.open(database, passwords, tokens, regions, clock);
            Sessions sessions = new Sessions(
                    new Sessions.Door(people, secrets, passwords, codes, tokens, staffing.own()),
                    residents,
                    regions,
                    config.people(),
                    clock);

            Server.Shared shared = new Server.Shared(config, meters);
            Items items = new Items(database, ground.catalogue());
            Footing footing = new Footing(vertx, database, items, regions, clock, config, meters);
            Kitchen kitchen = Kitchen.open(footing, open);
            Finding finding = Finding.open(footing, open);
            EventStore events = new EventStore(database);
            EventParts parts = open.add(new EventParts(vertx, events, address, clock, config.events(), meters));
            wait(parts.ahead());
            ServiceStore services = new ServiceStore(database);
            Ingest ingest = new Ingest(vertx, events, new LotStore(database), ground.place(), config.events(), meters);
            Sealer sealer = new Sealer(vertx, database, secrets, config.services(), meters);
            Rules rules = new Rules(database, items, regions, clock, config.rules(), meters);
            wait(rules.load());
            OutsideChannels channels = open.add(wait(OutsideChannels.open(
                    new OutsideChannels.Ground(vertx, database, secrets, regions, clock, meters),
                    config.channels(),
                    config.http().publicUrl())));
            AudienceIndex audiences = new AudienceIndex(vertx, database, address, clock, config.audience(), meters);
            open.add(() -> wait(audiences.close()));
            this.push = open.add(new Push(
                    new Push.Ground(vertx, database, items, regions, services, audiences, clock, meters),
                    config.push(),
                    config.governor()));
            Alerts alerts = open.add(new Alerts(
                    new Alerts.Ground(vertx, database, items, regions, push.hub(), channels.alarms()),
                    clock,
                    config.bulletins(),
                    config.push().resumeHours(),
                    meters));
            Answering answering = Answering.open(footing, kitchen, finding, people, residents, push, open);
            this.rumours = answering.rumours();
            Models models = open.add(new Models(vertx, database, address, config, clock));
            Registry<Model> registry = models.registry(MODEL, ModelFile::read, meters);
            wait(registry.refresh());
            Serving served = new Served(registry);
            Counts counts = new Counts(clock.instant());
            this.recount = new Recount(vertx, address, counts, served, items::catalogue, clock, meters);
            PreparedFeeds.Shared sharedFeeds = redis.isPresent() ? new SharedFeeds(cache) : PreparedFeeds.ALONE;
            open.add(() -> wait(recount.close()));
            RuleOrders orders = new RuleOrders(rules::live, clock);
            Gathering<EventStore.Past> histories = events.histories(Histories.meetings(config.feed()));
            Feeds feeds = new Feeds(
                    new Feeds.Rooms(items::catalogue, residents::cached, regions::name, histories::ask),
                    counts,
                    new Feeds.Guidance(
                            finding.similar()::neighbours,
                            served,
                            new PushedLately(push.publications(), items, clock),
                            orders),
                    new PreparedFeeds(config.feed(), sharedFeeds, meters),
                    clock,
                    config.feed(),
                    meters);
            ChildrenFeeds childrenFeeds = new ChildrenFeeds(feeds, items::catalogue, orders, clock);
            Preparing preparing = open.add(new Preparing(
                    vertx, feeds, residents::resident, new ExpectedStore(database), clock, config.feed(), meters));
            Suggesting suggesting =
                    open.add(new Suggesting(vertx, audiences, feeds.appeal(), clock, config.audience(), meters));
            wait(push.load());
            wait(alerts.load());
            wait(rumours.load());
            ingest.marked(feeds.marking());

            Lots lots = ingest.lots();
            lots.onLot(feeds::learn);
            lots.onLot(audiences::learn);
            lots.onLost(feeds::learnAgain);
            lots.onLost(audiences::start);
            audiences.follow(residents);
            push.follow(residents);
            channels.follow(push, residents);
            alerts.follow(residents);
            answering.follow(residents);
            residents.onReload(audiences::start);
            items.follow(changes);
            residents.follow(changes);
            ended.follow(changes);
            keys.follow(changes);
            rules.follow(changes);
            registry.follow(changes);
            alerts.follow(changes);
            rumours.follow(changes);
            push.follow(changes);
            push.follow(bus, config.redis());
            ended.onEnd(push.hub()::ended);
            residents.onErase(events::erase, feeds::forget);
            residents.onChange(feeds::changed);
            residents.onChangeHere(feeds::changedHere);
            Tags tags = new Tags(residents, new TopicTags(residents, events, clock));
            tags.follow();
            residents.onExport("events", events::export);
            residents.onExport("services", services::export);

            Management management = new Management(vertx, database, meters, config.management());
            management.awaits("behaviour", counts::areMade);
            management.awaits("audience", audiences::isReady);
            management.awaits("search", finding.searching()::isReady);
            management.awaits("claims", rumours::isReady);
            HttpServer managing = listening(config.management().port(), management.listen());
            this.managementPort = managing.actualPort();

            Reader reader = replica == null ? database : replica;
            RollUp rollUp = new RollUp(vertx, database, config.insight(), meters);
            Retention retention = new Retention(database, secrets, clock, rollUp::last, config.services(), meters);
            Outreach outreach = new Outreach(
                    database,
                    reader,
                    new Population(audiences, regions, config.insight()),
                    regions,
                    clock,
                    config.services().fewPeople());
            Exports exports = open.add(new Exports(vertx, config.insight().exports(), meters));
            Health health = open.add(new Health(
                    vertx,
                    database,
                    meters,
                    config,
                    clock,
                    new Health.Parts(
                            Map.of(
                                    "行为统计", counts::areMade,
                                    "居民索引", audiences::isReady,
                                    "搜索索引", finding.searching()::isReady,
                                    "辟谣库", rumours::isReady),
                            () -> registry.released()
                                    .map(serving -> serving.assignment().version())
                                    .orElse(null))));

            Leases leases = new Leases(database, UUID.randomUUID().toString());
            open.add(() -> wait(leases.release()));
            Jobs jobs = new Jobs(vertx, leases, JOB_LEASE, meters)
                    .every(Duration.ofSeconds(1), "campaigns", push.campaignClock()::tick)
                    .every(Duration.ofSeconds(1), "presence", push.presence()::tick)
                    .every(Duration.ofSeconds(1), "outbox", channels::tick)
                    .once(Duration.ofHours(1), "old deliveries", channels::sweep)
                    .every(Duration.ofSeconds(1), "bulletins", alerts::tick)
                    .every(Duration.ofMillis(config.changes().pollMillis()), "changes", changes::poll)
                    .once(Duration.ofHours(1), "old changes", changes::sweep)
                    .every(Duration.ofMillis(config.events().learnMillis()), "events of other nodes", lots::tick)
                    .every(Duration.ofMillis(config.events().learnMillis()), "services of other nodes", push::learn)
                    .once(Duration.ofMinutes(1), "old lots", lots::sweep)
                    .every(Duration.ofSeconds(5), "models", () -> changes.reload(Registry.CHANGES))
                    .every(
                            Duration.ofSeconds(config.services().sealSeconds()),
                            "service record",
                            () -> sealer.seal().mapEmpty())
                    .once(
                            Duration.ofSeconds(config.insight().rollUpSeconds()),
                            "outreach",
                            () -> rollUp.tick().mapEmpty())
                    .every(Duration.ofHours(1), "parts of events", parts::tick)
                    .once(Duration.ofHours(1), "old services", retention::tick)
                    .every(Duration.ofSeconds(5), "counts", recount::tick)
                    .every(Duration.ofMinutes(1), "feeds ahead", preparing::tick)
                    .every(Duration.ofMinutes(1), "publications", () -> {
                        push.sweep();
                        return Future.succeededFuture();
                    })
                    .every(Duration.ofMinutes(1), "audience index", audiences::tick)
                    .every(Duration.ofMinutes(1), "daily training", models.nightly()::tick)
                    .every(Duration.ofHours(1), "signing keys", keys::refresh)
                    .once(Duration.ofHours(1), "sessions", () -> people.sweep(clock.instant()));
            if (replica != null) {
                jobs.every(Duration.ofSeconds(5), "replica", replica::tick);
            }
            open.add(jobs);
            kitchen.work(jobs);
            finding.work(jobs, config.search().sweepMinutes());
            answering.work(jobs);

            Sampling sampling = new Sampling(database, regions, clock);
            FeedDryRun dryRun = open.add(new FeedDryRun(vertx, feeds, residents, rules, sampling, clock));
            Preview preview = open.add(new Preview(
                    vertx,
                    feeds,
                    models,
                    new Preview.Rooms(items::catalogue, residents, regions, sampling),
                    clock,
                    config.models().previews(),
                    meters));
            Rooms rooms = new Rooms(
                    config,
                    clock,
                    regions,
                    people,
                    residents,
                    guardians,
                    tags,
                    keys,
                    tokens,
                    codes,
                    sessions,
                    staffing,
                    items,
                    kitchen.vetting(),
                    kitchen.sources(),
                    kitchen.films().films(),
                    kitchen.posters(),
                    finding.similar(),
                    finding.searching(),
                    media(config),
                    kitchen.withdrawnMedia(),
                    services,
                    ingest,
                    feeds,
                    childrenFeeds,
                    rules,
                    dryRun,
                    push,
                    channels,
                    new ServiceFigures(reader, regions),
                    outreach,
                    exports,
                    health,
                    suggesting,
                    alerts,
                    answering.answers(),
                    rumours,
                    answering.orders(),
                    models,
                    preview);
            String servers = serve(vertx, rooms, shared);
            open.add(() -> wait(vertx.undeploy(servers)));
            this.port = shared.port();
            open.add(() -> wait(push.hub().drain()));
            bus.start();
            management.enter();
            finding.start();
            recount.start();
            audiences.start();
            open.add(() -> wait(management.leave()));
        } catch (IOException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Where imported media are kept. */
    public static java.nio.file.Path media(Config config) {
        return config.data().resolve("media");
    }

    /** Imports the configured library. */
    public static Library.Report importLibrary(Config config, Bulk bulk, Divisions divisions)
            throws IOException, SQLException {
        return new Library(config.content(), media(config)).importInto(bulk, divisions);
    }

    /** Imports the claims of the configured library. */
    public static ClaimLibrary.Report importClaims(Config config, Bulk bulk) throws IOException, SQLException {
        return new ClaimLibrary(config.content()).importInto(bulk);
    }

    public int port() {
        return port;
    }

    public int managementPort() {
        return managementPort;
    }

    /** How browsers reach this server. */
    public String url() {
        return config.http().publicUrl().isEmpty()
                ? "http://%s:%d".formatted(config.http().host(), port)
                : config.http().publicUrl();
    }

    public Regions regions() {
        return regions;
    }

    public Tokens tokens() {
        return tokens;
    }

    public Push push() {
        return push;
    }

    public Rumours rumours() {
        return rumours;
    }

    /** Done when feeds go by all that people did: they are served before, from what items are. */
    public Future<Void> counted() {
        return recount.counted();
    }

    @Override
    public void close() {
        open.close();
    }

    /** The deployment of the servers of the public port, which listen. */
    private static String serve(Vertx vertx, Rooms rooms, Server.Shared shared) {
        int instances = rooms.config().http().instances();
        int count = instances == 0 ? Runtime.getRuntime().availableProcessors() : instances;
        return listening(
                rooms.config().http().port(),
                vertx.deployVerticle(() -> new Server(rooms, shared), new DeploymentOptions().setInstances(count)));
    }

    private static <T> T listening(int port, Future<T> future) {
        return wait(future.recover(cause -> Future.failedFuture(
                cause instanceof BindException
                        ? new IllegalStateException("port " + port + " cannot be opened: " + cause.getMessage())
                        : cause)));
    }

    /** Only the wiring and Main wait: both run on the main thread. */
    static <T> T wait(Future<T> future) {
        try {
            return future.await(LONGEST.toSeconds(), TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "a part of the house did not start or stop in " + LONGEST.toSeconds() + " s", e);
        }
    }
}
