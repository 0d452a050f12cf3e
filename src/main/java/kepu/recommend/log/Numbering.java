package kepu.recommend.log;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gives names numbers from 0, in the order in which they come. */
final class Numbering {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    /** The number of a name, which it gets if it has none yet. */
    int of(String name) {
        Integer known = numbers.putIfAbsent(name, names.size());
        if (known != null) {
            return known;
        }
        names.add(name);
        return names.size() - 1;
    }

    int size() {
        return names.size();
    }

    String name(int number) {
        return names.get(number);
    }

    String[] names() {
        return names.toArray(String[]::new);
    }
}
