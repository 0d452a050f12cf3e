package kepu.recommend.rank;

import java.util.Arrays;
import kepu.recommend.log.Things;
import kepu.recommend.model.Feature;
import kepu.recommend.rank.Placed.Cause;

/**
 * Finds the cause that placed an item: the family of features that raised its score most, as the ranker itself explains it, of those that
 * are true of the item and can be told.
 */
final class Why {
    private static final double LEAST = 0.02;
    private static final Feature.Family[] FAMILIES = Feature.Family.values();
    private static final long FRESH_MILLIS = 14 * World.DAY_MILLIS;
    private static final double LEAST_SHARE = 0.15;
    private static final int LEAST_CLOSENESS = 2;

    private final double[] families = new double[FAMILIES.length];
    private final Anchors collaborative = new Anchors();
    private final Anchors content = new Anchors();
    private Cause cause = Cause.EDITORIAL;
    private int about;

    /** The first {@code count} of these items will be explained for this visit, each of which stands there once. */
    void begin(int[] wanted, int count) {
        collaborative.begin(wanted, count);
        content.begin(wanted, count);
    }

    /** Explains the candidate at a place, an item that was wanted; {@link #cause} and {@link #about} tell. */
    void explain(Visit visit, Candidates candidates, int place) {
        Arrays.fill(families, 0);
        visit.world().scorer().explainFamilies(place, candidates.scratch(), families);
        families[Feature.Family.PERSON.ordinal()] = 0;
        int item = candidates.item(place);
        for (int tried = 0; tried < FAMILIES.length; tried++) {
            int best = 0;
            for (int family = 1; family < families.length; family++) {
                best = families[family] > families[best] ? family : best;
            }
            if (families[best] < LEAST) {
                break;
            }
            if (tells(visit, item, FAMILIES[best])) {
                return;
            }
            families[best] = 0;
        }
        tell(Cause.EDITORIAL, -1);
    }

    Cause cause() {
        return cause;
    }

    int about() {
        return about;
    }

    private boolean tells(Visit visit, int item, Feature.Family family) {
        Things.Thing thing = visit.thing(item);
        return switch (family) {
            case COLLABORATIVE ->
                anchored(
                        Cause.COLLABORATIVE,
                        collaborative.of(visit, visit.world().model().collaborative(), item));
            case CONTENT ->
                anchored(Cause.CONTENT, content.of(visit, visit.world().content(), item));
            case PLACE -> tell(Cause.PLACE, keenest(visit, item));
            case GROUP ->
                tell(Cause.GROUP, common(thing.groups() & visit.person().groups()))
                        && (thing.groups() & visit.person().groups()) != 0;
            case TOPIC ->
                tell(Cause.TOPIC, visit.tastes().keenest(thing.topics()))
                        && about >= 0
                        && visit.tastes().share(thing.topics()) >= LEAST_SHARE;
            case INTEREST ->
                tell(Cause.INTEREST, topic(thing.topics() & visit.person().interests())) && about >= 0;
            case SEASON -> tell(Cause.SEASON, -1) && visit.season(item) > 0;
            case FRESH -> tell(Cause.FRESH, -1) && thing.publishedMillis() > visit.nowMillis() - FRESH_MILLIS;
            case LOCAL ->
                tell(Cause.LOCAL, -1)
                        && thing.regions().stream()
                                .anyMatch(own -> own.level().ordinal() >= LEAST_CLOSENESS
                                        && own.contains(visit.person().region()));
            case PERSON -> false;
        };
    }

    private boolean anchored(Cause told, int anchor) {
        return tell(told, anchor) && anchor >= 0;
    }

    private boolean tell(Cause told, int of) {
        cause = told;
        about = of;
        return true;
    }

    private static int keenest(Visit visit, int item) {
        int best = Prior.EVERYBODY;
        double most = -1;
        for (Prior.Chain chain : visit.chains()) {
            double rate = chain.rate(item);
            if (rate > most) {
                most = rate;
                best = chain.group();
            }
        }
        return best;
    }

    private static int common(int groups) {
        return groups == 0 ? -1 : Integer.numberOfTrailingZeros(groups);
    }

    private static int topic(long topics) {
        return topics == 0 ? -1 : Long.numberOfTrailingZeros(topics);
    }
}
