package kepu.recommend.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import kepu.base.Neighbours;
import kepu.recommend.log.Things;

/**
 * A trained version: what the collaborative source and the ranking know. Items are numbered as {@code items} lists them, until
 * {@link #numbered} puts them in the numbers of the house.
 *
 * @param version as the folder is called; {@link #UNTRAINED} for the one that every house begins with
 * @param items the ids of the items by number; empty where a number stands for nothing
 * @param collaborative item-item weights: row of an opened item, entries for those it speaks for
 * @param ranker the function over {@link Feature}
 * @param manner how it wants to be served
 */
public record Model(String version, String[] items, Neighbours collaborative, Ranker ranker, Manner manner) {
    public static final String UNTRAINED = "untrained";

    /** Served in the usual manner. */
    public Model(String version, String[] items, Neighbours collaborative, Ranker ranker) {
        this(version, items, collaborative, ranker, Manner.DEFAULT);
    }

    public static Model untrained() {
        return new Model(UNTRAINED, new String[0], Neighbours.none(0), Linear.untrained());
    }

    /** The same with items in the numbers of {@code things}; those that are not there are left out. */
    public Model numbered(Things things) {
        Map<String, Integer> numbers = new HashMap<>();
        int bound = things.size();
        for (int number = 0; number < bound; number++) {
            Things.Thing thing = things.all()[number];
            if (thing.isThere()) {
                numbers.put(thing.id(), number);
            }
        }
        int[] own = new int[bound];
        Arrays.fill(own, -1);
        int[] house = new int[items.length];
        for (int item = 0; item < items.length; item++) {
            house[item] = numbers.getOrDefault(items[item], -1);
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
        return new Model(version, names, builder.build(), ranker, manner);
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
