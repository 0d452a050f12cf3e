package kepu.simulate;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.base.Topic;

/** Makes residents, each from their own random numbers alone. */
final class Population {
    static final double OWN_DEVIATION = 0.5;
    static final double OWN_DRIFT = 0.25;

    /** Log-normal: half of the people have fewer than two active days in 90, a few read on most days. */
    private static final double RATE_MEDIAN = 0.021;

    private static final double RATE_DEVIATION = 1.35;
    private static final double RATE_MOST = 0.95;

    private static final double MIXED = 0.6;
    private static final double TELLS_NOTHING = 0.06;
    private static final double TELLS_INTERESTS = 0.55;
    /** How much sharper than the taste the choice of interests is. */
    private static final double INTEREST_SHARPNESS = 1.5;

    private static final double MINORITY_LANGUAGE = 0.004;
    private static final double PERSONALISED = 0.95;
    private static final Duration CONSENT_BEFORE = Duration.ofDays(365);

    private static final List<Topic> TOPICS = List.of(Topic.values());

    private final Settings settings;
    private final Places places;

    Population(Settings settings, Places places) {
        this.settings = settings;
        this.places = places;
    }

    /** The resident of an index from 0 to below {@link Settings#residents()}. */
    Person person(int index) {
        if (index < 0 || index >= settings.residents()) {
            throw new IllegalArgumentException("no resident " + index);
        }
        Dice dice = Dice.of(settings.seed(), Dice.Purpose.PERSON, index);
        return person(index, places.village(dice), dice);
    }

    /** Somebody of a county who is not a resident, to ask what is popular there. */
    Person panelist(int county, int index) {
        Dice dice = Dice.of(settings.seed(), Dice.Purpose.PANEL, (long) county << 32 | index);
        return person(-1, places.villageOf(county, dice), dice);
    }

    private Person person(int index, Village home, Dice dice) {
        int age = Belonging.age(dice, home.inTown());
        Set<Group> groups = Belonging.groups(dice, age, home.inTown());
        double[] weights = Cluster.ALL.stream()
                .mapToDouble(cluster -> cluster.weight(groups, home.speciality()))
                .toArray();
        Taste taste = new Taste(
                dice.pick(weights),
                dice.pick(weights),
                dice.chance(MIXED) ? dice.uniform(0.15, 0.45) : 0,
                dice.normals(TOPICS.size(), OWN_DEVIATION),
                dice.normals(TOPICS.size(), OWN_DRIFT));
        double rate = Math.min(RATE_MOST, RATE_MEDIAN * habit(age) * StrictMath.exp(dice.normal(RATE_DEVIATION)));
        double charsPerSecond = (age >= Belonging.OLD ? 4.5 : 7.0) * StrictMath.exp(dice.normal(0.2));
        return new Person(
                index,
                home,
                age,
                groups,
                taste,
                rate,
                charsPerSecond,
                profile(dice, age, groups, taste, home.speciality()));
    }

    private static double habit(int age) {
        return age < 30 ? 1.25 : age < 75 ? 1 : 0.7;
    }

    private Person.Profile profile(Dice dice, int age, Set<Group> groups, Taste taste, Speciality town) {
        boolean silent = age >= Belonging.ADULT && dice.chance(TELLS_NOTHING);
        String occupation = Occupations.draw(dice, age, groups, Cluster.ALL.get(taste.first()), town);
        Set<Topic> interests = interests(dice, taste);
        String language = dice.chance(MINORITY_LANGUAGE) ? "bo" : dice.chance(MINORITY_LANGUAGE) ? "ii" : "zh-CN";
        boolean largePrint = dice.chance(age >= 70 ? 0.7 : age >= Belonging.OLD ? 0.5 : age >= 45 ? 0.12 : 0.02);
        boolean personalised = dice.chance(PERSONALISED);
        Instant consentAt = settings.from().minusMillis(1 + (long) (dice.uniform() * CONSENT_BEFORE.toMillis()));
        int birthYear = Beijing.year(settings.now()) - age;
        return new Person.Profile(
                silent ? Set.of() : groups,
                silent ? null : Integer.valueOf(birthYear),
                silent ? null : occupation,
                silent ? Set.of() : interests,
                language,
                largePrint,
                personalised,
                consentAt);
    }

    private static Set<Topic> interests(Dice dice, Taste taste) {
        Set<Topic> interests = EnumSet.noneOf(Topic.class);
        if (!dice.chance(TELLS_INTERESTS)) {
            return interests;
        }
        double[] weights = TOPICS.stream()
                .mapToDouble(topic ->
                        StrictMath.exp(INTEREST_SHARPNESS * (taste.mixed(Cluster.tastes(topic)) + taste.own(topic, 0))))
                .toArray();
        for (int left = dice.between(1, 4); left > 0; left--) {
            int topic = dice.pick(weights);
            interests.add(TOPICS.get(topic));
            weights[topic] = 0;
        }
        return interests;
    }
}
