package kepu.search.sentence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SentenceVectorsTest {
    @Test
    void whatMeansTheSameLiesNearerThanWhatOnlyLooksTheSame() {
        try (SentenceVectors vectors = SentenceVectors.shipped()) {
            float[] claim = of(vectors, "发烧捂汗好得快");
            assertThat(cosine(claim, of(vectors, "体温高了多盖几床被子把汗逼出来")))
                    .isGreaterThan(cosine(claim, of(vectors, "跑步出汗减肥快")));
            assertThat(cosine(claim, claim)).isCloseTo(1, org.assertj.core.data.Offset.offset(1e-5));
            assertThat(vectors.isOn()).isTrue();
        }
    }

    @Test
    void manyThreadsGetTheSame() {
        try (SentenceVectors vectors = SentenceVectors.shipped()) {
            float[] one = of(vectors, "隔夜菜致癌");
            List<float[]> all = IntStream.range(0, 40)
                    .parallel()
                    .mapToObj(at -> of(vectors, "隔夜菜致癌"))
                    .toList();
            assertThat(all).allSatisfy(other -> assertThat(other).containsExactly(one));
        }
    }

    @Test
    void anyTextHasOne() {
        try (SentenceVectors vectors = SentenceVectors.shipped()) {
            for (String text : List.of("", " ", "🔥", "\u0000", "癌".repeat(20_000), "a".repeat(20_000))) {
                assertThat(of(vectors, text)).hasSize(SentenceVectors.DIMENSIONS);
            }
        }
    }

    @Test
    void withoutTheModelThereAreNone() {
        try (SentenceVectors vectors = SentenceVectors.from("/no-such-model.onnx")) {
            assertThat(vectors.isOn()).as("not tried yet").isTrue();
            assertThat(vectors.of("发烧")).isNull();
            assertThat(vectors.isOn()).isFalse();
            assertThat(vectors.of("发烧")).isNull();
        }
        try (SentenceVectors none = SentenceVectors.none()) {
            assertThat(none.of("发烧")).isNull();
        }
    }

    @Test
    void aFileThatIsNoModelTakesNothingElseAlong() {
        try (SentenceVectors vectors = SentenceVectors.from("/kepu.yaml")) {
            assertThat(vectors.of("发烧")).isNull();
        }
    }

    @Test
    void afterClosingThereAreNoneAndClosingTwiceIsNothing() {
        SentenceVectors vectors = SentenceVectors.shipped();
        of(vectors, "发烧");
        vectors.close();
        vectors.close();
        assertThat(vectors.of("发烧")).isNull();
    }

    private static float[] of(SentenceVectors vectors, String text) {
        return Objects.requireNonNull(vectors.of(text));
    }

    private static double cosine(float[] one, float[] other) {
        return IntStream.range(0, one.length)
                .mapToDouble(at -> one[at] * other[at])
                .sum();
    }
}
