package kepu.search.passage;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import kepu.search.PlainChinese;

/**
 * One way to say a thing: everyday, regional and learned names are replaced by one of them, in questions and in what they are compared
 * with; of names that overlap the longest at the leftmost place counts. What people say around a question (请问, 咋个办) is left out.
 */
final class Wording {
    private static final List<String> NAMES = List.of("/search/names.txt", "/questions/names.txt");
    private static final String AROUND = "/questions/around.txt";
    private static final Map<String, String> ONE = names();
    private static final Map<Character, List<String>> BY_FIRST = byFirst(ONE);
    private static final List<String> LEFT_OUT = around();

    private Wording() {}

    /** The plain text with one name for each thing. */
    static String of(String text) {
        return oneName(PlainChinese.of(text));
    }

    /** The same of a question, without what is said around it. */
    static String ofQuestion(String text) {
        String plain = PlainChinese.of(text);
        for (String part : LEFT_OUT) {
            plain = plain.replace(part, " ");
        }
        return oneName(plain);
    }

    private static String oneName(String plain) {
        StringBuilder one = new StringBuilder(plain.length());
        int at = 0;
        while (at < plain.length()) {
            String name = nameAt(plain, at);
            if (name.isEmpty()) {
                one.append(plain.charAt(at++));
            } else {
                one.append(ONE.get(name));
                at += name.length();
            }
        }
        return one.toString();
    }

    private static String nameAt(String plain, int at) {
        for (String name : BY_FIRST.getOrDefault(plain.charAt(at), List.of())) {
            if (plain.startsWith(name, at)) {
                return name;
            }
        }
        return "";
    }

    /** Lines that share a name are about one thing. */
    private static Map<String, String> names() {
        Map<String, String> names = new HashMap<>();
        NAMES.stream().flatMap(Wording::lines).forEach(line -> {
            List<String> same = Arrays.stream(line.split("="))
                    .map(PlainChinese::of)
                    .filter(name -> !name.isEmpty())
                    .toList();
            List<String> known = same.stream()
                    .filter(names::containsKey)
                    .map(names::get)
                    .distinct()
                    .toList();
            String one = known.isEmpty() ? same.getFirst() : known.getFirst();
            names.replaceAll((name, now) -> known.contains(now) ? one : now);
            same.forEach(name -> names.put(name, one));
        });
        return names;
    }

    private static Map<Character, List<String>> byFirst(Map<String, String> names) {
        Map<Character, List<String>> byFirst = new HashMap<>();
        names.keySet().stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .forEach(name -> byFirst.computeIfAbsent(name.charAt(0), first -> new ArrayList<>())
                        .add(name));
        return byFirst;
    }

    private static List<String> around() {
        return lines(AROUND)
                .map(PlainChinese::of)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
    }

    private static Stream<String> lines(String resource) {
        try (InputStream in = Objects.requireNonNull(Wording.class.getResourceAsStream(resource))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + resource + " cannot be read", e);
        }
    }
}
