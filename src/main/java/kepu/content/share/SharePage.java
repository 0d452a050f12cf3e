package kepu.content.share;

import kepu.base.Beijing;
import kepu.content.Item;
import kepu.content.Items;
import kepu.content.Kind;

/**
 * An item as a page of its own: what chats show of it when it is passed on (Open Graph, ogp.me), what search engines read (JSON-LD of
 * schema.org), and the text for whoever has no app. It asks nobody who they are and loads nothing from elsewhere.
 */
public final class SharePage {
    /** How pages look that stand alone. */
    public static final String STYLE =
            "body{margin:0 auto;max-width:42rem;padding:1rem;font:1.1rem/1.8 system-ui,sans-serif;color:#1d2b28;background:#fff}"
                    + "h1{font-size:1.5rem;line-height:1.4}.meta{color:#4d5a57;font-size:.9rem}video,img{max-width:100%}"
                    + "a{color:#0d5f52}footer{margin-top:2rem;border-top:1px solid #d5dcda;padding-top:1rem;font-size:.9rem}";

    private SharePage() {}

    /** The page. {@code home} begins the addresses of this site, without a slash at its end. */
    public static String of(Items.Whole whole, String home) {
        Item item = whole.item();
        StringBuilder html = new StringBuilder(whole.body().length() + 4_000);
        html.append("<!doctype html><html lang=\"")
                .append(escaped(item.language()))
                .append("\" prefix=\"og: https://ogp.me/ns#\"><head>")
                .append(
                        "<meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">")
                .append("<title>")
                .append(escaped(item.title()))
                .append("</title>")
                .append("<meta name=\"description\" content=\"")
                .append(escaped(item.summary()))
                .append("\">")
                .append("<link rel=\"canonical\" href=\"")
                .append(escaped(address(item, home)))
                .append("\">");
        graph(html, item, home);
        feeds(html, item, home);
        html.append("<script type=\"application/ld+json\">")
                .append(StructuredData.of(whole, home).encode().replace("<", "\\u003c"))
                .append("</script><style>")
                .append(STYLE)
                .append("</style></head><body><article><h1>")
                .append(escaped(item.title()))
                .append("</h1><p class=\"meta\">")
                .append(escaped(item.source()))
                .append(" · ")
                .append(Beijing.day(item.publishedAt()))
                .append("</p>");
        corrections(html, whole);
        film(html, item);
        return html.append(whole.body())
                .append("</article><footer><p>来源：")
                .append(escaped(item.source()))
                .append("。许可：")
                .append(escaped(item.licence()))
                .append("。</p><p><a href=\"/#/item/")
                .append(item.id())
                .append("\">在“智慧科普”里打开</a>　<a href=\"/v1/items/")
                .append(item.id())
                .append("/poster\">打印海报</a></p></footer></body></html>")
                .toString();
    }

    /** Where the page is. */
    public static String address(Item item, String home) {
        return home + "/s/" + item.id();
    }

    private static void graph(StringBuilder html, Item item, String home) {
        property(html, "og:type", item.kind() == Kind.VIDEO ? "video.other" : "article");
        property(html, "og:title", item.title());
        property(html, "og:description", item.summary());
        property(html, "og:url", address(item, home));
        property(html, "og:site_name", "智慧科普");
        property(html, "og:locale", "zh_CN");
        property(html, "article:published_time", Beijing.text(item.publishedAt()));
        if (item.corrected() != null) {
            property(html, "article:modified_time", Beijing.text(item.updatedAt()));
        }
        property(html, "article:section", item.topic().label());
        if (item.poster() != null) {
            property(html, "og:image", home + "/media/" + item.poster());
            property(html, "og:image:alt", item.title());
        }
        if (item.kind() == Kind.VIDEO && item.media() != null) {
            property(html, "og:video", home + "/media/" + item.media());
            property(html, "og:video:type", "video/mp4");
        }
    }

    private static void feeds(StringBuilder html, Item item, String home) {
        String[][] formats = {
            {"rss", "application/rss+xml"}, {"atom", "application/atom+xml"}, {"json", "application/feed+json"}
        };
        for (String[] format : formats) {
            html.append("<link rel=\"alternate\" type=\"%s\" title=\"%s\" href=\"%s/v1/feeds/0/%s.%s\">"
                    .formatted(
                            format[1],
                            item.topic().label(),
                            escaped(home),
                            item.topic().code(),
                            format[0]));
        }
    }

    /** What was corrected stands above the text. */
    private static void corrections(StringBuilder html, Items.Whole whole) {
        whole.corrections()
                .forEach(one -> html.append("<p class=\"meta\">更正（")
                        .append(Beijing.day(one.at()))
                        .append("）：")
                        .append(escaped(one.note()))
                        .append("</p>"));
    }

    /** The renditions for slow lines first: a browser that cannot play them, or finds none, takes the video itself. */
    private static void film(StringBuilder html, Item item) {
        String media = item.media();
        if (media == null) {
            return;
        }
        html.append("<video controls playsinline preload=\"none\"");
        if (item.poster() != null) {
            html.append(" poster=\"/media/").append(item.poster()).append('"');
        }
        html.append("><source src=\"/media/")
                .append(media, 0, media.lastIndexOf('.'))
                .append("/all.m3u8\" type=\"application/vnd.apple.mpegurl\"><source src=\"/media/")
                .append(media)
                .append("\" type=\"video/mp4\"></video>");
    }

    private static void property(StringBuilder html, String name, String value) {
        html.append("<meta property=\"")
                .append(name)
                .append("\" content=\"")
                .append(escaped(value))
                .append("\">");
    }

    /** A text as it stands in HTML, also within quotes. */
    public static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
