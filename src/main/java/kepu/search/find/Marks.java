package kepu.search.find;

import java.util.HexFormat;
import java.util.TreeSet;
import kepu.base.Sha256;
import kepu.content.Item;

/** A short text that differs when anything differs that the index holds of an item. */
final class Marks {
    private static final int LENGTH = 24;

    private Marks() {}

    static String of(Item item, String body) {
        String all = String.join(
                "\0",
                item.title(),
                item.summary(),
                String.join("\1", item.keywords()),
                String.join("\1", new TreeSet<>(Labels.of(item))),
                body);
        return HexFormat.of().formatHex(Sha256.of(all)).substring(0, LENGTH);
    }
}
