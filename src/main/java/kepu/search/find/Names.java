package kepu.search.find;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kepu.search.PlainChinese;

/** The names that one thing has: 脑梗 is 缺血性脑卒中 to a doctor, 打药机 is 植保无人机 to an office. A name of several things has them all. */
final class Names {
    /** A name in a text, from a character to before another, and the other names of the thing. */
    record Named(int from, int to, List<String> others) {}

    private static final String FILE = "/search/names.txt";
    private static final Names SHIPPED = read();

    private final Map<String, List<String>> others = new HashMap<>();
    private final int longest;

    private Names(List<List<String>> things) {
        for (List<String> names : things) {
            for (String name : names) {
                List<String> known = others.computeIfAbsent(name, first -> new ArrayList<>());
                names.stream()
                        .filter(other -> !other.equals(name) && !known.contains(other))
                        .forEach(known::add);
            }
        }
        this.longest = others.keySet().stream().mapToInt(String::length).max().orElse(0);
    }

    static Names shipped() {
        return SHIPPED;
    }

    Set<String> all() {
        return others.keySet();
    }

    /** The names in a plain text, from left to right, the longest where several begin; none overlaps another. */
    List<Named> in(String plain) {
        List<Named> found = new ArrayList<>();
        for (int at = 0; at < plain.length(); at++) {
            for (int to = Math.min(plain.length(), at + longest); to > at; to--) {
                List<String> known = others.get(plain.substring(at, to));
                if (known != null && isWhole(plain, at, to)) {
                    found.add(new Named(at, to, known));
                    at = to - 1;
                    break;
                }
            }
        }
        return found;
    }

    /**
     * What a text may call the thing: by its other names, or by those of what it is a kind of, which stand at the ends of its own (脑卒中, and so
     * 中风, is at the end of 缺血性脑卒中).
     */
    Set<String> kin(Named named) {
        Set<String> kin = new HashSet<>(named.others());
        for (String other : named.others()) {
            for (int from = 1; from < other.length() - 1; from++) {
                String end = other.substring(from);
                List<String> wider = others.get(end);
                if (wider != null) {
                    kin.add(end);
                    kin.addAll(wider);
                }
            }
        }
        return kin;
    }

    /** A name in Latin letters is not a part of a longer word: 5g is not in 45gb. */
    private static boolean isWhole(String text, int from, int to) {
        return !(from > 0 && isLatin(text.charAt(from - 1)) && isLatin(text.charAt(from)))
                && !(to < text.length() && isLatin(text.charAt(to)) && isLatin(text.charAt(to - 1)));
    }

    private static boolean isLatin(char c) {
        return c < 0x250 && Character.isLetterOrDigit(c);
    }

    private static Names read() {
        try (InputStream in = Objects.requireNonNull(Names.class.getResourceAsStream(FILE))) {
            return new Names(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(line ->
                            Arrays.stream(line.split("=")).map(PlainChinese::of).toList())
                    .toList());
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + FILE + " cannot be read", e);
        }
    }
}
