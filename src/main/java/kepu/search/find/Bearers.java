package kepu.search.find;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import kepu.content.Item;
import kepu.search.PlainChinese;

/**
 * Which items have a text in their titles or keywords, or another name of what it names, by their numbers: who may not see any of them is
 * not offered it either.
 */
final class Bearers {
    private final Map<String, List<Integer>> items = new HashMap<>();

    /** Looks at the items for everywhere first, for those mostly settle whether a text can be shown. */
    static Bearers of(Collection<Item> items) {
        Bearers bearers = new Bearers();
        items.stream()
                .sorted(Comparator.comparing((Item item) -> !item.regions().isEmpty())
                        .thenComparingInt(Item::seq))
                .forEach(bearers::add);
        return bearers;
    }

    private void add(Item item) {
        add(item.title(), item);
        item.keywords().forEach(keyword -> add(keyword, item));
    }

    private void add(String text, Item item) {
        put(PlainChinese.letters(text), item.seq());
        View.WORDS.tokens(text).forEach(word -> put(PlainChinese.letters(word.term()), item.seq()));
        String plain = PlainChinese.of(text);
        for (Names.Named named : Names.shipped().in(plain)) {
            put(PlainChinese.letters(plain.substring(named.from(), named.to())), item.seq());
            named.others().forEach(other -> put(PlainChinese.letters(other), item.seq()));
        }
    }

    private void put(String plain, int seq) {
        List<Integer> having = items.computeIfAbsent(plain, fresh -> new ArrayList<>(1));
        if (having.isEmpty() || having.getLast() != seq) {
            having.add(seq);
        }
    }

    /** None when no item has it. */
    int[] of(String plain) {
        return items.getOrDefault(plain, List.of()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
    }
}
