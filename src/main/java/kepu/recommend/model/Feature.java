package kepu.recommend.model;

import java.util.Locale;
import java.util.Optional;

/**
 * What a ranker looks at, in the order of a row. A rate is the natural logarithm of a posterior mean; "log" is ln(1 + x). A feature of
 * which nothing is known is 0.
 */
public enum Feature {
    COLLABORATIVE(Family.COLLABORATIVE, "sum of the item-item weights from what the person opened lately"),
    COLLABORATIVE_MEAN(Family.COLLABORATIVE, "the same, divided by how much the person opened"),
    CONTENT(Family.CONTENT, "mean similarity of the text to the last items that the person opened"),
    CONTENT_BEST(Family.CONTENT, "highest similarity of the text to one of them"),
    PLACE_RATE(Family.PLACE, "rate among the person's groups in their village, backed off upwards, over the mean rate"),
    COUNTY_RATE(Family.PLACE, "the same in their county"),
    GROUP_RATE(Family.PLACE, "rate of the item among the person's groups in the country, over the mean rate"),
    BEST_RATE(Family.PLACE, "rate among the one of the person's groups that likes it best"),
    ALIKE_COUNTY_RATE(
            Family.PLACE, "rate among people of the county with exactly the person's groups, backed off upwards"),
    COUNTRY_RATE(Family.PLACE, "rate among everybody, over the mean rate"),
    TREND(Family.PLACE, "log of opens by anybody lately, counted with a short half-life"),
    OPENS(Family.PLACE, "log of opens by anybody"),
    GROUP_TOPIC_RATE(Family.GROUP, "rate of the topic among the person's groups in their county, over the mean rate"),
    GROUP_KIND_RATE(Family.GROUP, "rate of the kind (article, video …) among them, over the mean rate"),
    GROUP_MATCH(Family.GROUP, "groups of the person that the item was made for; -1 when it was made for others only"),
    TOPIC_AFFINITY(Family.TOPIC, "how much more often than expected the person opens this topic, decayed: log ratio"),
    TOPIC_SHARE(Family.TOPIC, "share of the topic in what the person opened, decayed"),
    INTEREST(Family.INTEREST, "1 when the person said that the topic interests them"),
    SEASON(Family.SEASON, "1 in season, -1 out of season, 0 for items of the whole year"),
    NEWNESS(Family.FRESH, "exp(-age / 14 days)"),
    AGE(Family.FRESH, "log of the age in days"),
    YOUTH(
            Family.FRESH,
            "where impressions are not logged, to somebody who opened something before: log of how much shorter than everything"
                    + " else the item has been there"),
    CLOSENESS(Family.LOCAL, "level of the narrowest region that the item was made for and the person lives in, 0 to 5"),
    LENGTH(Family.PERSON, "log of the length in characters"),
    VIDEO(Family.PERSON, "1 for a video"),
    EXPOSURE(Family.PERSON, "log of how often anybody was shown the item, decayed"),
    SHOWN(Family.PERSON, "how often this person was shown it without opening"),
    SHOWN_AGO(Family.PERSON, "log of the hours since then; 10 when never"),
    ACTIVITY(Family.PERSON, "log of how many items the person opened"),
    OPEN_RATE(Family.PERSON, "how much more often than expected the person opens anything: log ratio"),
    BIRTH(Family.PERSON, "age of the person in decades; 0 when not known"),
    POSITION(
            Family.PERSON,
            "place in the list; known in training only, so that the model does not take place for taste (0 in serving)");

    /** Features that a reason speaks of together. */
    public enum Family {
        COLLABORATIVE,
        CONTENT,
        PLACE,
        GROUP,
        TOPIC,
        INTEREST,
        SEASON,
        FRESH,
        LOCAL,
        /** Says something of the person or of the display, so it is no reason for one item. */
        PERSON
    }

    public static final int COUNT = values().length;

    private static final Feature[] ALL = values();

    private final Family family;
    private final String meaning;

    Feature(Family family, String meaning) {
        this.family = family;
        this.meaning = meaning;
    }

    public Family family() {
        return family;
    }

    public String meaning() {
        return meaning;
    }

    /** The name in definitions and cards, e.g. {@code place-rate}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Feature> of(String code) {
        for (Feature feature : ALL) {
            if (feature.code().equals(code)) {
                return Optional.of(feature);
            }
        }
        return Optional.empty();
    }

    /** The feature of a column. */
    public static Feature at(int column) {
        return ALL[column];
    }
}
