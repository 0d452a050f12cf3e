package kepu.content.share;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import kepu.base.Beijing;
import kepu.content.Item;
import kepu.content.Items;
import kepu.content.Kind;

/** Items in the words of schema.org: Article and VideoObject. */
public final class StructuredData {
    private StructuredData() {}

    /** JSON-LD of an item with its corrections. {@code home} begins the addresses of this site. */
    public static JsonObject of(Items.Whole whole, String home) {
        Item item = whole.item();
        boolean isVideo = item.kind() == Kind.VIDEO && item.media() != null;
        JsonObject data = new JsonObject()
                .put("@context", "https://schema.org")
                .put("@type", isVideo ? "VideoObject" : "Article")
                .put("@id", SharePage.address(item, home))
                .put("url", SharePage.address(item, home))
                .put(isVideo ? "name" : "headline", item.title())
                .put("description", item.summary())
                .put("inLanguage", item.language())
                .put("isAccessibleForFree", true)
                .put("about", item.topic().label())
                .put("license", item.licence())
                .put("keywords", String.join(",", item.keywords()))
                .put("author", organisation(item.source()))
                .put("publisher", organisation("智慧科普"))
                .put("datePublished", Beijing.text(item.publishedAt()));
        if (!whole.corrections().isEmpty()) {
            data.put("dateModified", Beijing.text(item.updatedAt())).put("correction", corrections(whole));
        }
        if (item.poster() != null) {
            data.put(isVideo ? "thumbnailUrl" : "image", home + "/media/" + item.poster());
        }
        return isVideo
                ? data.put("uploadDate", Beijing.text(item.publishedAt()))
                        .put("contentUrl", home + "/media/" + item.media())
                        .put("encodingFormat", "video/mp4")
                        .put("duration", Duration.ofSeconds(item.seconds()).toString())
                : data.put("mainEntityOfPage", SharePage.address(item, home));
    }

    private static JsonArray corrections(Items.Whole whole) {
        JsonArray corrections = new JsonArray();
        whole.corrections()
                .forEach(one -> corrections.add(new JsonObject()
                        .put("@type", "CorrectionComment")
                        .put("text", one.note())
                        .put("datePublished", Beijing.text(one.at()))));
        return corrections;
    }

    private static JsonObject organisation(String name) {
        return new JsonObject().put("@type", "Organization").put("name", name);
    }
}
