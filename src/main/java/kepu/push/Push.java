package kepu.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.Residents;
import kepu.push.audience.Audience;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.Estimate;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;

/** The room's parts put together, and the questions that need several of them. */
public final class Push {
    private final PushStore store;
    private final Publications publications;
    private final Hub hub;
    private final Press press;
    private final Campaigns campaigns;
    private final Inbox inbox;
    private final Clock clock;
    private final Config.Push config;
    private final AudienceIndex audiences;

    public Push(
            Database database,
            Items items,
            Regions regions,
            AudienceIndex audiences,
            Clock clock,
            Config.Push config,
            MeterRegistry meters) {
        this.audiences = audiences;
        this.store = new PushStore(database);
        this.clock = clock;
        this.config = config;
        this.publications = new Publications(items, clock, config.livePublications(), meters);
        this.hub = new Hub(publications, clock, config.connections(), meters);
        this.press = new Press(database, publications, hub, clock);
        this.campaigns = new Campaigns(
                new Campaigns.Parts(database, store, press, publications, audiences), items, regions, clock, config);
        this.inbox = new Inbox(new Inbox.Parts(database, store, publications, items), audiences::served, clock);
    }

    /** Reads the live publications. At the boot. */
    public Future<Void> load() {
        Instant now = clock.instant();
        return store.window(now, now.minus(Duration.ofHours(config.resumeHours())))
                .map(window -> {
                    publications.load(window);
                    return null;
                });
    }

    /** Takes part in changes, erasures and exports of residents. */
    public void follow(Residents residents) {
        residents.onChange(hub::changed);
        residents.onErase(store::erase, hub::erased);
        residents.onExport("receipts", store::export);
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

    public Campaigns campaigns() {
        return campaigns;
    }

    public Inbox inbox() {
        return inbox;
    }

    /** Reads an audience that somebody sent; {@link Failure.Invalid} with faults whose pointers begin with {@code pointer}. */
    public Audience audience(JsonObject json, String pointer) {
        return audiences.read(json, pointer);
    }

    /** What may be told of how many residents an audience has, where and in which groups, and how many of them are connected now. */
    public Future<Estimate> estimate(Audience audience) {
        List<RegionCode> bounds = audience.bounds();
        return hub.residents(bounds)
                .compose(connected -> audiences.census(audience, below(bounds), connected))
                .map(Estimate::of);
    }

    /** Receipts of a campaign by the regions below the audience's. */
    public Future<List<PushStore.Reached>> receipts(Campaign campaign) {
        return store.reached(campaign.id(), below(campaign.audience().bounds()));
    }

    /** Takes back every live publication of an item that was withdrawn. */
    public Future<Integer> withdraw(String item) {
        List<Long> seqs =
                publications.ofItem(item).stream().map(Publication::seq).toList();
        return seqs.isEmpty()
                ? Future.succeededFuture(0)
                : press.cancel(transaction -> Future.succeededFuture(seqs)).map(List::size);
    }

    /** Work of every minute. */
    public void sweep() {
        publications.sweep();
    }

    /** One level below the highest region of the bounds, the village at the lowest. */
    private static Level below(List<RegionCode> bounds) {
        int highest =
                bounds.stream().mapToInt(bound -> bound.level().ordinal()).min().orElse(0);
        return Level.values()[Math.min(highest + 1, Level.VILLAGE.ordinal())];
    }
}
