package kepu.rumour;

import io.vertx.core.json.JsonObject;

/** A verdict in the words of schema.org: ClaimReview, for search engines and whoever gathers verdicts. */
public final class ClaimReview {
    private static final String PUBLISHER = "智慧科普";
    private static final int BEST = 5;

    private ClaimReview() {}

    /** JSON-LD of a verdict; its {@code url} is the page of it. {@code home} begins the addresses of this site. */
    public static JsonObject of(Verdict verdict, String home) {
        Rating rating = verdict.rating();
        JsonObject rated = new JsonObject().put("@type", "Rating").put("alternateName", rating.label());
        if (rating != Rating.UNPROVEN) {
            rated.put("ratingValue", value(rating)).put("bestRating", BEST).put("worstRating", 1);
        }
        JsonObject source = new JsonObject()
                .put("@type", "Organization")
                .put("name", verdict.sourcing().source());
        return new JsonObject()
                .put("@context", "https://schema.org")
                .put("@type", "ClaimReview")
                .put("url", ClaimPage.address(verdict, home))
                .put("claimReviewed", verdict.claim())
                .put("itemReviewed", new JsonObject().put("@type", "Claim").put("name", verdict.claim()))
                .put("reviewRating", rated)
                .put("reviewBody", verdict.summary())
                .put(
                        "author",
                        new JsonObject()
                                .put("@type", "Organization")
                                .put("name", PUBLISHER)
                                .put("url", home))
                .put("sourceOrganization", source)
                .put("datePublished", verdict.published().toString())
                .put("inLanguage", verdict.sourcing().language());
    }

    private static int value(Rating rating) {
        return switch (rating) {
            case FALSE -> 1;
            case MISLEADING -> 2;
            case PARTLY, UNPROVEN -> 3;
            case TRUE -> BEST;
        };
    }
}
