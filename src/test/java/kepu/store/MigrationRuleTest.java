package kepu.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * A migration runs while nodes of the release before serve, so it may only add: see "Releases" in docs/operations.md. What takes something
 * away or asks for more than old nodes give is found here; a table that the same migration makes is its own.
 */
class MigrationRuleTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    /** What was so before nodes of two releases had to go together; nothing is added here without a release in which nobody uses it. */
    private static final Map<String, List<String>> BEFORE_THE_RULE = Map.of(
            "V013", List.of("new constraint"),
            "V015", List.of("dropped constraint", "dropped index", "dropped index", "new constraint"),
            "V019", List.of("dropped index"),
            "V020", List.of("new constraint", "unique", "unique"),
            "V021", List.of("not null"));

    /**
     * Events become parts in one transaction, and the parts together have the names, columns and keys that the table had; constraints that
     * go refused only what triggers refuse now. What a guardian's consent must have lies in columns that old nodes leave empty. Uploads of
     * nodes that know none but videos are held to what they were held to before. Visits are stored with their services in one transaction
     * and held to nothing after it.
     */
    private static final Map<String, List<String>> LOOKED_AT = Map.of(
            "V029",
            List.of("dropped constraint", "dropped constraint"),
            "V030",
            List.of("dropped function", "renamed", "renamed", "renamed", "renamed", "dropped constraint"),
            "V036",
            List.of("new constraint"),
            "V037",
            List.of("dropped constraint", "new constraint", "new constraint"),
            "V039",
            List.of("dropped constraint"));

    private static final Map<String, Pattern> BREAKING = new LinkedHashMap<>();

    static {
        BREAKING.put("dropped table", Pattern.compile("^drop (table|view|materialized view|type|schema|sequence)\\b"));
        BREAKING.put("dropped function", Pattern.compile("^drop (function|procedure|trigger)\\b"));
        BREAKING.put("dropped index", Pattern.compile("^drop index\\b"));
        BREAKING.put("emptied", Pattern.compile("^truncate\\b"));
        BREAKING.put("renamed", Pattern.compile("^alter \\w+ .*\\brename\\b"));
        BREAKING.put(
                "dropped column",
                Pattern.compile(
                        "^alter table .*\\bdrop (column (if exists )?)?(?!constraint|not null|default|identity|expression)\\w+"));
        BREAKING.put("dropped constraint", Pattern.compile("^alter table .*\\bdrop constraint\\b"));
        BREAKING.put("dropped default", Pattern.compile("^alter table .*\\bdrop default\\b"));
        BREAKING.put("other type", Pattern.compile("^alter table .*\\balter (column )?\\w+ (set data )?type\\b"));
        BREAKING.put("not null", Pattern.compile("^alter table .*\\bset not null\\b"));
        BREAKING.put(
                "new constraint",
                Pattern.compile("^alter table .*\\badd (constraint|check|unique|primary|foreign|exclude)\\b"));
        BREAKING.put("unique", Pattern.compile("^create unique index\\b"));
        BREAKING.put(
                "column without default",
                Pattern.compile(
                        "^alter table .*\\badd (column )?(if not exists )?(?!constraint|check|unique|primary|foreign)\\w+ (?=[^,]*\\bnot null\\b)(?![^,]*(\\bdefault\\b|\\bgenerated\\b))"));
    }

    private static final Pattern MADE = Pattern.compile("^create (?:unlogged )?table (?:if not exists )?(\\w+)");
    private static final Pattern TABLE = Pattern.compile(
            "^(?:alter table (?:only )?(?:if exists )?(\\w+)|create unique index .*? on (?:only )?(\\w+))");

    @Test
    void nothingIsTakenAwayFromNodesOfTheReleaseBefore() throws IOException {
        Map<String, List<String>> found = new TreeMap<>();
        for (Path file : files()) {
            List<String> faults = faults(Files.readString(file));
            if (!faults.isEmpty()) {
                found.put(file.getFileName().toString().substring(0, 4), faults);
            }
        }
        Map<String, List<String>> known = new TreeMap<>(BEFORE_THE_RULE);
        known.putAll(LOOKED_AT);
        assertThat(found).isEqualTo(known);
    }

    @Test
    void whatBreaksRunningNodesIsFound() {
        String before = "create table t (a integer);";
        Map.ofEntries(
                        Map.entry("alter table resident drop column village", "dropped column"),
                        Map.entry("alter table resident drop village", "dropped column"),
                        Map.entry("alter table resident add a integer, drop if exists b", "dropped column"),
                        Map.entry("alter table resident rename column village to home", "renamed"),
                        Map.entry("alter table resident rename to person", "renamed"),
                        Map.entry("drop table resident", "dropped table"),
                        Map.entry("drop function group_mask", "dropped function"),
                        Map.entry("truncate event", "emptied"),
                        Map.entry("alter table resident alter village set not null", "not null"),
                        Map.entry("alter table resident alter column village type text", "other type"),
                        Map.entry("alter table resident alter village drop default", "dropped default"),
                        Map.entry("alter table resident add column a integer not null", "column without default"),
                        Map.entry("alter table resident add a text not null check (a <> '')", "column without default"),
                        Map.entry("alter table resident add constraint c check (a > 0)", "new constraint"),
                        Map.entry("create unique index u on resident (a)", "unique"),
                        Map.entry("ALTER TABLE resident\n  DROP COLUMN a", "dropped column"))
                .forEach((statement, fault) -> assertThat(faults(before + statement + ";"))
                        .as(statement)
                        .containsExactly(fault));
    }

    @Test
    void whatOnlyAddsIsNot() {
        assertThat(faults("""
                        -- drop table resident;
                        create table t (a integer not null, unique (a));
                        create unique index u on t (a);
                        alter table t add constraint c check (a > 0);
                        alter table t drop column a;
                        alter table resident add column b integer not null default 0, add c text;
                        alter table resident alter column b drop not null;
                        alter table resident alter column b set default 1;
                        create index i on resident (b);
                        create function f() returns trigger language plpgsql as $$
                        begin
                            truncate t;
                            drop table resident;
                        end
                        $$;
                        comment on table resident is 'not; drop table resident';
                        """)).isEmpty();
    }

    private static List<Path> files() throws IOException {
        Path home = Path.of(System.getProperty("kepu.home", "."));
        try (Stream<Path> files = Files.list(home.resolve(MIGRATIONS))) {
            List<Path> sorted = files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .toList();
            assertThat(sorted).hasSizeGreaterThan(27);
            return sorted;
        }
    }

    private static List<String> faults(String sql) {
        Set<String> own = new HashSet<>();
        List<String> faults = new ArrayList<>();
        for (String statement : statements(sql)) {
            Matcher made = MADE.matcher(statement);
            Matcher table = TABLE.matcher(statement);
            if (made.find()) {
                own.add(made.group(1));
            } else if (!table.find() || !own.contains(table.group(1) == null ? table.group(2) : table.group(1))) {
                BREAKING.forEach((fault, pattern) -> {
                    if (pattern.matcher(statement).find()) {
                        faults.add(fault);
                    }
                });
            }
        }
        return faults;
    }

    /** Each in lower case on one line, without comments, texts and bodies of functions. */
    private static List<String> statements(String sql) {
        String plain = sql.replaceAll("(?m)--.*$", "")
                .replaceAll("(?s)\\$(\\w*)\\$.*?\\$\\1\\$", "''")
                .replaceAll("(?s)'(?:[^']|'')*'", "''")
                .toLowerCase(Locale.ROOT);
        return Stream.of(plain.split(";"))
                .map(statement -> statement.strip().replaceAll("\\s+", " "))
                .filter(statement -> !statement.isEmpty())
                .toList();
    }
}
