package kepu.push;

import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import kepu.config.Config;
import kepu.content.Items;
import kepu.people.Residents;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;

/** The room's parts put together, and the questions that need several of them. */
public final class Push {
    /** How many residents an audience has, where and in which groups, and how many of them are connected now. */
    public record Estimate(long residents, int connected, Map<RegionCode, Long> byRegion, Map<String, Long> byGroup) {}

    private final PushStore store;
    private final Publications publications;
    private final Hub hub;
    private final Press press;
    private final Campaigns campaigns;
    private final Inbox inbox;
    private final Clock clock;
    private final Config.Push config;

    public Push(
            Database database, Items items, Regions regions, Clock clock, Config.Push config, MeterRegistry meters) {
        this.store = new PushStore(database);
        this.clock = clock;
        this.config = config;
        this.publications = new Publications(items, clock, config.livePublications(), meters);
        this.hub = new Hub(publications, clock, config.connections(), meters);
        this.press = new Press(database, publications, hub, clock);
        this.campaigns =
                new Campaigns(new Campaigns.Parts(database, store, press, publications), items, regions, clock, config);
        this.inbox = new Inbox(database, store, publications, items, clock);
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

    public Future<Estimate> estimate(Audience audience) {
        Level level = below(audience.bounds());
        return store.count(audience, level, Publications.year(clock.instant()))
                .compose(count -> hub.connected(audience)
                        .map(connected ->
                                new Estimate(count.residents(), connected, count.byRegion(), count.byGroup())));
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
