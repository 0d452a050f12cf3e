package kepu.recommend.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import kepu.base.Neighbours;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ModelFileTest {
    private static final int HEAD = 24;
    private static final int SUM = 16;

    static Stream<Model> models() {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(5109);
        Neighbours neighbours = new Neighbours.Builder(3, 4)
                .entry(1, 0.5f)
                .entry(2, -0.25f)
                .end()
                .end()
                .entry(0, 1)
                .build();
        String[] items = {"稻瘟病", "", "b"};
        return Stream.of(
                new Model(
                        "7",
                        items,
                        neighbours,
                        Forests.random(random, 3, 3),
                        new Manner(
                                new Counting(45, Duration.ofHours(100), 7), new Policy(4, 5, 8, 16, 17, 41, 66, 13))),
                new Model("7", items, neighbours, Linear.untrained()));
    }

    @ParameterizedTest
    @MethodSource("models")
    void whatWasWrittenIsRead(Model model) throws IOException {
        assertThat(read(bytes(model))).usingRecursiveComparison().isEqualTo(model);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFileThatEndsTooSoonIsRefusedWhereverItEnds(Model model) throws IOException {
        byte[] whole = bytes(model);
        for (int length = 0; length < whole.length; length++) {
            byte[] part = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> read(part)).as("%d bytes", length).isExactlyInstanceOf(ModelFile.Damaged.class);
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFileWithSomethingBehindItIsRefused(Model model) throws IOException {
        byte[] whole = bytes(model);
        assertThatThrownBy(() -> read(Arrays.copyOf(whole, whole.length + 1)))
                .isExactlyInstanceOf(ModelFile.Damaged.class);
    }

    @ParameterizedTest
    @MethodSource("models")
    void aFileWithAnyByteChangedIsRefused(Model model) throws IOException {
        byte[] whole = bytes(model);
        for (int at = 0; at < whole.length; at++) {
            for (int change : new int[] {1, 0x80, 0xFF}) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                assertThatThrownBy(() -> read(changed))
                        .as("byte %d changed by %d", at, change)
                        .isExactlyInstanceOf(ModelFile.Damaged.class);
            }
        }
    }

    /** The checksum finds accidents; this is about a file that somebody made with a right one. */
    @ParameterizedTest
    @MethodSource("models")
    void aFileWithARightChecksumIsRefusedOrCanBeUsed(Model model) throws IOException {
        byte[] whole = bytes(model);
        for (int at = HEAD; at < whole.length; at++) {
            for (int change = 1; change < 0x100; change += change) {
                byte[] changed = whole.clone();
                changed[at] ^= (byte) change;
                use(signed(changed), at);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelOfAnotherProgramSaysThatItIsNoneOfOurs(Model model) throws IOException {
        byte[] whole = bytes(model);
        whole[7] = '3';
        assertThatThrownBy(() -> read(whole)).hasMessageContaining("does not begin like a model");
    }

    @ParameterizedTest
    @MethodSource("models")
    void aModelFromBeforeMannersIsServedInTheUsualOne(Model model) throws IOException {
        byte[] whole = bytes(model);
        int policy = Integer.BYTES + 8 * Integer.BYTES;
        int counting = Integer.BYTES + Long.BYTES + Integer.BYTES;
        byte[] old = Arrays.copyOf(whole, whole.length - policy - counting);
        old[7] = '1';
        ByteBuffer.wrap(old).putLong(8, old.length - HEAD);
        Model usual = new Model(model.version(), model.items(), model.collaborative(), model.ranker());
        assertThat(read(signed(old))).usingRecursiveComparison().isEqualTo(usual);
    }

    private static void use(byte[] file, int at) throws IOException {
        try {
            Model read = read(file);
            float[] into = new float[read.items().length];
            for (int item = 0; item < into.length; item++) {
                read.collaborative().add(item, 1, into);
            }
            float[] row = new float[Feature.COUNT];
            read.ranker().score(row);
            read.ranker().explain(row, 0, new double[Feature.COUNT]);
        } catch (ModelFile.Damaged refused) {
            assertThat(refused).hasMessageNotContaining("null");
        } catch (IOException | RuntimeException failure) {
            throw new AssertionError("with byte " + at + " changed", failure);
        }
    }

    private static Model read(byte[] file) throws IOException {
        return ModelFile.read("7", new ByteArrayInputStream(file));
    }

    private static byte[] bytes(Model model) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ModelFile.write(model, out);
        return out.toByteArray();
    }

    private static byte[] signed(byte[] file) {
        CRC32 crc = new CRC32();
        crc.update(file, HEAD, file.length - HEAD);
        ByteBuffer.wrap(file).putLong(SUM, crc.getValue());
        return file;
    }
}
