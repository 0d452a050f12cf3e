package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Correction;
import kepu.content.Item;
import kepu.content.Items;
import kepu.content.share.SharePage;
import kepu.push.Publication;
import kepu.push.Push;
import kepu.push.channel.Syndication;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** Public feeds: what is pushed to everybody of a region, and the items of a topic for a region. */
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
        edge.stream("topicFeed", this::topicFeed);
    }

    private void feed(Request request, RoutingContext context) {
        RegionCode region = regions.known(RegionCode.of(request.text("region"))).code();
        Syndication.Format format = format(request);
        byte[] body = Syndication.write(feed(region, format, home(context.request())), format);
        send(context, body, format);
    }

    private Syndication.Feed feed(RegionCode region, Syndication.Format format, String home) {
        List<Publication> publications = push.publications().open(region, entries);
        List<Syndication.Entry> told =
                publications.stream().flatMap(one -> entry(one, home)).toList();
        Instant updated = publications.stream()
                .map(Publication::publishedAt)
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        String self = home + "/v1/feeds/" + region.text() + "." + format.name().toLowerCase(Locale.ROOT);
        return new Syndication.Feed(
                regions.name(region) + "科普",
                self,
                home + "/",
                told.stream().map(Syndication.Entry::updated).reduce(updated, SyndicationRoutes::later),
                told);
    }

    /** The newest live items of a topic that are for the region or a part of it; what is corrected comes again. */
    private void topicFeed(Request request, RoutingContext context) {
        RegionCode region = regions.known(RegionCode.of(request.text("region"))).code();
        Topic topic = Topic.of(request.text("topic"))
                .orElseThrow(() -> new Failure.Missing("topic-missing", "没有这个主题：" + request.text("topic")));
        Syndication.Format format = format(request);
        String home = home(context.request());
        List<Item> newest = items.catalogue().entries().stream()
                .map(Catalogue.Entry::item)
                .filter(item -> item.topic() == topic && item.isFor(region))
                .sorted(Comparator.comparing(Item::updatedAt).reversed().thenComparing(Item::id))
                .limit(entries)
                .toList();
        String self = "%s/v1/feeds/%s/%s.%s".formatted(home, region.text(), topic.code(), request.text("format"));
        Syndication.Feed feed = new Syndication.Feed(
                regions.name(region) + "科普：" + topic.label(),
                self,
                home + "/",
                newest.isEmpty() ? Instant.EPOCH : newest.getFirst().updatedAt(),
                newest.stream().map(item -> entry(item, home)).toList());
        send(context, Syndication.write(feed, format), format);
    }

    private static Syndication.Entry entry(Item item, String home) {
        String link = SharePage.address(item, home);
        Correction corrected = item.corrected();
        return new Syndication.Entry(
                link,
                link,
                item.title(),
                corrected == null ? item.summary() : corrected.before(item.summary()),
                item.source(),
                item.publishedAt(),
                item.updatedAt());
    }

    private static Syndication.Format format(Request request) {
        return Syndication.Format.valueOf(request.text("format").toUpperCase(Locale.ROOT));
    }

    private Stream<Syndication.Entry> entry(Publication publication, String home) {
        Catalogue catalogue = items.catalogue();
        return catalogue.find(publication.item()).stream().map(item -> {
            return new Syndication.Entry(
                    home + "/item/" + publication.item() + "#" + publication.seq(),
                    SharePage.address(item, home),
                    item.title(),
                    summary(publication, item),
                    publication.sender(),
                    publication.publishedAt(),
                    later(publication.publishedAt(), item.updatedAt()));
        });
    }

    /** What was corrected since stands at its head; what went out corrected says nothing of it. */
    private static String summary(Publication publication, Item item) {
        String text = publication.message().isEmpty() ? item.summary() : publication.message();
        Correction corrected = item.corrected();
        return corrected == null || !corrected.at().isAfter(publication.publishedAt()) ? text : corrected.before(text);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
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
            response.putHeader("content-type", format.type());
            Gzip.end(context.request(), Buffer.buffer(body));
        }
    }
}
