package kepu.simulate;

import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import kepu.base.Group;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.region.Divisions;
import org.jspecify.annotations.Nullable;

/**
 * The law of behaviour: who opens what, if shown. Pure: it follows from settings, divisions and catalogue alone, so that it can be made
 * again after loading and a recommender be measured against the best that anyone could do.
 *
 * <p>The probability to open is {@code ACCIDENT + (1 - ACCIDENT - DISTRACTION) * sigmoid(base + mixture of the clusters' views of the item
 * + their fashion + own taste by topic + groups + season + region + quality + recency - position)}. The two constants are noise that no
 * recommender can explain: a tap by mistake, and a person who is not looking. Parameters and reasons: docs/simulation.md.
 *
 * <pre>{@code
 * Truth truth = Simulation.loaded(bulk).orElseThrow().truth(divisions, catalogue);
 * double p = truth.openProbability(truth.person(index), item, clock.instant());
 * }</pre>
 */
public final class Truth {
    static final double ACCIDENT = 0.01;
    static final double DISTRACTION = 0.10;
    static final double BASE = -1.75;
    static final double GROUP_MATCH = 0.7;
    static final double GROUP_MORE = 0.15;
    static final int GROUP_MORE_MOST = 2;
    static final double GROUP_NONE = -0.5;
    static final double IN_SEASON = 0.6;
    static final double OUT_OF_SEASON = -0.8;
    static final double REGION_BY_LEVEL = 0.3;
    static final double REGION_ELSEWHERE = -3;
    static final double RECENCY = 0.6;
    static final double RECENCY_DAYS = 14;
    static final double POSITION = 0.12;

    private static final double DAY_MILLIS = 86_400_000;

    private final Settings settings;
    private final Places places;
    private final Population population;
    private final @Nullable Traits[] bySeq;
    private final List<Traits> all = new ArrayList<>();
    private final double fromMillis;
    private final double windowMillis;

    public Truth(Settings settings, Divisions divisions, Catalogue catalogue) {
        this.settings = settings;
        this.places = new Places(settings, divisions);
        this.population = new Population(settings, places);
        this.bySeq = new Traits[catalogue.bound()];
        for (Catalogue.Entry entry : catalogue.entries()) {
            Traits traits = Traits.of(entry.item(), settings);
            bySeq[entry.item().seq()] = traits;
            all.add(traits);
        }
        this.fromMillis = settings.from().toEpochMilli();
        this.windowMillis = Math.max(1, settings.now().toEpochMilli() - fromMillis);
    }

    public Settings settings() {
        return settings;
    }

    /** The resident of an index from 0 to below {@link Settings#residents()}; made anew at each call. */
    public Person person(int index) {
        return population.person(index);
    }

    /** The probability that the person opens the item when it is shown first in the list at that time. */
    public double openProbability(Person person, Item item, Instant at) {
        return openProbability(person, item, at, 0);
    }

    /** The same at a position in the list, the first being 0. The item must be of the catalogue. */
    public double openProbability(Person person, Item item, Instant at, int position) {
        return openProbability(person, traits(item), at.toEpochMilli(), position);
    }

    double openProbability(Person person, Traits traits, long at, int position) {
        double age = Math.max(0, at - traits.publishedMillis()) / DAY_MILLIS;
        double logit =
                BASE + liking(person, traits, at) + RECENCY * StrictMath.exp(-age / RECENCY_DAYS) - POSITION * position;
        return ACCIDENT + (1 - ACCIDENT - DISTRACTION) * sigmoid(logit);
    }

    /** How much the person likes the item at that time, in logits: 0 is neither this nor that. */
    double liking(Person person, Traits traits, long at) {
        double elapsed = Math.clamp((at - fromMillis) / windowMillis, 0, 1);
        Taste taste = person.taste();
        return taste.mixed(traits.views())
                + elapsed * taste.mixed(traits.fashions())
                + taste.own(traits.item().topic(), elapsed)
                + traits.quality()
                + groups(person, traits)
                + season(traits, at)
                + region(person, traits);
    }

    List<Traits> items() {
        return all;
    }

    Places places() {
        return places;
    }

    Population population() {
        return population;
    }

    static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    private Traits traits(Item item) {
        Traits traits = item.seq() < bySeq.length ? bySeq[item.seq()] : null;
        if (traits == null) {
            throw new IllegalArgumentException("not in the catalogue: " + item.id());
        }
        return traits;
    }

    private static double groups(Person person, Traits traits) {
        int common = Integer.bitCount(Group.mask(person.groups()) & traits.groupMask());
        return common == 0 ? GROUP_NONE : GROUP_MATCH + GROUP_MORE * Math.min(common - 1, GROUP_MORE_MOST);
    }

    private double season(Traits traits, long at) {
        if (traits.item().season().isAlways()) {
            return 0;
        }
        int day = settings.day(at);
        boolean fits = day >= 0 && day < settings.days()
                ? traits.inSeason().get(day)
                : traits.item()
                        .season()
                        .fits(LocalDate.ofEpochDay(settings.firstDay().toEpochDay() + day));
        return fits ? IN_SEASON : OUT_OF_SEASON;
    }

    private static double region(Person person, Traits traits) {
        int closeness = traits.closeness(person.home().code());
        return closeness < 0 ? REGION_ELSEWHERE : REGION_BY_LEVEL * closeness;
    }
}
