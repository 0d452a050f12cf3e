package kepu.rumour;

import java.util.List;
import kepu.content.Item;
import kepu.content.share.SharePage;

/**
 * A claim with its verdict as a page of its own, which can be passed on: whether it is true in plain words, why, what is right, who says so and
 * since when, and the same for search engines ({@link ClaimReview}). It asks nobody who they are and loads nothing from elsewhere.
 */
public final class ClaimPage {
    private static final String PAGE = """
            <!doctype html><html lang="%1$s" prefix="og: https://ogp.me/ns#"><head><meta charset="utf-8">\
            <meta name="viewport" content="width=device-width, initial-scale=1"><title>%2$s：%3$s</title>\
            <meta name="description" content="%4$s"><link rel="canonical" href="%5$s">\
            <meta property="og:type" content="article"><meta property="og:title" content="%2$s：%3$s">\
            <meta property="og:description" content="%4$s"><meta property="og:url" content="%5$s">\
            <meta property="og:site_name" content="智慧科普"><meta property="og:locale" content="zh_CN">\
            <script type="application/ld+json">%6$s</script><style>%7$s</style></head><body><article>\
            <p class="meta">有人说</p><h1>%3$s</h1><p><strong>%8$s</strong></p><p>%4$s</p>%9$s%10$s</article>\
            <footer><p>来源：%11$s，%12$s。许可：%13$s。</p><p><a href="/#/claims/%14$s">在“智慧科普”里打开</a></p></footer></body></html>""";

    private ClaimPage() {}

    /** The page. {@code more} are live items that say more; {@code home} begins the addresses of this site, without a slash at its end. */
    public static String of(Verdict verdict, List<Item> more, String home) {
        return PAGE.formatted(
                SharePage.escaped(verdict.sourcing().language()),
                verdict.rating().label(),
                SharePage.escaped(verdict.claim()),
                SharePage.escaped(verdict.summary()),
                SharePage.escaped(address(verdict, home)),
                ClaimReview.of(verdict, home).encode().replace("<", "\\u003c"),
                SharePage.STYLE,
                plain(verdict.rating()),
                verdict.body(),
                links(more),
                SharePage.escaped(verdict.sourcing().source()),
                verdict.published(),
                SharePage.escaped(verdict.sourcing().licence()),
                SharePage.escaped(verdict.id()));
    }

    /** Where the page is. */
    public static String address(Verdict verdict, String home) {
        return home + "/c/" + verdict.id();
    }

    /** What a rating means, as one says it. */
    private static String plain(Rating rating) {
        return switch (rating) {
            case FALSE -> "这个说法不对。";
            case MISLEADING -> "这个说法会误导人。";
            case PARTLY -> "这个说法只对了一部分。";
            case UNPROVEN -> "这个说法现在没有足够的证据。";
            case TRUE -> "这个说法是对的。";
        };
    }

    private static String links(List<Item> more) {
        StringBuilder links = new StringBuilder();
        more.forEach(item -> links.append(
                "<p>想看详细的：<a href=\"/s/%s\">%s</a></p>".formatted(item.id(), SharePage.escaped(item.title()))));
        return links.toString();
    }
}
