package kepu.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import kepu.activity.ServiceStore;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.config.Redis;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Residents;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.Estimate;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bus;
import kepu.store.Changes;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The room's parts put together, and the questions that need several of them. */
public final class Push implements AutoCloseable {
    private static final int WORKERS = 1;

    private final PushStore store;
    private final PersonalStore personal;
    private final PushSettingsStore settingsStore;
    private final PushSettingsBook settings;
    private final Publications publications;
    private final Governor governor;
    private final Hub hub;
    private final Presence presence;
    private final Press press;
    private final Campaigns campaigns;
    private final CampaignClock campaignClock;
    private final Notices notices;
    private final SeenItems seen;
    private final Taps taps;
    private final OwnInboxes own;
    private final CountedElsewhere counted;
    private final Inbox inbox;
    private final Soundings soundings;
    private final AudienceIndex audiences;
    private final Items items;
    private final Clock clock;
    private final Config.Push config;

    /** What the room stands on. */
    public record Ground(
            Vertx vertx,
            Database database,
            Items items,
            Regions regions,
            ServiceStore services,
            AudienceIndex audiences,
            Clock clock,
            MeterRegistry meters) {}

    public Push(Ground ground, Config.Push config, Config.Governor limits) {
        Database database = ground.database();
        this.clock = ground.clock();
        this.config = config;
        this.audiences = ground.audiences();
        this.items = ground.items();
        this.store = new PushStore(database);
        this.personal = new PersonalStore(database);
        this.settingsStore = new PushSettingsStore(database);
        this.publications =
                new Publications(ground.items()::catalogue, clock, config.livePublications(), ground.meters());
        this.settings = new PushSettingsBook(settingsStore, clock);
        this.governor = new Governor(publications, settings::of, limits);
        this.hub = new Hub(publications, governor, clock, config, ground.meters());
        settings.onChange(hub::settled);
        this.presence = new Presence(ground.vertx(), hub, config, ground.meters());
        this.press = new Press(database, publications, ground.items(), hub, clock);
        Campaigns.Parts parts = new Campaigns.Parts(database, new CampaignStore(database), audiences, press);
        this.campaignClock = new CampaignClock(parts, ground.regions(), clock);
        this.campaigns = new Campaigns(parts, campaignClock, ground.items(), ground.regions(), clock, config);
        this.notices = new Notices(campaigns, ground.items());
        this.seen = new SeenItems(database);
        this.taps = new Taps(parts, publications, ground.items(), ground.regions(), clock, config);
        this.own = new OwnInboxes(
                store, personal, publications, clock, (long) config.inboxMebibytes() << 20, ground.meters());
        this.inbox = new Inbox(
                new Inbox.Parts(database, own, publications, press),
                new InboxPages(publications, governor, clock),
                ground.items(),
                audiences::served,
                clock);
        this.counted = new CountedElsewhere(
                ground.services(), audiences::served, audiences::start, config.learnedReceipts(), ground.meters());
        this.soundings = new Soundings(
                new Soundings.Parts(store, ground.services(), audiences, publications, governor),
                ground.items(),
                clock,
                ground.vertx().createSharedWorkerExecutor("kepu-push", WORKERS),
                limits,
                ground.meters());
    }

    /** Reads the live publications and what residents wish. At the boot. */
    public Future<Void> load() {
        Instant now = clock.instant();
        Instant since = now.minus(Duration.ofHours(config.resumeHours()));
        return settings.load()
                .compose(done -> store.window(now, since, now.minus(Publications.REMEMBERED)))
                .compose(window -> personal.since(since, now, config.livePublications())
                        .map(own -> {
                            publications.load(window);
                            own.forEach(kept -> publications.add(kept.posted().publication()));
                            return null;
                        }));
    }

    /** Takes in what other nodes publish and what is wished there, and tells them. */
    public void follow(Changes changes) {
        press.follow(changes);
        settings.follow(changes);
        own.follow(changes, counted);
    }

    /** Learns of services that receipts counted on other nodes. Called again and again, not twice at once. */
    public Future<Void> learn() {
        return counted.tick();
    }

    /** Tells other nodes who is connected, and asks them. Before the bus starts. */
    public void follow(Bus bus, Redis limits) {
        presence.follow(bus, limits.messageBytes());
    }

    /** Takes part in changes, erasures and exports of residents. */
    public void follow(Residents residents) {
        residents.onChange(hub::changed);
        residents.onChange(own::changed);
        residents.alsoFollow(() -> hub.residents(List.of(RegionCode.COUNTRY)));
        residents.onErase(store::erase, id -> {
            settings.forget(id);
            publications.forget(id);
            own.forget(id);
            hub.erased(id);
        });
        residents.onExport("receipts", store::export);
        residents.onExport("pushSettings", settingsStore::export);
        residents.onExport("personalPublications", personal::export);
    }

    /** Has others take part in what is published and taken back. */
    public void outlets(Outlets others) {
        press.outlets(others);
    }

    public Publications publications() {
        return publications;
    }

    public Hub hub() {
        return hub;
    }

    public Presence presence() {
        return presence;
    }

    public Campaigns campaigns() {
        return campaigns;
    }

    public Notices notices() {
        return notices;
    }

    public SeenItems seen() {
        return seen;
    }

    /** What the clock does to campaigns. */
    public CampaignClock campaignClock() {
        return campaignClock;
    }

    public Taps taps() {
        return taps;
    }

    public Inbox inbox() {
        return inbox;
    }

    public Governor governor() {
        return governor;
    }

    public PushSettingsBook settings() {
        return settings;
    }

    public Soundings soundings() {
        return soundings;
    }

    /** Reads an audience that somebody sent; {@link Failure.Invalid} with faults whose pointers begin with {@code pointer}. */
    public Audience audience(JsonObject json, String pointer) {
        return audiences.read(json, pointer);
    }

    /** What may be told of an audience, and how many nodes have said who is connected. */
    public record Estimated(Estimate estimate, int nodes) {}

    /** How many residents an audience has, where and in which groups, and how many of them are connected now. */
    public Future<Estimated> estimate(Audience audience) {
        List<RegionCode> bounds = audience.bounds();
        return presence.residents(bounds)
                .compose(connected -> audiences
                        .census(audience, below(bounds), connected.residents())
                        .map(census -> new Estimated(Estimate.of(census), connected.nodes())));
    }

    /**
     * Done when this node shows all that came before a reader's place, which another node may have told already: otherwise it would send
     * what the reader has, or a reset.
     */
    public Future<Void> reach(@Nullable Place place) {
        return place == null ? Future.succeededFuture() : press.reach(place.offset());
    }

    /** Receipts of a campaign by the regions below the audience's. */
    public Future<List<PushStore.Reached>> receipts(Campaign campaign) {
        return store.reached(campaign.id(), below(campaign.audience().bounds()));
    }

    /** How the receipts of a campaign came in since it first went out. */
    public Future<List<PushStore.Progress>> receiptsOverTime(Campaign campaign) {
        Instant now = clock.instant();
        return campaign.firstOut()
                .map(from -> store.overTime(campaign.id(), from, TimeStep.of(Duration.between(from, now))))
                .orElse(Future.succeededFuture(List.of()));
    }

    /** Residents who received, and who read, anything of an arm of a campaign. */
    public Future<Map<String, long[]>> receiptsByArm(Campaign campaign) {
        return store.reachedByArm(campaign.id());
    }

    /**
     * Withdraws an item with all live publications of it, in one transaction; it is out of this node's catalogue, feeds and inboxes when the
     * future succeeds, and out of the others' when they hear of it. {@link Failure.Missing} when it is not live.
     */
    public Future<Void> withdraw(Item item, long staff, String reason) {
        return press.cancel(transaction -> Items.withdraw(transaction, item.id(), staff, reason)
                        .compose(done -> PushStore.liveOf(transaction, item.id(), clock.instant())))
                .map(done -> {
                    items.withdrawn(item);
                    return null;
                });
    }

    /** Work of every minute. */
    public void sweep() {
        publications.sweep();
    }

    @Override
    public void close() {
        soundings.close();
    }

    /** One level below the highest region of the bounds, the village at the lowest. */
    private static Level below(List<RegionCode> bounds) {
        return bounds.stream()
                .min(Comparator.comparing(RegionCode::level))
                .map(Push::below)
                .orElse(Level.PROVINCE);
    }

    /** One level below a region, the village at the lowest. */
    static Level below(RegionCode region) {
        return Level.values()[Math.min(region.level().ordinal() + 1, Level.VILLAGE.ordinal())];
    }
}
