package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import kepu.activity.ActivityStore;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.base.Cursor;
import kepu.base.Group;
import kepu.base.Ids;
import kepu.base.Topic;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;

/**
 * Feeds: candidates from all sources, ranked once for all people of the same place and groups and kept for a minute; then, for each
 * person, what they have met leaves, their interests weigh, and the rest is arranged. A feed's order is kept while its pages turn.
 */
public final class Feeds {
    /** A place in a feed: an item and why it is there. */
    public record Slot(Catalogue.Entry entry, Reason reason) {}

    /** A page; {@code next} is null at the end. */
    public record Page(
            String feed, List<Slot> slots, @Nullable String next) {}

    private record Shelf(Catalogue catalogue, List<Candidate> ranked) {}

    private record ShelfKey(RegionCode region, int groups) {}

    private record Arranged(long owner, List<Slot> slots) {}

    private static final ZoneId BEIJING = ZoneId.of("Asia/Shanghai");
    private static final Duration SHELF_LIFE = Duration.ofMinutes(1);
    private static final int SHELVES = 20_000;
    private static final int EVENTS_PER_ITEM = 4;
    private static final double INTERESTED = Math.log(2.5);

    private final Items items;
    private final Residents residents;
    private final ActivityStore activity;
    private final Prior prior;
    private final List<CandidateSource> sources;
    private final Ranking ranking = new Ranking();
    private final Arrangement arrangement;
    private final Clock clock;
    private final Config.Feed config;
    private final Ids ids = new Ids();
    private final Cache<ShelfKey, Shelf> shelves = Caffeine.newBuilder()
            .maximumSize(SHELVES)
            .expireAfterWrite(SHELF_LIFE)
            .build();
    private final Cache<String, Arranged> feeds;
    /** Kept from the moment that reading begins, so that an event stored meanwhile is not missed. */
    private final Cache<Long, Future<History>> histories;

    public Feeds(
            Items items,
            Residents residents,
            Regions regions,
            ActivityStore activity,
            Prior prior,
            Clock clock,
            Config.Feed config) {
        this.items = items;
        this.residents = residents;
        this.activity = activity;
        this.prior = prior;
        this.clock = clock;
        this.config = config;
        this.sources =
                List.of(new PriorSource(prior, regions), new SeasonSource(), new FreshSource(), new GroupSource());
        this.arrangement = new Arrangement(config.topicPerTen());
        this.feeds = Caffeine.newBuilder()
                .maximumSize(config.cachedFeeds())
                .expireAfterAccess(Duration.ofMinutes(config.pageMinutes()))
                .build();
        this.histories =
                Caffeine.newBuilder().maximumSize(config.cachedHistories()).build();
    }

    /** Counts the behaviour that the database holds. Blocking, for the boot. */
    public static Prior prior(Bulk bulk, Clock clock, Config.Feed config) throws SQLException {
        Instant now = clock.instant();
        Duration halfLife = Duration.ofDays(config.halfLifeDays());
        Prior prior = new Prior(now, halfLife, config.backoffImpressions());
        RecommendStore.count(bulk, prior, now, Duration.ofDays(config.historyDays()), halfLife);
        return prior;
    }

    /** Puts the caches' sizes among the metrics. */
    public void measure(MeterRegistry meters) {
        meters.gauge("kepu.feed.shelves", shelves, Cache::estimatedSize);
        meters.gauge("kepu.feed.histories", histories, Cache::estimatedSize);
        meters.gauge("kepu.feed.arranged", feeds, Cache::estimatedSize);
    }

    /** The first page for a resident, or the one that a cursor marks. */
    public Future<Page> page(Resident resident, int size, @Nullable String cursor) {
        Page turned = cursor == null ? null : turn(resident.id(), size, cursor);
        return turned != null
                ? Future.succeededFuture(turned)
                : history(resident.id()).map(history -> first(resident, history, size));
    }

    /** The same for somebody of whom only a region is known. */
    public Page page(RegionCode region, int size, @Nullable String cursor) {
        Page turned = cursor == null ? null : turn(Event.GUEST, size, cursor);
        return turned != null ? turned : keep(Event.GUEST, arrange(wide(region)), size);
    }

    /** What suits the people of a region now, best first. */
    public List<Slot> suited(RegionCode region, int count) {
        List<Slot> slots = arrange(wide(region));
        return slots.subList(0, Math.min(count, slots.size()));
    }

    /** Events that were stored just now change histories and rates at once. On one event loop. */
    public void learn(List<Event> events) {
        for (Event event : events) {
            if (event.person() == Event.GUEST || event.item() == null) {
                continue;
            }
            Future<History> history = histories.getIfPresent(event.person());
            if (history != null) {
                history.onSuccess(known -> known.add(event));
            }
            count(event, event.item());
        }
    }

    /** Forgets a resident. */
    public void forget(long resident) {
        histories.invalidate(resident);
        feeds.asMap().values().removeIf(arranged -> arranged.owner() == resident);
    }

    private void count(Event event, int item) {
        boolean shown = event.type() == EventType.IMPRESSION;
        boolean opened = event.type() == EventType.OPEN || event.type() == EventType.PLAY;
        if (shown || opened) {
            residents
                    .cached(event.person())
                    .ifPresent(resident -> prior.count(
                            resident.village(),
                            Group.mask(resident.groups()),
                            item,
                            event.at(),
                            shown ? 1 : 0,
                            opened ? 1 : 0));
        }
    }

    private Page first(Resident resident, History history, int size) {
        int groups = resident.personalised() ? Group.mask(resident.groups()) : 0;
        List<Candidate> fresh = new ArrayList<>();
        List<Candidate> shown = new ArrayList<>();
        for (Candidate candidate : shelf(RegionCode.village(resident.village()), groups)) {
            switch (history.met(candidate.entry().item().seq())) {
                case NEVER -> fresh.add(weigh(candidate, resident));
                case SHOWN -> shown.add(weigh(candidate, resident));
                case OPENED, DISMISSED -> {}
            }
        }
        fresh.sort(Ranking.order());
        shown.sort(Ranking.order());
        List<Slot> slots = new ArrayList<>(arrange(fresh));
        slots.addAll(arrange(shown));
        return keep(resident.id(), slots.subList(0, Math.min(slots.size(), config.arrangedItems())), size);
    }

    private static Candidate weigh(Candidate candidate, Resident resident) {
        Topic topic = candidate.entry().item().topic();
        if (!resident.personalised() || !resident.interests().contains(topic)) {
            return candidate;
        }
        return new Candidate(
                candidate.entry(), candidate.lift() + INTERESTED, new Reason("interest", "您关注“" + topic.label() + "”"));
    }

    private List<Candidate> wide(RegionCode region) {
        return shelf(region, 0);
    }

    private List<Candidate> shelf(RegionCode region, int groups) {
        Catalogue catalogue = items.catalogue();
        ShelfKey key = new ShelfKey(region, groups);
        Shelf shelf = shelves.getIfPresent(key);
        if (shelf == null || shelf.catalogue() != catalogue) {
            shelf = new Shelf(catalogue, rank(region, groups, catalogue));
            shelves.put(key, shelf);
        }
        return shelf.ranked();
    }

    private List<Candidate> rank(RegionCode region, int groups, Catalogue catalogue) {
        Instant now = clock.instant();
        Place place = new Place(region, groups, now, now.atZone(BEIJING).toLocalDate(), catalogue);
        List<Candidate> ranked = ranking.rank(
                sources.stream().map(source -> source.candidates(place)).toList());
        ranked.removeIf(candidate -> !isFor(candidate.entry().item(), region, now));
        return ranked;
    }

    private static boolean isFor(Item item, RegionCode region, Instant now) {
        return item.isFor(region) && !item.publishedAt().isAfter(now);
    }

    private List<Slot> arrange(List<Candidate> candidates) {
        return arrangement.arrange(candidates, config.arrangedItems()).stream()
                .map(candidate -> new Slot(candidate.entry(), candidate.reason()))
                .toList();
    }

    private Future<History> history(long resident) {
        return histories.get(
                resident,
                id -> activity.history(id, config.historyItems() * EVENTS_PER_ITEM)
                        .map(events -> new History(events, config.historyItems()))
                        .onFailure(failure -> histories.invalidate(id)));
    }

    private Page keep(long owner, List<Slot> slots, int size) {
        String feed = ids.next('f');
        feeds.put(feed, new Arranged(owner, List.copyOf(slots)));
        return cut(feed, slots, 0, size);
    }

    /** The page that a cursor marks, without what was withdrawn since; null when the feed is no longer kept. */
    private @Nullable Page turn(long owner, int size, String cursor) {
        String[] mark = Cursor.read(cursor).split(":");
        if (mark.length != 2 || !mark[1].matches("[0-9]{1,6}")) {
            throw Cursor.broken();
        }
        Arranged arranged = feeds.getIfPresent(mark[0]);
        if (arranged == null) {
            return null;
        }
        if (arranged.owner() != owner) {
            throw Cursor.broken();
        }
        return cut(mark[0], arranged.slots(), Integer.parseInt(mark[1]), size);
    }

    private Page cut(String feed, List<Slot> slots, int from, int size) {
        int start = Math.min(from, slots.size());
        int end = Math.min(start + size, slots.size());
        Catalogue live = items.catalogue();
        List<Slot> page = slots.subList(start, end).stream()
                .filter(slot -> live.at(slot.entry().item().seq()) != null)
                .toList();
        return new Page(feed, page, end < slots.size() ? Cursor.of(feed + ":" + end) : null);
    }
}
