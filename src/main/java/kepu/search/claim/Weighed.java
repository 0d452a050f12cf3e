package kepu.search.claim;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kepu.search.claim.Background.Kind;
import org.jspecify.annotations.Nullable;

/** A bag whose terms have their weights, and the sum of its words' vectors. */
final class Weighed {
    final Bag bag;
    private final Map<Kind, Map<String, Double>> weights = new EnumMap<>(Kind.class);
    private final Map<Kind, Double> totals = new EnumMap<>(Kind.class);
    private final List<float[]> vectors = new ArrayList<>();
    private final float[] vector = new float[Background.DIMENSIONS];
    /** What the whole means; null when that is not known. */
    final float @Nullable [] meaning;

    private final double signedLength;

    Weighed(Bag bag, Background background, float @Nullable [] meaning) {
        this.bag = bag;
        this.meaning = meaning;
        for (Kind kind : Kind.values()) {
            Map<String, Double> own = new HashMap<>();
            bag.terms(kind).forEach(term -> own.put(term, background.weight(kind, term)));
            weights.put(kind, own);
            totals.put(
                    kind, own.values().stream().mapToDouble(Double::doubleValue).sum());
        }
        weights(Kind.WORD).forEach((word, weight) -> {
            float[] one = background.vector(word);
            if (one != null) {
                vectors.add(one);
                for (int at = 0; at < vector.length; at++) {
                    vector[at] += (float) (weight * one[at]);
                }
            }
        });
        Background.unit(vector);
        this.signedLength = Math.sqrt(signedProduct(this));
    }

    /** With what it means. */
    Weighed meaning(float @Nullable [] other) {
        return new Weighed(this, other);
    }

    private Weighed(Weighed same, float @Nullable [] meaning) {
        this.bag = same.bag;
        this.weights.putAll(same.weights);
        this.totals.putAll(same.totals);
        this.vectors.addAll(same.vectors);
        System.arraycopy(same.vector, 0, vector, 0, vector.length);
        this.signedLength = same.signedLength;
        this.meaning = meaning;
    }

    /** The cosine of what both mean as a whole, from -1 to 1; 0 where one is not known. */
    double meant(Weighed other) {
        return meaning == null || other.meaning == null ? 0 : product(meaning, other.meaning);
    }

    /** Four sums at a time: processors add them side by side. */
    private static double product(float[] one, float[] other) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        for (int at = 0; at < one.length; at += 4) {
            a += one[at] * other[at];
            b += one[at + 1] * other[at + 1];
            c += one[at + 2] * other[at + 2];
            d += one[at + 3] * other[at + 3];
        }
        return (double) a + b + c + d;
    }

    /** The cosine of the characters and pairs of characters by weight, those under a negation apart, from 0 to 1. */
    double signedCosine(Weighed other) {
        double length = signedLength * other.signedLength;
        return length == 0 ? 0 : signedProduct(other) / length;
    }

    private double signedProduct(Weighed other) {
        double product = 0;
        for (Kind kind : Boundary.KINDS) {
            Map<String, Double> own = weights(kind);
            Map<String, Boolean> there = other.bag.signed(kind);
            for (Map.Entry<String, Boolean> term : bag.signed(kind).entrySet()) {
                if (term.getValue().equals(there.get(term.getKey()))) {
                    double weight = own.getOrDefault(term.getKey(), 0.0);
                    product += weight * weight;
                }
            }
        }
        return product;
    }

    Map<String, Double> weights(Kind kind) {
        return Objects.requireNonNull(weights.get(kind));
    }

    double total(Kind kind) {
        return Objects.requireNonNull(totals.get(kind));
    }

    /** The weight of the terms that both have. */
    double shared(Kind kind, Weighed other) {
        double shared = 0;
        boolean isShorter = weights(kind).size() <= other.weights(kind).size();
        Map<String, Double> others = (isShorter ? other : this).weights(kind);
        for (Map.Entry<String, Double> term :
                (isShorter ? this : other).weights(kind).entrySet()) {
            if (others.containsKey(term.getKey())) {
                shared += term.getValue();
            }
        }
        return shared;
    }

    /** How much of this is in the other, by weight, from 0 to 1. */
    double covered(Kind kind, Weighed other) {
        return total(kind) == 0 ? 0 : shared(kind, other) / total(kind);
    }

    double cosine(Weighed other) {
        return Background.cosine(vector, other.vector);
    }

    /**
     * How much of a word is in this, from 0 to 1: all of it, or the share of its characters, or a word in like company.
     *
     * @param own the word's vector
     */
    double holds(String word, float @Nullable [] own) {
        if (weights(Kind.WORD).containsKey(word)) {
            return 1;
        }
        double best = 0.8 * characters(word);
        if (own != null) {
            for (float[] vector : vectors) {
                double near = Background.cosine(own, vector);
                best = Math.max(best, near > 0.3 ? near * near : 0);
            }
        }
        return best;
    }

    /** The share of a word's characters that stand here. */
    double characters(String word) {
        Map<String, Double> here = weights(Kind.CHARACTER);
        int found = 0;
        for (int at = 0; at < word.length(); at++) {
            found += here.containsKey(word.substring(at, at + 1)) ? 1 : 0;
        }
        return (double) found / word.length();
    }
}
