package kepu.http;

import io.vertx.core.Future;
import java.util.function.Function;
import kepu.alert.Alerts;
import kepu.people.Caller;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.push.Viewer;
import kepu.recommend.ChildrenFeeds;
import kepu.recommend.Feeds;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Feeds of residents, staff and guests. */
final class FeedRoutes {
    private static final int SIZE = 20;

    private final Feeds feeds;
    private final ChildrenFeeds children;
    private final Residents residents;
    private final Regions regions;
    private final Alerts alerts;

    FeedRoutes(Rooms rooms) {
        this.feeds = rooms.feeds();
        this.children = rooms.childrenFeeds();
        this.residents = rooms.residents();
        this.regions = rooms.regions();
        this.alerts = rooms.alerts();
    }

    void mount(Edge edge) {
        edge.on("feed", this::feed);
    }

    private Future<Answer> feed(Request request) {
        int size = request.number("size", SIZE);
        return request.maybe("readers") != null
                ? feed(
                        request,
                        resident -> children.page(resident, size),
                        region -> Future.succeededFuture(children.page(region, size)))
                : feed(
                        request,
                        resident -> feeds.page(resident, size, request.maybe("cursor")),
                        region -> feeds.page(region, size, request.maybe("cursor")));
    }

    private Future<Answer> feed(
            Request request,
            Function<Resident, Future<Feeds.Page>> ofResident,
            Function<RegionCode, Future<Feeds.Page>> ofRegion) {
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents
                        .resident(caller.id())
                        .compose(resident -> ofResident
                                .apply(resident)
                                .map(page -> answer(page, alerts.above(new Viewer.OfResident(resident)))));
            case Caller.OfStaff caller ->
                ofRegion.apply(caller.scope())
                        .map(page -> answer(page, alerts.above(new Viewer.OfStaff(caller.id(), caller.scope()))));
            case Caller.Guest guest -> {
                RegionCode region = regions.orCountry(request.maybe("region"));
                yield ofRegion.apply(region).map(page -> answer(page, alerts.above(region)));
            }
        };
    }

    private static Answer answer(Feeds.Page page, String bulletins) {
        return new Answer(200, FeedPage.json(page, bulletins));
    }
}
