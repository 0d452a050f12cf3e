package kepu.recommend;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import kepu.base.Ids;
import kepu.content.Catalogue;
import kepu.people.Resident;
import kepu.recommend.log.Things;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.region.RegionCode;

/**
 * Feeds of what is written for children in simple words, and of nothing else. A list is one page and ends there; it is made when it is asked for
 * and not kept, and through a day the same luck makes it. Whoever has opened all there is gets it again as somebody new would.
 */
public final class ChildrenFeeds {
    private final Feeds feeds;
    private final Supplier<Catalogue> catalogue;
    private final Function<Person, Orders> orders;
    private final Clock clock;
    private final Ids ids = new Ids();

    public ChildrenFeeds(Feeds feeds, Supplier<Catalogue> catalogue, Function<Person, Orders> orders, Clock clock) {
        this.feeds = feeds;
        this.catalogue = catalogue;
        this.orders = orders;
        this.clock = clock;
    }

    /** For a resident. */
    public Future<Feeds.Page> page(Resident resident, int size) {
        return feeds.person(resident).map(person -> {
            Feeds.Page page = page(person, size);
            return page.slots().isEmpty() ? page(person.stranger(), size) : page;
        });
    }

    /** For somebody of whom only a region is known. */
    public Feeds.Page page(RegionCode region, int size) {
        return page(Person.of(region), size);
    }

    private Feeds.Page page(Person person, int size) {
        Orders ours = new ForChildren(orders.apply(person), catalogue.get());
        long today = Standing.day(clock.millis()) ^ person.region().first();
        return new Feeds.Page(ids.next('f'), feeds.arranged(person, ours, today, size), null);
    }

    /** What operators ordered, of items for children: everything else is as if banned, and each of these has a chance. */
    private record ForChildren(Orders ordered, Catalogue catalogue) implements Orders {
        @Override
        public int[] pinned() {
            return ordered.pinned();
        }

        @Override
        public int[] sought() {
            return ordered.sought();
        }

        @Override
        public boolean isSeeking() {
            return true;
        }

        @Override
        public boolean seeks(int item, Things.Thing thing) {
            return isForChildren(item);
        }

        @Override
        public double logBoost(int item, Things.Thing thing) {
            return ordered.logBoost(item, thing);
        }

        @Override
        public boolean isBanned(int item, Things.Thing thing) {
            return !isForChildren(item) || ordered.isBanned(item, thing);
        }

        @Override
        public List<Orders.Quota> quotas() {
            return ordered.quotas();
        }

        @Override
        public long digest() {
            return ordered.digest();
        }

        private boolean isForChildren(int seq) {
            Catalogue.Entry entry = catalogue.at(seq);
            return entry != null && entry.item().isForChildren();
        }
    }
}
