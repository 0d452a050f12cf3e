package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Texts that are nearly the same are found, those that are not are left alone. */
class SketchTest {
    private static final double FOUR_STANDARD_ERRORS = 4 * 0.0443;

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Prose prose = new Prose(seed);

    @Test
    void agreementOfSketchesIsTheSimilarityOfTexts() {
        for (int round = 0; round < 200; round++) {
            String text = Shingles.letters(prose.text(200 + random.nextInt(800)));
            String other = changed(text, random.nextDouble() * 0.3);
            assertThat(Sketch.of(text).similarity(Sketch.of(other)))
                    .as("seed %d, round %d", seed, round)
                    .isBetween(
                            Shingles.similarity(text, other) - FOUR_STANDARD_ERRORS,
                            Shingles.similarity(text, other) + FOUR_STANDARD_ERRORS);
        }
    }

    @Test
    void reprintsShareABandAndStrangersSeldomDo() {
        int strangers = 0;
        for (int round = 0; round < 500; round++) {
            String text = prose.text(300);
            Sketch sketch = Sketch.of(Shingles.letters(text));
            Sketch reprint = Sketch.of(Shingles.letters(prose.reprint(text)));
            assertThat(sketch.similarity(reprint)).as("seed %d", seed).isGreaterThan(0.5);
            assertThat(sharesABand(sketch, reprint)).as("seed %d", seed).isTrue();
            strangers += sharesABand(sketch, Sketch.of(Shingles.letters(prose.text(300)))) ? 1 : 0;
        }
        assertThat(strangers).as("seed %d", seed).isLessThan(5);
    }

    @Test
    void whatStandsBetweenLettersDoesNotMatter() {
        assertThat(Shingles.letters("ＡＢＣ，科 普\n！（2026）")).isEqualTo("abc科普2026");
        assertThat(Sketch.of(Shingles.letters("科普，进村入户。")))
                .usingRecursiveComparison()
                .isEqualTo(Sketch.of(Shingles.letters("科普 进村、入户")));
    }

    @Test
    void aSketchIsReadAsItWasWritten() {
        Sketch sketch = Sketch.of(Shingles.letters(prose.text(500)));
        assertThat(Sketch.read(sketch.bytes()).places()).isEqualTo(sketch.places());
    }

    @Test
    void aChainOfSmallChangesDoesNotJoinWhatIsUnlike() {
        Leaders leaders = new Leaders(0.6);
        String text = Shingles.letters(prose.text(2_000));
        String last = text;
        leaders.add(1, Sketch.of(text));
        for (int step = 0; step < 40; step++) {
            last = changed(last, 0.02);
        }
        assertThat(leaders.like(Sketch.of(changed(text, 0.02)), false))
                .as("seed %d", seed)
                .hasValueSatisfying(match -> assertThat(match.leader()).isEqualTo(1));
        assertThat(leaders.like(Sketch.of(last), false)).as("seed %d", seed).isEmpty();
    }

    @Test
    void aShortTextIsADuplicateOfTheSameOnly() {
        Leaders leaders = new Leaders(0.6);
        leaders.add(1, Sketch.of(Shingles.letters("今日大雨，注意出行安全")));
        assertThat(leaders.like(Sketch.of(Shingles.letters("明日大雨，注意出行安全")), true))
                .isEmpty();
        assertThat(leaders.like(Sketch.of(Shingles.letters("今日大雨 注意出行安全！")), true))
                .isPresent();
    }

    /** The text with this share of its letters replaced. */
    private String changed(String text, double share) {
        StringBuilder changed = new StringBuilder(text);
        for (int i = 0; i < changed.length(); i++) {
            if (random.nextDouble() < share) {
                changed.setCharAt(i, (char) (0x4E00 + random.nextInt(3_000)));
            }
        }
        return changed.toString();
    }

    private static boolean sharesABand(Sketch one, Sketch other) {
        long[] bands = other.bands();
        return LongStream.of(one.bands()).anyMatch(band -> Arrays.stream(bands).anyMatch(own -> own == band));
    }
}
