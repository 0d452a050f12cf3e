package kepu.recommend.rank;

import java.util.function.IntPredicate;
import kepu.recommend.log.Things;

/** The last places of a list, one fewer than the window is long, and how many of them are about the same or of the same source. */
final class Window {
    private final int[] items;
    private Facts facts = Facts.of(new Things(new Things.Thing[0], new String[0]));
    private int[] themes = {};
    private int[] sources = {};
    private int placed;

    Window(int length) {
        this.items = new int[length - 1];
    }

    /** Begins a list of items with these facts. */
    void begin(Facts of) {
        for (int i = 0; i < size(); i++) {
            themes[facts.themes()[items[i]]] = 0;
            sources[facts.sources()[items[i]]] = 0;
        }
        facts = of;
        placed = 0;
        if (themes.length <= of.themes().length) {
            themes = new int[of.themes().length + 1];
            sources = new int[of.themes().length + 1];
        }
    }

    /** The next place; the oldest leaves when there is no more room. */
    void add(int item) {
        int at = placed % items.length;
        if (placed >= items.length) {
            count(items[at], -1);
        }
        items[at] = item;
        placed++;
        count(item, 1);
    }

    int size() {
        return Math.min(placed, items.length);
    }

    /** How many are about the theme of that number; none when it is that of items about nothing. */
    int ofTheme(int theme) {
        return themes[theme];
    }

    /** How many are of the source of that number; none when it is that of items whose source is not known. */
    int ofSource(int source) {
        return sources[source];
    }

    int count(IntPredicate counts) {
        int count = 0;
        for (int i = 0; i < size(); i++) {
            count += counts.test(items[i]) ? 1 : 0;
        }
        return count;
    }

    private void count(int item, int more) {
        int theme = facts.themes()[item];
        int source = facts.sources()[item];
        themes[theme] += theme == 0 ? 0 : more;
        sources[source] += source == 0 ? 0 : more;
    }
}
