package kepu.search.find;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** How characters are read, without tones: 长 is chang, and zhang too. What has no reading, such as letters, is read as itself. */
final class Pinyin {
    private static final String TABLE = "/chinese/pinyin.txt";
    private static final Map<Character, List<String>> READINGS = new HashMap<>();
    private static final Set<String> SYLLABLES = new HashSet<>();
    private static final int LONGEST = 6;
    /** Ways to read a text that are followed; a text with many characters of several readings has more. */
    private static final int MOST = 8;

    static {
        try (InputStream in = Objects.requireNonNull(Pinyin.class.getResourceAsStream(TABLE))) {
            List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
            for (int column = 1; column <= 2; column++) {
                for (String line : lines) {
                    read(line.split(" "), column);
                }
            }
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + TABLE + " cannot be read", e);
        }
    }

    private Pinyin() {}

    /** The readings of a character, the first the commonest. */
    static List<String> of(char character) {
        List<String> known = READINGS.get(character);
        return known == null ? List.of(String.valueOf(character)) : known;
    }

    /** The commonest reading of a plain text, nothing between the syllables. */
    static String first(String plain) {
        StringBuilder all = new StringBuilder();
        for (int at = 0; at < plain.length(); at++) {
            all.append(of(plain.charAt(at)).getFirst());
        }
        return all.toString();
    }

    /** Ways to read a plain text, the commonest first; with {@code letters} only the first letter of each syllable. */
    static List<String> all(String plain, boolean letters) {
        List<String> ways = new ArrayList<>(List.of(""));
        for (int at = 0; at < plain.length(); at++) {
            List<String> readings = of(plain.charAt(at)).stream()
                    .map(reading -> letters ? reading.substring(0, 1) : reading)
                    .distinct()
                    .toList();
            List<String> longer = new ArrayList<>();
            for (String reading : readings) {
                ways.stream().limit(MOST - longer.size()).forEach(way -> longer.add(way + reading));
            }
            ways = longer;
        }
        return ways;
    }

    static boolean isSyllable(String letters) {
        return SYLLABLES.contains(letters);
    }

    /** Whether letters can be read as syllables one after the other. */
    static boolean isPinyin(String letters) {
        boolean[] reached = new boolean[letters.length() + 1];
        reached[0] = true;
        for (int to = 1; to <= letters.length(); to++) {
            for (int from = Math.max(0, to - LONGEST); from < to && !reached[to]; from++) {
                reached[to] = reached[from] && SYLLABLES.contains(letters.substring(from, to));
            }
        }
        return !letters.isEmpty() && reached[letters.length()];
    }

    private static void read(String[] cells, int column) {
        SYLLABLES.add(cells[0]);
        if (cells.length > column) {
            for (int at = 0; at < cells[column].length(); at++) {
                READINGS.computeIfAbsent(cells[column].charAt(at), first -> new ArrayList<>(1))
                        .add(cells[0]);
            }
        }
    }
}
