package kepu.search.claim;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Everyday, regional and learned names of things: each becomes the one that texts are compared by. The longest name at a place wins. */
final class Synonyms {
    private static final String FILE = "/claims/synonyms.txt";
    private static final Synonyms SHIPPED = shipped();

    private record Name(String written, String compared) {}

    private final Map<Character, List<Name>> byFirst = new HashMap<>();

    private Synonyms(List<String> lines) {
        for (String line : lines) {
            String[] names = line.split(" ");
            for (String name : names) {
                byFirst.computeIfAbsent(name.charAt(0), first -> new ArrayList<>())
                        .add(new Name(name, names[0]));
            }
        }
        byFirst.values()
                .forEach(names -> names.sort(
                        Comparator.comparingInt((Name name) -> -name.written().length())));
    }

    static String unified(String text) {
        return SHIPPED.rewritten(text);
    }

    private String rewritten(String text) {
        StringBuilder unified = new StringBuilder(text.length() + 16);
        int at = 0;
        while (at < text.length()) {
            Name name = at(text, at);
            unified.append(name == null ? text.substring(at, at + 1) : name.compared());
            at += name == null ? 1 : name.written().length();
        }
        return unified.toString();
    }

    private @org.jspecify.annotations.Nullable Name at(String text, int at) {
        for (Name name : byFirst.getOrDefault(text.charAt(at), List.of())) {
            if (text.startsWith(name.written(), at)) {
                return name;
            }
        }
        return null;
    }

    private static Synonyms shipped() {
        try (InputStream in = Objects.requireNonNull(Synonyms.class.getResourceAsStream(FILE))) {
            return new Synonyms(new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList());
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + FILE + " cannot be read", e);
        }
    }
}
