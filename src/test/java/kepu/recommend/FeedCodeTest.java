package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Placed.Cause;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FeedCodeTest {
    private static final Model RELEASED = model("20261101-080000-0a1b2c3d");
    private static final Model TRIAL = model("20261102-080000-4e5f6a7b");
    private static final String ID = "f01jd2m3n4p5q6r7s8t9";
    private static final FeedCode.Head HEAD = new FeedCode.Head(ID, 1, 2, 3, 4);
    private static final Cause[] CAUSES = Cause.values();

    private final long seed = System.nanoTime();
    private final RandomGenerator random = new SplittableRandom(seed);

    @RepeatedTest(50)
    void whatIsWrittenIsRead() {
        Listed list = list(random.nextInt(250), random.nextBoolean());
        long at = random.nextLong();
        long decided = random.nextLong();
        FeedCode.Head head = new FeedCode.Head(ID, at, random.nextLong(), random.nextLong(), decided);
        byte[] code = FeedCode.encode(head, list);
        FeedCode.Read read = Objects.requireNonNull(FeedCode.decode(code), () -> "seed " + seed);
        assertThat(read.id()).isEqualTo(ID);
        assertThat(read.head()).isEqualTo(head);
        assertThat(FeedCode.head(code)).isEqualTo(head);
        assertThat(FeedCode.atMillis(code)).isEqualTo(at);
        assertThat(read.versions())
                .as("seed %d", seed)
                .isEqualTo(FeedCode.versions(list).stream().map(Model::version).toList());
        List<Model> models = FeedCode.versions(list);
        int all = list.places().size();
        assertThat(read.part(models, 0, all)).as("seed %d", seed).isEqualTo(new Listed.Part(list, all, all));
        int from = random.nextInt(all + 10);
        int size = random.nextInt(40);
        assertThat(read.part(models, from, size))
                .as("seed %d, %d from %d", seed, size, from)
                .isEqualTo(list.part(from, size));
    }

    @RepeatedTest(10)
    void whatIsCutOffIsNotThere() {
        byte[] code = FeedCode.encode(HEAD, list(20, true));
        for (int length = 0; length < code.length; length++) {
            assertThat(FeedCode.decode(Arrays.copyOf(code, length)))
                    .as("seed %d, %d of %d bytes", seed, length, code.length)
                    .isNull();
        }
        assertThat(FeedCode.decode(Arrays.copyOf(code, code.length + 1))).isNull();
        assertThat(FeedCode.head(Arrays.copyOf(code, 1 + 4 * Long.BYTES))).isNull();
    }

    @Test
    void anotherFormatIsNotThere() {
        byte[] code = FeedCode.encode(HEAD, list(20, false));
        code[0]++;
        assertThat(FeedCode.decode(code)).isNull();
        assertThat(FeedCode.head(code)).isNull();
        assertThat(FeedCode.atMillis(code)).isEqualTo(Long.MIN_VALUE);
        assertThat(FeedCode.atMillis(new byte[] {FeedCode.FORMAT})).isEqualTo(Long.MIN_VALUE);
    }

    @RepeatedTest(20)
    void anyOtherBytesAreNotThereOrAListAndNeverAFailure() {
        byte[] code = FeedCode.encode(HEAD, list(40, true));
        for (int flips = 0; flips < 200; flips++) {
            byte[] damaged = code.clone();
            damaged[1 + random.nextInt(code.length - 1)] = (byte) random.nextInt();
            FeedCode.Read read = FeedCode.decode(damaged);
            if (read != null) {
                List<Model> models = Collections.nCopies(read.versions().size(), RELEASED);
                assertThat(read.part(models, 0, read.count()).listed().places())
                        .as("seed %d", seed)
                        .hasSize(read.count());
            }
        }
    }

    @Test
    void twoHundredPlacesOfTwentyThousandItemsTakeAboutSixHundredBytes() {
        List<Placed> places = new ArrayList<>();
        for (int place = 0; place < 200; place++) {
            int item = 1 + random.nextInt(20_000);
            places.add(
                    place < 20
                            ? new Placed(item, Cause.COLLABORATIVE, 1 + random.nextInt(20_000), Float.NaN, 0)
                            : new Placed(item, Cause.LATER, -1, Float.NaN, 0));
        }
        assertThat(FeedCode.encode(HEAD, new Listed(places, RELEASED)).length)
                .as("seed %d", seed)
                .isBetween(550, 750);
    }

    private Listed list(int size, boolean inTurns) {
        List<Placed> places = new ArrayList<>();
        List<Model> models = new ArrayList<>();
        for (int place = 0; place < size; place++) {
            places.add(place());
            models.add(inTurns && random.nextBoolean() ? TRIAL : RELEASED);
        }
        return new Listed(places, models);
    }

    private Placed place() {
        int item = random.nextInt(1 << random.nextInt(1, 27));
        if (random.nextInt(3) > 0) {
            return new Placed(item, Cause.LATER, -1, Float.NaN, 0);
        }
        Cause cause = CAUSES[random.nextInt(CAUSES.length)];
        int about = random.nextBoolean() ? -1 : random.nextInt(1 << random.nextInt(1, 27));
        return new Placed(item, cause, about, random.nextBoolean() ? Float.NaN : random.nextFloat(), 0);
    }

    private static Model model(String version) {
        Model untrained = Model.untrained();
        return new Model(version, untrained.items(), untrained.collaborative(), Linear.untrained());
    }
}
