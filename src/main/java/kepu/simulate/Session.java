package kepu.simulate;

import java.util.BitSet;
import kepu.activity.EventType;
import kepu.content.Item;
import kepu.content.Kind;
import org.jspecify.annotations.Nullable;

/** A person with a list of items: scrolls, opens, reads or leaves, as the people's app reports it. */
final class Session {
    private static final double MOOD_DEVIATION = 0.7;
    private static final double POSTER_SECONDS = 20;
    private static final double LEAST_SECONDS = 15;
    /** Reading less than this share counts as nothing, as in the app. */
    private static final double LEAST_SHARE = 0.05;

    private final Truth truth;
    private final Exposure exposure;
    private final Person person;
    private final BitSet opened;
    private final Account account;
    private final Dice dice;
    private long at;
    /** Of the place that is being looked at. */
    private float propensity;

    Session(Truth truth, Exposure exposure, Person person, BitSet opened, Account account, Dice dice) {
        this.truth = truth;
        this.exposure = exposure;
        this.person = person;
        this.opened = opened;
        this.account = account;
        this.dice = dice;
    }

    void run(long start) {
        at = start;
        BitSet shown = new BitSet(truth.items().size());
        Odds odds = new Odds(truth, exposure, person, at, shown, opened);
        int size = dice.between(Behaviour.LEAST_SHOWN, Behaviour.MOST_SHOWN);
        for (int position = 0; position < size && account.open(at); position++) {
            Integer number = exposure.next(person, at, shown, opened, dice);
            if (number == null) {
                return;
            }
            propensity = (float) odds.of(number, at);
            odds.placed(number);
            shown.set(number);
            show(number, position);
            pass(0.8, 6);
        }
    }

    private void show(int number, int position) {
        Traits traits = truth.items().get(number);
        tell(EventType.IMPRESSION, traits, position, null, null);
        double liking = truth.liking(person, traits, at) + dice.normal(MOOD_DEVIATION);
        if (dice.chance(truth.openProbability(person, traits, at, position))) {
            opened.set(number);
            read(traits, position, liking);
        } else if (dice.chance(Truth.sigmoid(-5.2 - liking))) {
            pass(0.5, 3);
            tell(EventType.NOT_INTERESTED, traits, position, null, null);
        }
    }

    /** The longer an item, the fewer reach its end; the more it is liked, the more do. */
    private void read(Traits traits, int position, double liking) {
        pass(0.5, 3);
        tell(EventType.OPEN, traits, position, null, null);
        if (traits.item().kind() == Kind.VIDEO) {
            pass(0.3, 2);
            tell(EventType.PLAY, traits, position, null, null);
        }
        double seconds = seconds(traits.item());
        if (dice.chance(Truth.sigmoid(0.1 + 0.5 * liking - 0.35 * (seconds / 60 - 1.5)))) {
            long spent = spend(seconds * dice.uniform(0.7, 1.2));
            tell(EventType.FINISH, traits, position, spent, 1.0);
            approve(traits, position, liking);
        } else {
            leave(traits, position, liking, seconds);
        }
    }

    private void approve(Traits traits, int position, double liking) {
        if (dice.chance(Truth.sigmoid(0.8 * liking - 3.6))) {
            pass(0.5, 4);
            tell(EventType.LIKE, traits, position, null, null);
        }
        if (dice.chance(Truth.sigmoid(0.6 * liking - 4.4))) {
            pass(1, 8);
            tell(EventType.SHARE, traits, position, null, null);
        }
    }

    private void leave(Traits traits, int position, double liking, double seconds) {
        double share = Math.round(dice.uniform() * 95) / 100.0;
        long spent = spend(share * seconds);
        if (share > LEAST_SHARE) {
            tell(EventType.PROGRESS, traits, position, spent, share);
        }
        if (dice.chance(Truth.sigmoid(-2.6 - 0.8 * liking))) {
            pass(0.5, 3);
            tell(EventType.NOT_INTERESTED, traits, position, null, null);
        }
    }

    private double seconds(Item item) {
        double seconds = switch (item.kind()) {
            case ARTICLE -> item.chars() / person.charsPerSecond();
            case VIDEO, AUDIO -> item.seconds();
            case POSTER -> POSTER_SECONDS;
        };
        return Math.max(LEAST_SECONDS, seconds);
    }

    private void pass(double leastSeconds, double mostSeconds) {
        at += (long) (1_000 * dice.uniform(leastSeconds, mostSeconds));
    }

    private long spend(double seconds) {
        long millis = (long) (1_000 * seconds);
        at += millis;
        return millis;
    }

    private void tell(EventType type, Traits traits, int position, @Nullable Long millis, @Nullable Double value) {
        account.tell(
                type,
                traits.item().seq(),
                position,
                at,
                millis == null ? null : Integer.valueOf(millis.intValue()),
                value,
                propensity);
    }
}
