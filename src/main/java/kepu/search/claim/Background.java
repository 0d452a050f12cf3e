package kepu.search.claim;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * How telling a term is, and which words stand in like company: counted over the sentences of the library's articles, and over the claims at
 * hand. A word's vector is a row of a truncated decomposition of the words' co-occurrence ({@link Space}).
 */
final class Background {
    /** Kinds of terms, in the order of the file. */
    enum Kind {
        WORD,
        CHARACTER,
        PAIR
    }

    static final int DIMENSIONS = 64;

    private static final String FILE = "/claims/background.bin.gz";
    private static final float STEP = 127;

    private final int sentences;
    private final Map<Kind, Map<String, Integer>> counts;
    private final Map<String, float[]> vectors;

    Background(int sentences, Map<Kind, Map<String, Integer>> counts, Map<String, float[]> vectors) {
        this.sentences = sentences;
        this.counts = counts;
        this.vectors = vectors;
    }

    /** With these statements counted too. */
    Background with(Collection<Bag> statements) {
        Map<Kind, Map<String, Integer>> more = new HashMap<>();
        counts.forEach((kind, own) -> more.put(kind, new HashMap<>(own)));
        for (Bag bag : statements) {
            count(more, bag);
        }
        return new Background(sentences + statements.size(), more, vectors);
    }

    static void count(Map<Kind, Map<String, Integer>> counts, Bag bag) {
        for (Kind kind : Kind.values()) {
            Map<String, Integer> own = counts.computeIfAbsent(kind, fresh -> new HashMap<>());
            bag.terms(kind).forEach(term -> own.merge(term, 1, Integer::sum));
        }
    }

    /** The less often, the more: ln(1 + sentences / with the term); highest for what was never seen. */
    double weight(Kind kind, String term) {
        int with = Objects.requireNonNull(counts.get(kind)).getOrDefault(term, 0);
        return Math.log(1 + sentences / (with + 0.5));
    }

    /** A word's vector of length 1; null for a word without one. */
    float @Nullable [] vector(String word) {
        return vectors.get(word);
    }

    static Background shipped() {
        try (InputStream in = Objects.requireNonNull(Background.class.getResourceAsStream(FILE))) {
            return read(in);
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + FILE + " cannot be read", e);
        }
    }

    void write(OutputStream file) throws IOException {
        try (DataOutputStream out = new DataOutputStream(new BufferedOutputStream(new GZIPOutputStream(file)))) {
            out.writeInt(sentences);
            for (Kind kind : Kind.values()) {
                Map<String, Integer> own = new TreeMap<>(Objects.requireNonNull(counts.get(kind)));
                own.values().removeIf(count -> count < 2);
                out.writeInt(own.size());
                for (Map.Entry<String, Integer> entry : own.entrySet()) {
                    out.writeUTF(entry.getKey());
                    out.writeInt(entry.getValue());
                }
            }
            out.writeInt(vectors.size());
            for (Map.Entry<String, float[]> entry : new TreeMap<>(vectors).entrySet()) {
                out.writeUTF(entry.getKey());
                for (float value : entry.getValue()) {
                    out.writeByte(Math.round(value * STEP));
                }
            }
        }
    }

    private static Background read(InputStream file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(new GZIPInputStream(file)))) {
            int sentences = in.readInt();
            Map<Kind, Map<String, Integer>> counts = new HashMap<>();
            for (Kind kind : Kind.values()) {
                Map<String, Integer> own = new HashMap<>();
                for (int left = in.readInt(); left > 0; left--) {
                    own.put(in.readUTF(), in.readInt());
                }
                counts.put(kind, own);
            }
            Map<String, float[]> vectors = new HashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                String word = in.readUTF();
                float[] vector = new float[DIMENSIONS];
                for (int at = 0; at < DIMENSIONS; at++) {
                    vector[at] = in.readByte() / STEP;
                }
                vectors.put(word, unit(vector));
            }
            return new Background(sentences, counts, vectors);
        }
    }

    static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        float length = (float) Math.sqrt(square);
        for (int at = 0; length > 0 && at < vector.length; at++) {
            vector[at] /= length;
        }
        return vector;
    }

    static double cosine(float[] one, float[] other) {
        double product = 0;
        for (int at = 0; at < one.length; at++) {
            product += one[at] * other[at];
        }
        return product;
    }
}
