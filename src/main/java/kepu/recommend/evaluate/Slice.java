package kepu.recommend.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import kepu.recommend.log.People;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Test people who are looked at on their own.
 *
 * @param name as the table has it, without spaces: {@code all}, {@code warm}, {@code group:farmer}, {@code county:510903}
 * @param rows places among the test people, ascending
 * @param newItems whether only those of their items count to which nobody said yes in training
 */
record Slice(String name, int[] rows, boolean newItems) {
    private static final List<Level> LEVELS = List.of(Level.PROVINCE, Level.CITY, Level.COUNTY);

    /**
     * All slices of the test people that have anybody, {@code all} first.
     *
     * @param people the test people's numbers
     * @param fresh by place among them: the items they should find and nobody knew
     * @param town whether a village is a town; null when nobody can tell
     */
    static List<Slice> of(LogSplit split, int[] people, int[][] fresh, @Nullable LongPredicate town) {
        People who = split.log().people();
        Map<String, List<Integer>> slices = new LinkedHashMap<>();
        Map<String, List<Integer>> regions = new TreeMap<>();
        for (String first : List.of("all", "warm", "cold", "new-items", "town", "country")) {
            slices.put(first, new ArrayList<>());
        }
        for (String group : who.groupNames()) {
            slices.put("group:" + group, new ArrayList<>());
        }
        for (int row = 0; row < people.length; row++) {
            int person = people[row];
            add(slices, "all", row);
            add(slices, split.known()[person].length > 0 ? "warm" : "cold", row);
            if (fresh[row].length > 0) {
                add(slices, "new-items", row);
            }
            for (int bit = 0; bit < who.groupNames().length; bit++) {
                if ((who.groups()[person] >> bit & 1) != 0) {
                    add(slices, "group:" + who.groupNames()[bit], row);
                }
            }
            long village = who.villages()[person];
            if (village > 0) {
                if (town != null) {
                    add(slices, town.test(village) ? "town" : "country", row);
                }
                addRegions(regions, village, row);
            }
        }
        slices.putAll(regions);
        return slices.entrySet().stream()
                .filter(slice -> !slice.getValue().isEmpty())
                .map(slice -> slice(slice.getKey(), slice.getValue()))
                .toList();
    }

    /** Where only a city is known, its code ends with zeros, and it is in no county. */
    private static void addRegions(Map<String, List<Integer>> regions, long village, int row) {
        RegionCode code = RegionCode.village(village);
        long above = 0;
        for (Level level : LEVELS) {
            RegionCode region = code.at(level);
            if (region.first() != above) {
                add(regions, level.code() + ":" + region.text(), row);
            }
            above = region.first();
        }
    }

    private static void add(Map<String, List<Integer>> slices, String name, int row) {
        slices.computeIfAbsent(name, none -> new ArrayList<>()).add(row);
    }

    private static Slice slice(String name, List<Integer> rows) {
        return new Slice(
                name.replaceAll("\\s+", "_"),
                rows.stream().mapToInt(Integer::intValue).toArray(),
                name.equals("new-items"));
    }
}
