package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import java.nio.charset.StandardCharsets;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.recommend.Feeds;
import kepu.recommend.Reason;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Feeds: ready card bytes joined, not serialised again. */
final class FeedRoutes {
    private static final int SIZE = 20;
    private static final byte[] REASON = utf8(",\"reason\":{\"code\":");
    private static final byte[] TEXT = utf8(",\"text\":");
    private static final byte[] END = utf8("}}");

    private final Feeds feeds;
    private final Residents residents;
    private final Regions regions;

    FeedRoutes(Feeds feeds, Residents residents, Regions regions) {
        this.feeds = feeds;
        this.residents = residents;
        this.regions = regions;
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
                        .compose(resident -> feeds.page(resident, size, cursor))
                        .map(FeedRoutes::answer);
            case Caller.OfStaff caller -> Future.succeededFuture(answer(feeds.page(caller.scope(), size, cursor)));
            case Caller.Guest guest -> {
                RegionCode region = region(request.maybe("region"));
                yield Future.succeededFuture(answer(feeds.page(region, size, cursor)));
            }
        };
    }

    private RegionCode region(@Nullable String code) {
        return code == null
                ? RegionCode.COUNTRY
                : regions.known(RegionCode.of(code)).code();
    }

    private static Answer answer(Feeds.Page page) {
        Buffer body = Buffer.buffer(512 * (page.slots().size() + 1));
        body.appendString("{\"feed\":\"").appendString(page.feed()).appendString("\",\"items\":[");
        boolean first = true;
        for (Feeds.Slot slot : page.slots()) {
            if (!first) {
                body.appendByte((byte) ',');
            }
            first = false;
            card(body, slot);
        }
        body.appendByte((byte) ']');
        if (page.next() != null) {
            body.appendString(",\"next\":\"").appendString(page.next()).appendByte((byte) '"');
        }
        return new Answer(200, body.appendByte((byte) '}'));
    }

    private static void card(Buffer body, Feeds.Slot slot) {
        Reason reason = slot.reason();
        body.appendBytes(slot.entry().card())
                .appendBytes(REASON)
                .appendString(Json.encode(reason.code()))
                .appendBytes(TEXT)
                .appendString(Json.encode(reason.text()))
                .appendBytes(END);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
