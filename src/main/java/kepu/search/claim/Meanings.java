package kepu.search.claim;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import kepu.base.Sha256;
import kepu.search.sentence.SentenceVectors;
import org.jspecify.annotations.Nullable;

/**
 * Vectors of plain statements ({@link SentenceVectors}), moved so that those of the library's forms lie around zero, of length 1. Those of the
 * library's forms are shipped, in a byte a number; those of other forms are kept once they were made. For many threads.
 */
public final class Meanings {
    private static final String FILE = "/claims/meanings.bin";
    private static final int STEPS = 127;

    private final SentenceVectors vectors;
    private final Map<Long, float[]> kept = new ConcurrentHashMap<>();
    private final float[] centre;
    private final LongAdder leftOut = new LongAdder();

    private Meanings(SentenceVectors vectors, Map<Long, float[]> shipped) {
        this.vectors = vectors;
        this.centre = centre(shipped.values());
        shipped.forEach((key, vector) -> kept.put(key, centred(vector)));
    }

    /** None: claims are compared by what can be counted. */
    public static Meanings none() {
        return new Meanings(SentenceVectors.none(), Map.of());
    }

    /** With those that the program ships with. */
    public static Meanings shipped(SentenceVectors vectors) {
        try (InputStream in = Objects.requireNonNull(Meanings.class.getResourceAsStream(FILE))) {
            return read(vectors, in);
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + FILE + " cannot be read", e);
        }
    }

    static Meanings read(SentenceVectors vectors, InputStream file) throws IOException {
        Map<Long, float[]> shipped = new HashMap<>();
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(file))) {
            for (int left = in.readInt(); left > 0; left--) {
                long key = in.readLong();
                float[] vector = new float[SentenceVectors.DIMENSIONS];
                for (int at = 0; at < vector.length; at++) {
                    vector[at] = in.readByte();
                }
                shipped.put(key, Background.unit(vector));
            }
        }
        return new Meanings(vectors, shipped);
    }

    /** As they are shipped: a key of eight bytes and a byte for each number, relative to the largest. */
    static byte[] file(SentenceVectors vectors, Collection<ClaimText> claims) throws IOException {
        TreeMap<Long, float[]> all = new TreeMap<>();
        for (ClaimText claim : claims) {
            for (String form : Forms.of(claim).plain()) {
                float[] vector = vectors.of(read(form));
                if (vector == null) {
                    throw new IOException("the model for vectors of sentences cannot be opened");
                }
                all.put(key(form), vector);
            }
        }
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(file)) {
            out.writeInt(all.size());
            for (Map.Entry<Long, float[]> entry : all.entrySet()) {
                out.writeLong(entry.getKey());
                float most = 0;
                for (float value : entry.getValue()) {
                    most = Math.max(most, Math.abs(value));
                }
                for (float value : entry.getValue()) {
                    out.writeByte(Math.round(value / most * STEPS));
                }
            }
        }
        return file.toByteArray();
    }

    /** Whether there may be any. */
    public boolean areThere() {
        return vectors.isOn();
    }

    /** Statements that were compared without a vector because there were too many in a text, since the start. */
    public long leftOut() {
        return leftOut.sum();
    }

    void leaveOut(int statements) {
        leftOut.add(statements);
    }

    /** The forms of claims, and the texts unlike them, that have no vector yet: what {@link #keep} is to be called with. */
    public List<String> missing(Collection<ClaimText> claims) {
        return vectors.isOn()
                ? claims.stream()
                        .flatMap(claim -> Forms.of(claim).plain().stream())
                        .filter(form -> !kept.containsKey(key(form)))
                        .distinct()
                        .toList()
                : List.of();
    }

    /** Makes the vectors of forms; some milliseconds each. */
    public void keep(List<String> forms) {
        for (String form : forms) {
            float[] vector = of(form);
            if (vector != null) {
                kept.put(key(form), vector);
            }
        }
    }

    /** The vector of a form that is kept; null for one that is not, and when there are none. */
    float @Nullable [] ofForm(String form) {
        return vectors.isOn() ? kept.get(key(form)) : null;
    }

    /** The vector of a statement, made now; null when there are none. */
    float @Nullable [] of(String statement) {
        float[] form = ofForm(statement);
        if (form != null) {
            return form;
        }
        float[] vector = vectors.of(read(statement));
        return vector == null ? null : centred(vector);
    }

    /** As the model learned to read: with Chinese marks. */
    private static String read(String statement) {
        return statement
                .replace(',', '，')
                .replace('?', '？')
                .replace('!', '！')
                .replace(';', '；')
                .replace(':', '：');
    }

    private static long key(String form) {
        return ByteBuffer.wrap(Sha256.of(form.getBytes(StandardCharsets.UTF_8))).getLong();
    }

    private static float[] centre(Collection<float[]> vectors) {
        double[] sum = new double[SentenceVectors.DIMENSIONS];
        for (float[] vector : vectors) {
            for (int at = 0; at < sum.length; at++) {
                sum[at] += vector[at];
            }
        }
        float[] centre = new float[sum.length];
        for (int at = 0; at < sum.length; at++) {
            centre[at] = vectors.isEmpty() ? 0 : (float) (sum[at] / vectors.size());
        }
        return centre;
    }

    private float[] centred(float[] vector) {
        float[] moved = new float[vector.length];
        for (int at = 0; at < moved.length; at++) {
            moved[at] = vector[at] - centre[at];
        }
        return Background.unit(moved);
    }
}
