package kepu.search.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import kepu.search.claim.Background.Kind;

/** A claim ready to be compared: its forms, what it is about, and everything that any form has. */
final class Known {
    /** Words that stand for keywords where none are given. */
    private static final int DERIVED = 4;

    /** What a claim is about: a name as texts are compared by it, and how telling it is. */
    record Keyword(String name, double weight) {}

    final ClaimText text;
    /** Held, so that others who read the same claim share it. */
    final Forms read;

    final boolean isRich;
    final List<Weighed> forms;
    final List<Weighed> unlike;
    final Boundary boundary;
    /** Whether it is known what all its forms mean. */
    final boolean hasMeaning;

    final List<Keyword> keywords;
    /** Characters by their weight and the share of the forms that have them. */
    private final Map<String, Double> core = new java.util.HashMap<>();

    private final Map<Kind, Set<String>> union = new java.util.EnumMap<>(Kind.class);

    Known(ClaimText text, Forms read, Background background, Meanings meanings) {
        this.text = text;
        this.read = read;
        this.isRich = !text.paraphrases().isEmpty();
        List<Weighed> all = IntStream.range(0, read.bags().size())
                .mapToObj(at -> new Weighed(
                        read.bags().get(at),
                        background,
                        meanings.ofForm(read.plain().get(at))))
                .toList();
        this.forms = all.subList(0, text.forms().size());
        this.unlike = all.subList(text.forms().size(), all.size());
        this.hasMeaning = all.stream().allMatch(one -> one.meaning != null);
        this.boundary = new Boundary(forms, unlike);
        this.keywords = text.keywords().isEmpty() ? derived() : given(background);
        for (Kind kind : Kind.values()) {
            Set<String> terms = new HashSet<>();
            forms.forEach(form -> terms.addAll(form.weights(kind).keySet()));
            union.put(kind, terms);
        }
        for (Weighed form : forms) {
            form.weights(Kind.CHARACTER)
                    .forEach((character, weight) -> core.merge(character, weight / forms.size(), Double::sum));
        }
    }

    Set<String> all(Kind kind) {
        return java.util.Objects.requireNonNull(union.get(kind));
    }

    /** How much of a statement any form has, by weight, from 0 to 1. */
    double covers(Kind kind, Weighed statement) {
        double total = statement.total(kind);
        double found = 0;
        for (Map.Entry<String, Double> term : statement.weights(kind).entrySet()) {
            found += all(kind).contains(term.getKey()) ? term.getValue() : 0;
        }
        return total == 0 ? 0 : found / total;
    }

    /** How much of what its forms have in common a statement has, by weight and the square of the share of forms, from 0 to 1. */
    double core(Weighed statement) {
        double total = 0;
        double held = 0;
        for (Map.Entry<String, Double> character : core.entrySet()) {
            double weight = character.getValue() * character.getValue();
            total += weight;
            held += statement.weights(Kind.CHARACTER).containsKey(character.getKey()) ? weight : 0;
        }
        return total == 0 ? 0 : held / total;
    }

    private List<Keyword> given(Background background) {
        List<Keyword> given = new ArrayList<>();
        for (String keyword : text.keywords()) {
            String name = Synonyms.unified(Plain.single(keyword)).replaceAll("[^\\p{L}\\p{N}]", "");
            double weight = name.codePoints()
                    .mapToDouble(c -> background.weight(Kind.CHARACTER, Character.toString(c)))
                    .sum();
            if (!name.isEmpty()) {
                given.add(new Keyword(name, weight));
            }
        }
        return given;
    }

    private List<Keyword> derived() {
        return forms.getFirst().weights(Kind.WORD).entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry::getKey))
                .limit(DERIVED)
                .map(word -> new Keyword(word.getKey(), word.getValue()))
                .toList();
    }
}
