package kepu.content.share;

import java.util.List;
import kepu.base.Beijing;
import kepu.base.Xml;
import kepu.content.Item;

/** Pages for search engines (sitemaps.org 0.9): one list, or beyond {@link #MOST} a list of lists. */
public final class Sitemap {
    /** Addresses that one list may have. */
    public static final int MOST = 50_000;

    private static final String NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9";

    /** A page and when it last changed, a time or a day (W3C Datetime). */
    public record Page(String address, String changed) {
        /** The share page of an item. */
        public static Page of(Item item, String home) {
            return new Page(SharePage.address(item, home), Beijing.text(item.updatedAt()));
        }
    }

    private Sitemap() {}

    /** The list, or the list of lists when there are more than {@code most} pages. */
    public static byte[] of(List<Page> pages, String home, int most) {
        if (pages.size() <= most) {
            return list(pages);
        }
        Xml xml = new Xml();
        xml.begin("sitemapindex").namespace(NAMESPACE);
        for (int part = 0; part * most < pages.size(); part++) {
            xml.begin("sitemap")
                    .element("loc", home + "/sitemap.xml?part=" + (part + 1))
                    .end();
        }
        return xml.end().bytes();
    }

    /** One of the lists, from 1; without addresses past the last. */
    public static byte[] part(List<Page> pages, int most, int part) {
        long from = Math.min(pages.size(), (part - 1L) * most);
        return list(pages.subList((int) from, (int) Math.min(pages.size(), from + most)));
    }

    private static byte[] list(List<Page> pages) {
        Xml xml = new Xml();
        xml.begin("urlset").namespace(NAMESPACE);
        for (Page page : pages) {
            xml.begin("url")
                    .element("loc", page.address())
                    .element("lastmod", page.changed())
                    .end();
        }
        return xml.end().bytes();
    }
}
