package kepu.recommend.model;

import java.util.Arrays;
import kepu.base.Neighbours;

/**
 * A trained version: what the collaborative source and the ranking know. Items are numbered as {@code items} lists them, until
 * {@link #numbered} puts them in the numbers of the house.
 *
 * @param version as the folder is called; {@link #UNTRAINED} for the one that every house begins with
 * @param items the ids of the items by number; empty where a number stands for nothing
 * @param collaborative item-item weights: row of an opened item, entries for those it speaks for
 * @param ranker the function over {@link Feature}
 */
public record Model(String version, String[] items, Neighbours collaborative, Ranker ranker) {
    public static final String UNTRAINED = "untrained";

    public static Model untrained() {
        return new Model(UNTRAINED, new String[0], Neighbours.none(0), Linear.untrained());
    }

    /** Tells the house's number of an item, or -1 when it has none. */
    public interface Numbers {
        int of(String item);
    }

    /** The same with items in the house's numbers, which are below {@code bound}; what the house does not have is left out. */
    public Model numbered(int bound, Numbers numbers) {
        int[] own = new int[bound];
        Arrays.fill(own, -1);
        int[] house = new int[items.length];
        for (int item = 0; item < items.length; item++) {
            house[item] = items[item].isEmpty() ? -1 : numbers.of(items[item]);
            if (house[item] >= 0) {
                own[house[item]] = item;
            }
        }
        Neighbours.Builder builder = new Neighbours.Builder(bound, collaborative.others().length);
        String[] names = new String[bound];
        for (int number = 0; number < bound; number++) {
            int item = own[number];
            names[number] = item < 0 ? "" : items[item];
            if (item >= 0) {
                row(builder, item, house);
            }
            builder.end();
        }
        return new Model(version, names, builder.build(), ranker);
    }

    private void row(Neighbours.Builder builder, int item, int[] house) {
        for (int at = collaborative.starts()[item]; at < collaborative.starts()[item + 1]; at++) {
            int other = house[collaborative.others()[at]];
            if (other >= 0) {
                builder.entry(other, collaborative.weights()[at]);
            }
        }
    }
}
