package kepu.simulate;

import java.util.BitSet;

/**
 * With which probability {@link Exposure} fills the next place of one list with an item. It draws until it has an item that can be shown,
 * so that is the item's own share of the draws over the share of all that can be.
 */
final class Odds {
    private final Truth truth;
    private final Person person;
    private final BitSet shown;
    private final BitSet opened;
    private final double[] drawn;
    private double possible;
    /** From then on something more can be shown. */
    private long untilMillis;

    /** Odds at the beginning of a list; {@code shown} and {@code opened} as for {@link Exposure#next}, of whose changes it is told. */
    Odds(Truth truth, Exposure exposure, Person person, long at, BitSet shown, BitSet opened) {
        this.truth = truth;
        this.person = person;
        this.shown = shown;
        this.opened = opened;
        this.drawn = exposure.drawn(person.home().county(), truth.settings().day(at));
        begin(at);
    }

    /** The probability that an item that can be shown stands at the next place. */
    double of(int number, long at) {
        if (at > untilMillis) {
            begin(at);
        }
        return share(number) / possible;
    }

    /** The item stands in the list now, and is not marked as opened yet. */
    void placed(int number) {
        possible -= share(number);
    }

    private void begin(long at) {
        possible = 0;
        untilMillis = Long.MAX_VALUE;
        for (int number = 0; number < drawn.length; number++) {
            Traits traits = truth.items().get(number);
            if (traits.publishedMillis() >= at) {
                untilMillis = Math.min(untilMillis, traits.publishedMillis());
            } else if (!shown.get(number) && traits.closeness(person.home().code()) >= 0) {
                possible += share(number);
            }
        }
    }

    private double share(int number) {
        return drawn[number] * (opened.get(number) ? Exposure.SHOWN_AGAIN : 1);
    }
}
