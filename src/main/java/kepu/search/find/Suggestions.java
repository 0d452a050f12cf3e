package kepu.search.find;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import kepu.content.Item;
import kepu.search.PlainChinese;

/**
 * What completes a half-typed word: keywords, words of titles and titles, by their beginnings in characters (感), in pinyin (ganm) and in the
 * first letters of it (gm), and mixed (感m). All keys lie sorted in one array, so what begins with something is one range of it, in which the
 * weightiest are looked for. A text is offered while one of the items that have it can be shown to who types. Immutable.
 */
public final class Suggestions {
    static final Suggestions NONE = new Suggestions(List.of());

    /** A text and how much it weighs: in how many titles or keywords it stands; and the items that have it. */
    private record Entry(String text, String plain, double weight, int[] bearers) {}

    /** A way to type an entry: the pinyin ones weigh a little less, so that what is typed in characters stays first. */
    private record Key(String key, int entry, float part) {
        static final Comparator<Key> SORTED = Comparator.comparing(Key::key).thenComparingInt(Key::entry);
    }

    /** Of a crowded prefix so many of the best are kept: more than are offered, for some cannot be shown everywhere. */
    private static final int KEPT = 200;
    /** More keys than can be looked through in a moment, and how long prefixes with so many can be. */
    private static final int CROWD = 1_000;

    private static final int LONGEST_CROWDED = 8;
    private static final int LONGEST_WORD = 10;
    private static final int LONGEST_PINYIN = 12;
    private static final double KEYWORD = 2;
    private static final double TITLE = 0.5;
    private static final float INSIDE = 0.5f;
    private static final float SPELLED = 0.9f;

    private final List<Entry> entries;
    private final String[] keys;
    private final int[] owners;
    private final float[] parts;
    private final Map<String, int[]> crowded;

    private Suggestions(List<Entry> entries) {
        this.entries = entries;
        List<Key> all = new ArrayList<>();
        for (int number = 0; number < entries.size(); number++) {
            addKeys(all, entries.get(number).plain(), number);
        }
        all.sort(Key.SORTED);
        this.keys = new String[all.size()];
        this.owners = new int[all.size()];
        this.parts = new float[all.size()];
        for (int at = 0; at < keys.length; at++) {
            keys[at] = all.get(at).key();
            owners[at] = all.get(at).entry();
            parts[at] = all.get(at).part();
        }
        this.crowded = crowded();
    }

    /** Of live items and the words of their titles, with the number of texts that have each. */
    public static Suggestions of(Collection<Item> items, Map<String, Integer> words) {
        Map<String, Double> weights = new HashMap<>();
        items.forEach(item -> item.keywords().forEach(keyword -> weights.merge(keyword, KEYWORD, Double::sum)));
        words.forEach((word, texts) -> weights.merge(word, (double) texts, Double::sum));
        items.forEach(item -> weights.putIfAbsent(item.title(), TITLE));
        Bearers bearers = Bearers.of(items);
        Map<String, Entry> entries = new HashMap<>();
        weights.forEach((text, weight) -> {
            String plain = PlainChinese.letters(text);
            int[] having = bearers.of(plain);
            if (plain.length() > 1 && having.length > 0) {
                entries.merge(
                        plain,
                        new Entry(text, plain, weight, having),
                        (one, other) -> one.weight() >= other.weight() ? one : other);
            }
        });
        return new Suggestions(List.copyOf(entries.values()));
    }

    /** At most so many texts of items that can be shown, by their numbers, the weightiest first. */
    public List<String> of(String typed, int most, IntPredicate shown) {
        String plain = PlainChinese.letters(typed);
        if (plain.isEmpty()) {
            return List.of();
        }
        boolean mixed =
                plain.chars().anyMatch(PlainChinese::isHan) && !plain.chars().allMatch(PlainChinese::isHan);
        String prefix = mixed ? Pinyin.first(plain) : plain;
        int[] ready = mixed ? null : crowded.get(prefix);
        IntStream best = ready == null ? best(prefix, first(prefix), mixed ? plain : "") : Arrays.stream(ready);
        return best.mapToObj(entries::get)
                .filter(entry -> Arrays.stream(entry.bearers()).anyMatch(shown))
                .limit(most)
                .map(Entry::text)
                .toList();
    }

    /** The entries of the keys from a place on that begin with a prefix, the weightiest first; of those with some characters. */
    private IntStream best(String prefix, int from, String characters) {
        Map<Integer, Double> found = new HashMap<>();
        for (int at = from; at < keys.length && keys[at].startsWith(prefix); at++) {
            Entry entry = entries.get(owners[at]);
            if (hasCharacters(entry, characters)) {
                double whole = keys[at].length() == prefix.length() ? 1 : 0;
                found.merge(owners[at], parts[at] * (Math.log1p(entry.weight()) + whole), Math::max);
            }
        }
        return found.entrySet().stream()
                .sorted(Comparator.<Map.Entry<Integer, Double>>comparingDouble(Map.Entry::getValue)
                        .reversed()
                        .thenComparingInt(
                                one -> entries.get(one.getKey()).text().length())
                        .thenComparing(one -> entries.get(one.getKey()).text()))
                .mapToInt(Map.Entry::getKey);
    }

    /** Of prefixes that very many keys begin with the best are kept ready. */
    private Map<String, int[]> crowded() {
        Map<String, int[]> ready = new HashMap<>();
        for (int length = 1; length <= LONGEST_CROWDED; length++) {
            int from = 0;
            while (from < keys.length) {
                int to = from + 1;
                if (keys[from].length() >= length) {
                    String prefix = keys[from].substring(0, length);
                    while (to < keys.length && keys[to].startsWith(prefix)) {
                        to++;
                    }
                    if (to - from > CROWD) {
                        ready.put(prefix, best(prefix, from, "").limit(KEPT).toArray());
                    }
                }
                from = to;
            }
        }
        return ready;
    }

    /** Texts that can be suggested. */
    int size() {
        return entries.size();
    }

    private int first(String prefix) {
        int found = Arrays.binarySearch(keys, prefix);
        if (found < 0) {
            return -found - 1;
        }
        while (found > 0 && keys[found - 1].equals(prefix)) {
            found--;
        }
        return found;
    }

    private static boolean hasCharacters(Entry entry, String plain) {
        return plain.chars()
                .filter(PlainChinese::isHan)
                .allMatch(c -> entry.plain().indexOf(c) >= 0);
    }

    private static void addKeys(List<Key> all, String plain, int number) {
        Set<String> known = new HashSet<>();
        add(all, known, plain, number, 1);
        String beginning = plain.substring(0, Math.min(plain.length(), LONGEST_PINYIN));
        if (beginning.chars().anyMatch(PlainChinese::isHan)) {
            Pinyin.all(beginning, false).forEach(way -> add(all, known, way, number, SPELLED));
            Pinyin.all(beginning, true).forEach(way -> add(all, known, way, number, SPELLED));
        }
        if (plain.length() <= LONGEST_WORD) {
            for (int from = 1; from + 1 < plain.length(); from++) {
                add(all, known, plain.substring(from), number, INSIDE);
            }
        }
    }

    private static void add(List<Key> all, Set<String> known, String key, int number, float part) {
        if (known.add(key)) {
            all.add(new Key(key, number, part));
        }
    }
}
