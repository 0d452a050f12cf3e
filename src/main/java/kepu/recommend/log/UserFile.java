package kepu.recommend.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kepu.region.RegionCode;

/** A CSV of people: {@code user,region,groups,birthYear,occupation}; all but {@code user} may be left out or empty. */
final class UserFile {
    /** What the file says of one person. */
    record Facts(long village, List<String> groups, short birthYear, String occupation) {
        static final Facts NONE = new Facts(0, List.of(), (short) 0, "");
    }

    private static final int FIRST_BIRTH = 1850;
    private static final int LAST_BIRTH = 2100;

    private UserFile() {}

    /** Numbers the people in the order of the file; the facts by number. */
    static List<Facts> read(Path path, Numbering people) throws IOException {
        List<Facts> all = new ArrayList<>();
        try (CsvTable table =
                CsvTable.open(path, List.of("user"), List.of("region", "groups", "birthYear", "occupation"))) {
            int user = table.column("user");
            int region = table.column("region");
            int groups = table.column("groups");
            int birth = table.column("birthYear");
            int occupation = table.column("occupation");
            while (table.next()) {
                if (people.of(table.required(user)) != all.size()) {
                    throw table.fault(user, "\"" + table.cell(user) + "\" 出现了两次");
                }
                all.add(new Facts(
                        village(table, region),
                        Split.groups(table.cell(groups)),
                        birthYear(table, birth),
                        table.cell(occupation).strip()));
            }
        }
        return all;
    }

    private static long village(CsvTable table, int column) {
        String text = table.cell(column).strip();
        return text.isEmpty()
                ? 0
                : RegionCode.parse(text)
                        .orElseThrow(() -> table.fault(column, "应为 2、4、6、9 或 12 位数字的地区代码，却是 \"" + text + "\""))
                        .first();
    }

    private static short birthYear(CsvTable table, int column) {
        String text = table.cell(column).strip();
        if (text.isEmpty()) {
            return 0;
        }
        if (text.length() == 4 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            short year = Short.parseShort(text);
            if (year >= FIRST_BIRTH && year <= LAST_BIRTH) {
                return year;
            }
        }
        throw table.fault(column, "应为 " + FIRST_BIRTH + " 到 " + LAST_BIRTH + " 的年份，却是 \"" + text + "\"");
    }
}
