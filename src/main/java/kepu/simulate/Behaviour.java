package kepu.simulate;

import java.time.DayOfWeek;
import java.util.BitSet;
import java.util.EnumSet;
import java.util.Set;
import kepu.activity.Event;

/** What residents do on which days, at which hours. Not safe for several threads, because its {@link Exposure} is not. */
final class Behaviour {
    /** The name of the feed that all simulated events carry. */
    static final String FEED = "sim";

    static final int LEAST_SHOWN = 4;
    static final int MOST_SHOWN = 12;

    private static final double WEEKEND = 1.2;
    private static final long HOUR_MILLIS = 3_600_000;
    private static final Set<DayOfWeek> WEEKENDS = EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY);

    /** Weights of the hours of a day, Beijing time: noon and evening. The old are early, pupils have no phone in class. */
    private static final double[] HOURS = {1, 0, 0, 0, 0, 1, 3, 5, 5, 4, 4, 6, 14, 10, 5, 4, 4, 5, 8, 13, 15, 12, 7, 3};

    private static final double[] HOURS_OLD = {0, 0, 0, 0, 1, 4, 8, 9, 8, 8, 7, 7, 11, 7, 5, 6, 7, 7, 9, 11, 8, 4, 1, 0
    };
    private static final double[] HOURS_PUPIL = {
        0, 0, 0, 0, 0, 0, 1, 2, 1, 1, 1, 2, 8, 5, 1, 1, 3, 6, 9, 14, 15, 8, 2, 0
    };

    /** Told of what somebody did. */
    interface Told {
        /** An event with an item that was put where it stood with this probability. */
        void event(Event event, float propensity);
    }

    private final Truth truth;
    private final Exposure exposure;
    private final boolean[] weekend;

    Behaviour(Truth truth) {
        this.truth = truth;
        this.exposure = new Exposure(truth);
        this.weekend = new boolean[truth.settings().days()];
        for (int day = 0; day < weekend.length; day++) {
            weekend[day] =
                    WEEKENDS.contains(truth.settings().firstDay().plusDays(day).getDayOfWeek());
        }
    }

    /** Tells all that a person did in the window, in order of time, under the id {@code id}. */
    void of(Person person, long id, Told told) {
        Settings settings = truth.settings();
        Dice dice = Dice.of(settings.seed(), Dice.Purpose.BEHAVIOUR, person.index());
        BitSet opened = new BitSet(truth.items().size());
        Account account = new Account(id, told);
        for (int day = 0; day < settings.days(); day++) {
            if (dice.chance(Math.min(1, person.rate() * (weekend[day] ? WEEKEND : 1)))) {
                long start = settings.dayStart(day)
                        + dice.pick(hours(person.age())) * HOUR_MILLIS
                        + (long) (dice.uniform() * HOUR_MILLIS);
                account.limit(
                        Math.min(settings.dayStart(day + 1), settings.now().toEpochMilli()));
                new Session(truth, exposure, person, opened, account, dice).run(start);
            }
        }
    }

    private static double[] hours(int age) {
        return age < Belonging.ADULT ? HOURS_PUPIL : age >= Belonging.OLD ? HOURS_OLD : HOURS;
    }
}
