package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.push.Publication;
import kepu.push.Push;
import kepu.push.channel.Syndication;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Public feeds of what is published for everybody of a region. */
final class SyndicationRoutes {
    private static final int MAX_AGE_SECONDS = 60;

    private final Push push;
    private final Items items;
    private final Regions regions;
    private final String publicUrl;
    private final int entries;

    SyndicationRoutes(Push push, Items items, Regions regions, String publicUrl, int entries) {
        this.push = push;
        this.items = items;
        this.regions = regions;
        this.publicUrl = publicUrl;
        this.entries = entries;
    }

    void mount(Edge edge) {
        edge.stream("regionFeed", this::feed);
    }

    private void feed(Request request, RoutingContext context) {
        RegionCode region = regions.known(RegionCode.of(request.text("region"))).code();
        Syndication.Format format =
                Syndication.Format.valueOf(request.text("format").toUpperCase(Locale.ROOT));
        byte[] body = Syndication.write(feed(region, format, home(context.request())), format);
        send(context, body, format);
    }

    private Syndication.Feed feed(RegionCode region, Syndication.Format format, String home) {
        List<Publication> publications = push.publications().open(region, entries);
        Instant updated = publications.stream()
                .map(Publication::publishedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        String self = home + "/v1/feeds/" + region.text() + "." + format.name().toLowerCase(Locale.ROOT);
        return new Syndication.Feed(
                regions.name(region) + "科普",
                self,
                home + "/",
                updated,
                publications.stream().flatMap(one -> entry(one, home)).toList());
    }

    private Stream<Syndication.Entry> entry(Publication publication, String home) {
        Catalogue catalogue = items.catalogue();
        return catalogue.find(publication.item()).stream().map(item -> {
            String link = home + "/item/" + publication.item();
            return new Syndication.Entry(
                    link + "#" + publication.seq(),
                    link,
                    item.title(),
                    summary(publication, item),
                    publication.sender(),
                    publication.publishedAt());
        });
    }

    private static String summary(Publication publication, Item item) {
        return publication.message().isEmpty() ? item.summary() : publication.message();
    }

    /** What links begin with: the configured address, or the one that this request came by. */
    private String home(HttpServerRequest request) {
        return publicUrl.isEmpty() ? "http://" + request.authority() : publicUrl;
    }

    private static void send(RoutingContext context, byte[] body, Syndication.Format format) {
        EntityTag etag = EntityTag.of(body);
        HttpServerResponse response = context.response()
                .putHeader("etag", etag.text())
                .putHeader("cache-control", "public, max-age=" + MAX_AGE_SECONDS)
                .putHeader("vary", "accept-encoding");
        if (etag.isIn(context.request().getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("content-type", format.type()).end(Buffer.buffer(body));
        }
    }
}
