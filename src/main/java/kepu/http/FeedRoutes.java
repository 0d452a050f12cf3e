package kepu.http;

import io.vertx.core.Future;
import kepu.alert.Alerts;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.push.Viewer;
import kepu.recommend.Feeds;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Feeds of residents, staff and guests. */
final class FeedRoutes {
    private static final int SIZE = 20;

    private final Feeds feeds;
    private final Residents residents;
    private final Regions regions;
    private final Alerts alerts;

    FeedRoutes(Feeds feeds, Residents residents, Regions regions, Alerts alerts) {
        this.feeds = feeds;
        this.residents = residents;
        this.regions = regions;
        this.alerts = alerts;
    }

    void mount(Edge edge) {
        edge.on("feed", this::feed);
    }

    private Future<Answer> feed(Request request) {
        int size = request.number("size", SIZE);
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

    private static Answer answer(Feeds.Page page, String bulletins) {
        return new Answer(200, FeedPage.json(page, bulletins));
    }
}
