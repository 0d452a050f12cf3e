package kepu.http;

import io.vertx.core.Future;
import java.time.Clock;
import kepu.alert.Alerts;
import kepu.people.Caller;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.push.Viewer;
import kepu.recommend.ChildrenFeeds;
import kepu.recommend.Feeds;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Feeds of residents, staff and guests. A child under 14 gets what is written for children, unless everybody's feed is asked for. */
final class FeedRoutes {
    private static final int SIZE = 20;

    private final Feeds feeds;
    private final ChildrenFeeds children;
    private final Residents residents;
    private final Regions regions;
    private final Alerts alerts;
    private final Clock clock;

    FeedRoutes(Rooms rooms) {
        this.feeds = rooms.feeds();
        this.children = rooms.childrenFeeds();
        this.residents = rooms.residents();
        this.regions = rooms.regions();
        this.alerts = rooms.alerts();
        this.clock = rooms.clock();
    }

    void mount(Edge edge) {
        edge.on("feed", this::feed);
    }

    private Future<Answer> feed(Request request) {
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents.resident(caller.id()).compose(resident -> ofResident(request, resident));
            case Caller.OfStaff caller ->
                ofRegion(request, caller.scope(), alerts.above(new Viewer.OfStaff(caller.id(), caller.scope())));
            case Caller.Guest guest -> {
                RegionCode region = regions.orCountry(request.maybe("region"));
                yield ofRegion(request, region, alerts.above(region));
            }
        };
    }

    private Future<Answer> ofResident(Request request, Resident resident) {
        int size = request.number("size", SIZE);
        boolean isForChildren = isForChildren(request, resident.isChild(clock.instant()));
        Future<Feeds.Page> made =
                isForChildren ? children.page(resident, size) : feeds.page(resident, size, request.maybe("cursor"));
        return made.map(page -> answer(page, isForChildren, alerts.above(new Viewer.OfResident(resident))));
    }

    private Future<Answer> ofRegion(Request request, RegionCode region, String bulletins) {
        int size = request.number("size", SIZE);
        boolean isForChildren = isForChildren(request, false);
        Future<Feeds.Page> made = isForChildren
                ? Future.succeededFuture(children.page(region, size))
                : feeds.page(region, size, request.maybe("cursor"));
        return made.map(page -> answer(page, isForChildren, bulletins));
    }

    private static boolean isForChildren(Request request, boolean isChild) {
        String readers = request.maybe("readers");
        return readers == null ? isChild : readers.equals("children");
    }

    private static Answer answer(Feeds.Page page, boolean isForChildren, String bulletins) {
        return new Answer(200, isForChildren ? FeedPage.forChildren(page, bulletins) : FeedPage.json(page, bulletins));
    }
}
