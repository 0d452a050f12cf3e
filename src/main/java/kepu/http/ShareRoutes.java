package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import kepu.content.Item;
import kepu.content.Items;
import kepu.content.share.PosterPage;
import kepu.content.share.PosterText;
import kepu.content.share.Posters;
import kepu.content.share.QrCode;
import kepu.content.share.SharePage;
import kepu.content.share.Sitemap;
import kepu.rumour.ClaimPage;
import kepu.rumour.Claims;
import kepu.rumour.Verdict;

/** Items and verdicts for whoever is not in the app: pages to pass on, codes and posters for boards, the list that search engines read. */
final class ShareRoutes {
    private static final String PAGE = "text/html; charset=utf-8";
    private static final String PICTURE = "image/svg+xml";
    private static final int MAX_AGE_SECONDS = 60;
    /** Nothing of a page runs or comes from elsewhere; its data for search engines is no script. */
    private static final String SAFE =
            "default-src 'none'; img-src 'self'; media-src 'self'; style-src 'unsafe-inline'; base-uri 'none';"
                    + " form-action 'none'; frame-ancestors 'none'";

    private final Items items;
    private final Claims claims;
    private final Posters posters;
    private final String publicUrl;

    ShareRoutes(Items items, Claims claims, Posters posters, String publicUrl) {
        this.items = items;
        this.claims = claims;
        this.posters = posters;
        this.publicUrl = publicUrl;
    }

    void mount(Edge edge, Router router) {
        edge.stream("sharePage", this::page).stream("itemQr", this::code).stream("itemPoster", this::poster).stream(
                "sitemap", this::sitemap)
                .stream("claimPage", this::claim);
        router.get("/c/:id").handler(context -> context.reroute("/v1/claims/" + context.pathParam("id") + "/share"));
        router.get("/s/:id").handler(context -> context.reroute("/v1/items/" + context.pathParam("id") + "/share"));
        router.get("/robots.txt")
                .handler(context -> context.response()
                        .putHeader("content-type", "text/plain; charset=utf-8")
                        .end("User-agent: *\nDisallow: /v1/\nAllow: /s/\nAllow: /c/\nSitemap: " + home(context)
                                + "/sitemap.xml\n"));
    }

    private void page(Request request, RoutingContext context) {
        String home = home(context);
        items.whole(request.text("id"))
                .map(whole -> bytes(SharePage.of(whole, home)))
                .onSuccess(page -> send(context, PAGE, page))
                .onFailure(cause -> Problems.answer(context, cause));
    }

    private void claim(Request request, RoutingContext context) {
        Verdict verdict = claims.known(request.text("id"));
        List<Item> more = verdict.items().stream()
                .flatMap(id -> items.catalogue().find(id).stream())
                .toList();
        send(context, PAGE, bytes(ClaimPage.of(verdict, more, home(context))));
    }

    private void code(Request request, RoutingContext context) {
        String address = SharePage.address(items.known(request.text("id")), home(context));
        send(context, PICTURE, bytes(QrCode.of(address).svg()));
    }

    private void poster(Request request, RoutingContext context) {
        String home = home(context);
        boolean isPage = "html".equals(request.maybe("format"));
        items.whole(request.text("id"))
                .compose(whole -> isPage
                        ? Future.succeededFuture(printed(whole, home))
                        : posters.pdf(whole, SharePage.address(whole.item(), home)))
                .onSuccess(poster -> send(context, isPage ? PAGE : "application/pdf", poster))
                .onFailure(cause -> Problems.answer(context, cause));
    }

    private static byte[] printed(Items.Whole whole, String home) {
        return bytes(PosterPage.of(PosterText.of(whole), QrCode.of(SharePage.address(whole.item(), home))));
    }

    private void sitemap(Request request, RoutingContext context) {
        int part = request.number("part", 0);
        String home = home(context);
        List<Sitemap.Page> all = Stream.concat(
                        items.catalogue().entries().stream().map(entry -> Sitemap.Page.of(entry.item(), home)),
                        claims.list(null, null, Integer.MAX_VALUE).stream()
                                .map(verdict -> new Sitemap.Page(
                                        ClaimPage.address(verdict, home),
                                        verdict.published().toString())))
                .toList();
        byte[] map = part == 0 ? Sitemap.of(all, home, Sitemap.MOST) : Sitemap.part(all, Sitemap.MOST, part);
        send(context, "application/xml; charset=utf-8", map);
    }

    /** What links begin with: the configured address, or the one that this request came by. */
    private String home(RoutingContext context) {
        return publicUrl.isEmpty() ? "http://" + context.request().authority() : publicUrl;
    }

    private static void send(RoutingContext context, String type, byte[] body) {
        EntityTag etag = EntityTag.of(body);
        HttpServerResponse response = context.response()
                .putHeader("etag", etag.text())
                .putHeader("cache-control", "public, max-age=" + MAX_AGE_SECONDS)
                .putHeader("vary", "accept-encoding")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("content-security-policy", SAFE);
        if (etag.isIn(context.request().getHeader("if-none-match"))) {
            response.setStatusCode(304).end();
        } else {
            response.putHeader("content-type", type);
            Gzip.end(context.request(), Buffer.buffer(body));
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
