package kepu.content.review;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import kepu.content.Draft;
import kepu.content.DraftJson;

/** What changed between two drafts, as a unified diff of their lines (Myers, "An O(ND) difference algorithm and its variations", 1986). */
public final class TextDiff {
    private static final int CONTEXT_LINES = 2;

    /** A version to compare; {@code note} is what its readers are told was corrected, or empty. */
    record Side(String name, Draft draft, String note) {}

    private TextDiff() {}

    /** Empty when nothing changed. For a worker: long texts take a while. */
    static String of(Side before, Side after) {
        List<String> old = lines(before);
        return String.join(
                "\n",
                UnifiedDiffUtils.generateUnifiedDiff(
                        before.name(), after.name(), old, DiffUtils.diff(old, lines(after)), CONTEXT_LINES));
    }

    /** The fields a line each, then the text. */
    private static List<String> lines(Side side) {
        JsonObject json = DraftJson.shown(side.draft());
        List<String> lines = new ArrayList<>();
        if (!side.note().isEmpty()) {
            lines.add("note: " + side.note());
        }
        json.forEach(field -> {
            if (!field.getKey().equals("text")) {
                lines.add(field.getKey() + ": " + said(field.getValue()));
            }
        });
        lines.add("");
        side.draft().text().lines().forEach(lines::add);
        return lines;
    }

    private static String said(Object value) {
        return value instanceof JsonArray array
                ? array.stream().map(String::valueOf).collect(Collectors.joining(", "))
                : String.valueOf(value);
    }
}
