package kepu.recommend.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import kepu.activity.EventType;
import kepu.base.Coded;

/**
 * A CSV of events: {@code user,item,time,type,weight,position,propensity}. What stands behind the time may be left out or empty: the type
 * (open), the weight (1), the place in the list, from 0, and the probability with which the item was put there.
 */
final class EventFile {
    private static final String TYPES =
            Arrays.stream(EventType.values()).map(Coded::code).collect(Collectors.joining("、"));

    private EventFile() {}

    /** Numbers the people and items that have no number yet. In the order of time; events of one time in the order of the file. */
    static Events read(Path path, Numbering people, Numbering things) throws IOException {
        EventRows rows = new EventRows();
        try (CsvTable table = CsvTable.open(
                path, List.of("user", "item", "time"), List.of("type", "weight", "position", "propensity"))) {
            int user = table.column("user");
            int item = table.column("item");
            int time = table.column("time");
            int type = table.column("type");
            int weight = table.column("weight");
            int position = table.column("position");
            int propensity = table.column("propensity");
            while (table.next()) {
                if (rows.size() == EventRows.MOST) {
                    throw table.fault("最多 " + EventRows.MOST + " 条事件");
                }
                rows.add(
                        people.of(table.required(user)),
                        things.of(table.required(item)),
                        type(table, type),
                        millis(table, time),
                        weight(table, weight),
                        position(table, position),
                        propensity(table, propensity));
            }
        }
        return rows.byTime();
    }

    private static long millis(CsvTable table, int column) {
        String text = table.required(column).strip();
        return Moments.event(text).orElseThrow(() -> table.fault(column, Moments.OF_EVENTS + "，却是 \"" + text + "\""));
    }

    private static EventType type(CsvTable table, int column) {
        String text = table.cell(column).strip();
        return text.isEmpty()
                ? EventType.OPEN
                : EventType.of(text).orElseThrow(() -> table.fault(column, "应为 " + TYPES + " 之一，却是 \"" + text + "\""));
    }

    private static float weight(CsvTable table, int column) {
        String text = table.cell(column).strip();
        if (text.isEmpty()) {
            return 1;
        }
        float weight = number(text);
        if (weight >= 0 && weight < Float.POSITIVE_INFINITY) {
            return weight;
        }
        throw table.fault(column, "应为不小于 0 的数，却是 \"" + text + "\"");
    }

    private static int position(CsvTable table, int column) {
        String text = table.cell(column).strip();
        if (text.isEmpty()) {
            return -1;
        }
        if (text.matches("[0-9]{1,9}")) {
            return Integer.parseInt(text);
        }
        throw table.fault(column, "应为列表里的位次（从 0 起），却是 \"" + text + "\"");
    }

    private static float propensity(CsvTable table, int column) {
        String text = table.cell(column).strip();
        if (text.isEmpty()) {
            return Float.NaN;
        }
        float propensity = number(text);
        if (propensity > 0 && propensity <= 1) {
            return propensity;
        }
        throw table.fault(column, "应为大于 0 且不大于 1 的概率，却是 \"" + text + "\"");
    }

    private static float number(String text) {
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            return Float.NaN;
        }
    }
}
