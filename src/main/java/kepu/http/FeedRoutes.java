package kepu.http;

import io.vertx.core.Future;
import kepu.alert.Alerts;
import kepu.people.Caller;
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
        if (request.maybe("readers") != null) {
            return forChildren(request, size);
        }
        String cursor = request.maybe("cursor");
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents
                        .resident(caller.id())
                        .compose(resident -> feeds.page(resident, size, cursor)
                                .map(page -> answer(page, alerts.above(new Viewer.OfResident(resident)))));
            case Caller.OfStaff caller ->
                feeds.page(caller.scope(), size, cursor)
                        .map(page -> answer(page, alerts.above(new Viewer.OfStaff(caller.id(), caller.scope()))));
            case Caller.Guest guest -> {
                RegionCode region = regions.orCountry(request.maybe("region"));
                yield feeds.page(region, size, cursor).map(page -> answer(page, alerts.above(region)));
            }
        };
    }

    private Future<Answer> forChildren(Request request, int size) {
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents
                        .resident(caller.id())
                        .compose(resident -> children.page(resident, size)
                                .map(page -> answer(page, alerts.above(new Viewer.OfResident(resident)))));
            case Caller.OfStaff caller ->
                Future.succeededFuture(answer(
                        children.page(caller.scope(), size),
                        alerts.above(new Viewer.OfStaff(caller.id(), caller.scope()))));
            case Caller.Guest guest -> {
                RegionCode region = regions.orCountry(request.maybe("region"));
                yield Future.succeededFuture(answer(children.page(region, size), alerts.above(region)));
            }
        };
    }

    private static Answer answer(Feeds.Page page, String bulletins) {
        return new Answer(200, FeedPage.json(page, bulletins));
    }
}
