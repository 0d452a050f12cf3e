package kepu.recommend.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import kepu.base.Coded;
import kepu.content.Kind;

/** A CSV of items: {@code item,title,topics,publishedAt,groups,source,kind}; all but {@code item} may be left out or empty. */
final class ItemFile {
    /** What the file says of one item. */
    record Facts(
            String title, List<String> topics, long publishedMillis, List<String> groups, String source, Kind kind) {
        static final Facts NONE = new Facts("", List.of(), Long.MIN_VALUE, List.of(), "", Kind.ARTICLE);
    }

    private static final String KINDS =
            Arrays.stream(Kind.values()).map(Coded::code).collect(Collectors.joining("、"));

    private ItemFile() {}

    /** Numbers the items in the order of the file; the facts by number. */
    static List<Facts> read(Path path, Numbering things) throws IOException {
        List<Facts> all = new ArrayList<>();
        try (CsvTable table = CsvTable.open(
                path, List.of("item"), List.of("title", "topics", "publishedAt", "groups", "source", "kind"))) {
            int item = table.column("item");
            int title = table.column("title");
            int topics = table.column("topics");
            int published = table.column("publishedAt");
            int groups = table.column("groups");
            int source = table.column("source");
            int kind = table.column("kind");
            while (table.next()) {
                if (things.of(table.required(item)) != all.size()) {
                    throw table.fault(item, "\"" + table.cell(item) + "\" 出现了两次");
                }
                all.add(new Facts(
                        table.cell(title),
                        Split.topics(table.cell(topics)),
                        published(table, published),
                        Split.groups(table.cell(groups)),
                        table.cell(source),
                        kind(table, kind)));
            }
        }
        return all;
    }

    private static long published(CsvTable table, int column) {
        String text = table.cell(column).strip();
        return text.isEmpty()
                ? Facts.NONE.publishedMillis()
                : Moments.item(text).orElseThrow(() -> table.fault(column, Moments.OF_ITEMS + "，却是 \"" + text + "\""));
    }

    private static Kind kind(CsvTable table, int column) {
        String text = table.cell(column).strip();
        return text.isEmpty()
                ? Facts.NONE.kind()
                : Kind.of(text).orElseThrow(() -> table.fault(column, "应为 " + KINDS + " 之一，却是 \"" + text + "\""));
    }
}
