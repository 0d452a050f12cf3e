package kepu.recommend.model;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UTFDataFormatException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import kepu.base.Neighbours;

/**
 * The binary form of a model: the word KEPUMDL2, the length and CRC-32 of the rest, then its parts, each array with its length in front,
 * big-endian. Names of features are in it, so that a ranker for other features is refused rather than misread. KEPUMDL1, which had no
 * {@link Manner}, is read as a model of the usual one.
 */
public final class ModelFile {
    private static final byte[] WORD = "KEPUMDL2".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] FIRST_WORD = "KEPUMDL1".getBytes(StandardCharsets.US_ASCII);
    private static final int MOST_ENTRIES = 1 << 28;
    private static final byte FOREST = 1;
    private static final byte LINEAR = 2;
    private static final int POLICY_PARTS = 8;

    private ModelFile() {}

    /** A file that is none of ours, of another version of the program, or damaged; the message says which. */
    public static final class Damaged extends IOException {
        private static final long serialVersionUID = 1L;

        public Damaged(String message) {
            super(message);
        }
    }

    public static void write(Model model, OutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream body = new DataOutputStream(bytes);
        strings(body, List.of(model.items()));
        neighbours(body, model.collaborative());
        strings(body, featureCodes());
        switch (model.ranker()) {
            case Forest forest -> forest(body, forest);
            case Linear linear -> linear(body, linear);
        }
        manner(body, model.manner());
        CRC32 crc = new CRC32();
        crc.update(bytes.toByteArray());
        DataOutputStream file = new DataOutputStream(out);
        file.write(WORD);
        file.writeLong(bytes.size());
        file.writeLong(crc.getValue());
        bytes.writeTo(file);
        file.flush();
    }

    /** Reads the model of a version's folder; {@link Damaged} when it cannot be read. */
    public static Model read(Path folder) throws IOException {
        try (InputStream in = Files.newInputStream(folder.resolve("model.bin"))) {
            return read(String.valueOf(folder.getFileName()), in);
        }
    }

    /** Reads what {@link #write} wrote; {@link Damaged} for anything else. */
    public static Model read(String version, InputStream in) throws IOException {
        DataInputStream file = new DataInputStream(in);
        byte[] word = file.readNBytes(WORD.length);
        boolean mannered = Arrays.equals(word, WORD);
        if (!mannered && !Arrays.equals(word, FIRST_WORD)) {
            throw new Damaged("it does not begin like a model of this program");
        }
        byte[] rest = file.readAllBytes();
        if (rest.length < 2 * Long.BYTES) {
            throw new Damaged("it ends in its head");
        }
        ByteBuffer head = ByteBuffer.wrap(rest);
        long length = head.getLong();
        long sum = head.getLong();
        if (length != head.remaining()) {
            throw new Damaged("it has %,d bytes instead of %,d".formatted(head.remaining(), length));
        }
        CRC32 crc = new CRC32();
        crc.update(head.duplicate());
        if (crc.getValue() != sum) {
            throw new Damaged("its checksum is wrong");
        }
        try {
            ByteArrayInputStream body = new ByteArrayInputStream(rest, head.position(), head.remaining());
            return body(version, new DataInputStream(body), mannered);
        } catch (IllegalArgumentException e) {
            throw new Damaged("its parts do not fit together: " + e.getMessage());
        } catch (EOFException | UTFDataFormatException e) {
            throw new Damaged("one of its parts ends too soon or is no text");
        }
    }

    private static Model body(String version, DataInputStream in, boolean mannered) throws IOException {
        String[] items = strings(in).toArray(String[]::new);
        Neighbours collaborative = neighbours(in);
        if (collaborative.size() != items.length) {
            throw new Damaged("it has %d items and %d rows".formatted(items.length, collaborative.size()));
        }
        if (!strings(in).equals(featureCodes())) {
            throw new Damaged("its ranker was trained for other features than this program has");
        }
        Ranker ranker = switch (in.readByte()) {
            case FOREST -> forest(in);
            case LINEAR -> linear(in);
            default -> throw new Damaged("its ranker is of an unknown kind");
        };
        return new Model(version, items, collaborative, ranker, mannered ? manner(in) : Manner.DEFAULT);
    }

    private static void manner(DataOutputStream out, Manner manner) throws IOException {
        Counting counting = manner.counting();
        out.writeInt(counting.days());
        out.writeLong(counting.halfLife().toMillis());
        out.writeInt(counting.backoffImpressions());
        Policy policy = manner.arrangement();
        ints(out, new int[] {
            policy.topicPerTen(),
            policy.sourcePerTen(),
            policy.exploreEvery(),
            policy.newcomersExploreEvery(),
            policy.minorsBelow(),
            policy.minorsMost(),
            policy.eldersFrom(),
            policy.eldersExploreEvery()
        });
    }

    private static Manner manner(DataInputStream in) throws IOException {
        Counting counting = new Counting(in.readInt(), Duration.ofMillis(in.readLong()), in.readInt());
        int[] policy = ints(in);
        if (policy.length != POLICY_PARTS) {
            throw new Damaged("its arrangement has %d parts instead of %d".formatted(policy.length, POLICY_PARTS));
        }
        return new Manner(
                counting,
                new Policy(policy[0], policy[1], policy[2], policy[3], policy[4], policy[5], policy[6], policy[7]));
    }

    private static List<String> featureCodes() {
        List<String> codes = new ArrayList<>();
        for (Feature feature : Feature.values()) {
            codes.add(feature.code());
        }
        return codes;
    }

    private static void forest(DataOutputStream out, Forest forest) throws IOException {
        out.writeByte(FOREST);
        out.writeDouble(forest.bias());
        ints(out, forest.roots());
        ints(out, forest.depths());
        ints(out, forest.features());
        floats(out, forest.thresholds());
        ints(out, forest.lefts());
        doubles(out, forest.values());
    }

    private static Forest forest(DataInputStream in) throws IOException {
        return new Forest(in.readDouble(), ints(in), ints(in), ints(in), floats(in), ints(in), doubles(in));
    }

    private static void linear(DataOutputStream out, Linear linear) throws IOException {
        out.writeByte(LINEAR);
        out.writeDouble(linear.bias());
        doubles(out, linear.weights());
        doubles(out, linear.means());
    }

    private static Linear linear(DataInputStream in) throws IOException {
        return new Linear(in.readDouble(), doubles(in), doubles(in));
    }

    private static void neighbours(DataOutputStream out, Neighbours neighbours) throws IOException {
        ints(out, neighbours.starts());
        ints(out, neighbours.others());
        floats(out, neighbours.weights());
    }

    private static Neighbours neighbours(DataInputStream in) throws IOException {
        int[] starts = ints(in);
        int[] others = ints(in);
        Neighbours read = new Neighbours(starts, others, floats(in));
        for (int row = 0; row < read.size(); row++) {
            if (starts[row] > starts[row + 1] || starts[row] < 0) {
                throw new Damaged("row " + row + " of its item-item weights ends before it begins");
            }
        }
        for (int other : others) {
            if (other < 0 || other >= read.size()) {
                throw new Damaged("its item-item weights name an item that it does not have");
            }
        }
        return read;
    }

    private static void strings(DataOutputStream out, List<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            out.writeUTF(string);
        }
    }

    private static List<String> strings(DataInputStream in) throws IOException {
        int count = length(in);
        List<String> strings = new ArrayList<>(Math.min(count, 1 << 16));
        for (int i = 0; i < count; i++) {
            strings.add(in.readUTF());
        }
        return strings;
    }

    private static void ints(DataOutputStream out, int[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Integer.BYTES);
        bytes.asIntBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    private static int[] ints(DataInputStream in) throws IOException {
        int[] values = new int[length(in)];
        bytes(in, (long) values.length * Integer.BYTES).asIntBuffer().get(values);
        return values;
    }

    private static void floats(DataOutputStream out, float[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
        bytes.asFloatBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    private static float[] floats(DataInputStream in) throws IOException {
        float[] values = new float[length(in)];
        bytes(in, (long) values.length * Float.BYTES).asFloatBuffer().get(values);
        return values;
    }

    private static void doubles(DataOutputStream out, double[] values) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Double.BYTES);
        bytes.asDoubleBuffer().put(values);
        out.writeInt(values.length);
        out.write(bytes.array());
    }

    private static double[] doubles(DataInputStream in) throws IOException {
        double[] values = new double[length(in)];
        bytes(in, (long) values.length * Double.BYTES).asDoubleBuffer().get(values);
        return values;
    }

    private static int length(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > MOST_ENTRIES || length > in.available()) {
            throw new Damaged("an array in it is longer than the file");
        }
        return length;
    }

    private static ByteBuffer bytes(DataInputStream in, long count) throws IOException {
        if (count > in.available()) {
            throw new Damaged("an array in it is longer than the file");
        }
        return ByteBuffer.wrap(in.readNBytes((int) count));
    }
}
