package kepu.recommend.log;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;

/** Words as bits: which words there are, and the set that some of them make. */
record Words(List<String> names, Map<String, Integer> bits) {
    private static final String OCCUPATION = "occupation:";

    private static Words of(List<String> names) {
        Map<String, Integer> bits = new HashMap<>();
        for (int bit = 0; bit < names.size(); bit++) {
            bits.put(names.get(bit), bit);
        }
        return new Words(List.copyOf(names), bits);
    }

    /** At most {@code most} words, those that are used most; among equals the first in the alphabet. In the order of the alphabet. */
    static Words mostUsed(Collection<String> uses, int most) {
        return of(ranked(uses).stream().limit(most).sorted().toList());
    }

    /**
     * The words of groups: those of {@link Group} when no others are used, else all that are used. Occupations come behind them as
     * far as there is room, the most frequent first.
     */
    static Words groups(Collection<String> uses, Collection<String> occupations) {
        TreeSet<String> used = new TreeSet<>(uses);
        boolean known = used.stream().allMatch(code -> Group.of(code).isPresent());
        List<String> groups =
                known ? List.of(Group.values()).stream().map(Coded::code).toList() : List.copyOf(used);
        if (groups.size() > People.MOST_GROUPS) {
            throw new Failure.Invalid(
                    "too-many-groups", "不同的群体有 " + groups.size() + " 个，最多 " + People.MOST_GROUPS + " 个");
        }
        List<String> names = new ArrayList<>(groups);
        ranked(occupations).stream()
                .limit(People.MOST_GROUPS - groups.size())
                .map(name -> OCCUPATION + name)
                .forEach(names::add);
        return of(names);
    }

    private static List<String> ranked(Collection<String> uses) {
        Map<String, Integer> counts = new TreeMap<>();
        uses.forEach(word -> counts.merge(word, 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** The set of those words that have a bit. */
    long mask(Collection<String> words) {
        long mask = 0;
        for (String word : words) {
            Integer bit = bits.get(word);
            mask |= bit == null ? 0 : 1L << bit;
        }
        return mask;
    }

    long occupation(String name) {
        return name.isEmpty() ? 0 : mask(List.of(OCCUPATION + name));
    }

    String[] array() {
        return names.toArray(String[]::new);
    }
}
