package kepu.recommend;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import kepu.base.Cursor;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.recommend.log.Things;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Placed;
import org.jspecify.annotations.Nullable;

/** Cuts lists into pages: live items with the reasons why they stand there. */
final class Pages {
    private final Supplier<Catalogue> catalogue;
    private final Reasons reasons;
    private final Lists lists;
    private final KeptFeeds kept;
    private final Function<Person, Orders> orders;

    Pages(
            Supplier<Catalogue> catalogue,
            Reasons reasons,
            Lists lists,
            KeptFeeds kept,
            Function<Person, Orders> orders) {
        this.catalogue = catalogue;
        this.reasons = reasons;
        this.lists = lists;
        this.kept = kept;
        this.orders = orders;
    }

    /** The first page of a list. */
    Feeds.Page first(KeptFeeds.Kept feed, Listed.Part part) {
        return cut(feed, part, banned -> false);
    }

    /** The feed of a cursor and the place of its list that comes next. */
    record Mark(String feed, int place) {
        private static final Pattern FORM = Pattern.compile("([0-9a-z]{1,40}):([0-9]{1,6})");

        static Mark of(String cursor) {
            MatchResult mark = Cursor.parts(cursor, FORM);
            return new Mark(mark.group(1), Integer.parseInt(mark.group(2)));
        }
    }

    /** The page that a cursor marks, without what was withdrawn or banned since; null when the feed is not kept here. */
    Feeds.@Nullable Page turn(long owner, int size, Mark mark) {
        KeptFeeds.Kept feed = kept.find(mark.feed());
        if (feed == null) {
            return null;
        }
        if (feed.owner() != owner) {
            throw Cursor.broken();
        }
        Orders now = orders.apply(feed.whom());
        return cut(feed, feed.part(mark.place(), size), item -> now.isBanned(item.seq(), Things.of(item)));
    }

    private Feeds.Page cut(KeptFeeds.Kept feed, Listed.Part part, Predicate<Item> isBanned) {
        Catalogue live = catalogue.get();
        List<Placed> places = lists.explained(feed.whom(), part.listed());
        List<Feeds.Slot> page = new ArrayList<>(places.size());
        Reasons.Around around = around(feed.whom());
        for (Placed placed : places) {
            Feeds.Slot slot = slot(placed, live, around);
            if (slot != null && !isBanned.test(slot.entry().item())) {
                page.add(slot);
            }
        }
        boolean isLast = part.end() == part.all();
        return new Feeds.Page(feed.id(), page, isLast ? null : Cursor.of(feed.id() + ":" + part.end()));
    }

    /** Of what the reasons of somebody's slots speak. */
    Reasons.Around around(Person person) {
        return reasons.around(person.region());
    }

    /** Null when the item is not live. */
    Feeds.@Nullable Slot slot(Placed placed, Catalogue live, Reasons.Around around) {
        Catalogue.Entry entry = live.at(placed.item());
        return entry == null ? null : new Feeds.Slot(entry, reasons.of(placed, entry, live, around));
    }
}
