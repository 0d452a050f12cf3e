package kepu.push.audience;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.roaringbitmap.RoaringBitmap;

/**
 * The residents who have each word of a free kind: an occupation, a language. Words have numbers from 1; 0 stands for none. Only so many
 * words have a set of their own: of the others is known who has any of them, and that an answer about one of them is not to be had here.
 */
final class Words {
    private final int most;
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<RoaringBitmap> sets = new ArrayList<>(List.of(new RoaringBitmap()));
    private final RoaringBitmap unlisted = new RoaringBitmap();

    /** @param most words with a set of their own; one more must fit into their numbers */
    Words(int most) {
        this.most = most;
    }

    /** The number of a word, which is made known if there is room. */
    int number(@Nullable String word) {
        if (word == null) {
            return 0;
        }
        Integer known = numbers.get(word);
        if (known != null) {
            return known;
        }
        if (sets.size() > most) {
            return most + 1;
        }
        sets.add(new RoaringBitmap());
        numbers.put(word, sets.size() - 1);
        return sets.size() - 1;
    }

    void add(int number, int position) {
        if (number > 0) {
            set(number).add(position);
        }
    }

    void remove(int number, int position) {
        if (number > 0) {
            set(number).remove(position);
        }
    }

    /** The sets of those of the words that anybody has; null when one of them may be among the unlisted. */
    @Nullable
    List<RoaringBitmap> of(Set<String> words) {
        List<RoaringBitmap> found = new ArrayList<>();
        for (String word : words) {
            Integer number = numbers.get(word);
            if (number != null) {
                found.add(sets.get(number));
            } else if (!unlisted.isEmpty()) {
                return null;
            }
        }
        return found;
    }

    /** How many residents have a word without a set. */
    int unlisted() {
        return unlisted.getCardinality();
    }

    long bytes() {
        return sets.stream().mapToLong(RoaringBitmap::getLongSizeInBytes).sum() + unlisted.getLongSizeInBytes();
    }

    void trim() {
        sets.forEach(RoaringBitmap::trim);
    }

    private RoaringBitmap set(int number) {
        return number > most ? unlisted : sets.get(number);
    }
}
