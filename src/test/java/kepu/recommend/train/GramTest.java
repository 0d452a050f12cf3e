package kepu.recommend.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Products of who took what: from one place, and added up from parts of the people and bands of the rows. */
class GramTest {
    private static final int PEOPLE = 60;
    private static final int ITEMS = 25;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5109})
    void theLocalProductIsThatOfTheDenseMatrices(long seed) {
        Interactions taken = Crowds.random(Crowds.random(seed), PEOPLE, ITEMS);
        int[] kept = everySecond();
        double[][] dense = Crowds.dense(taken);
        double[][] gram = Crowds.times(Crowds.transposed(dense), dense);
        double[][] target = Products.of(Gram.local(), taken, kept, Products.ones(taken));
        for (int row = 0; row < kept.length; row++) {
            for (int other = row; other < kept.length; other++) {
                assertThat(target[row][other])
                        .as("seed %d, %d with %d", seed, kept[row], kept[other])
                        .isEqualTo(gram[kept[row]][kept[other]]);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "2, 20, 40", "3, 100, 1", "4, 7, 1000000", "5, 1000000, 13", "5109, 1000000, 1000000"})
    void theSumOverPartsAndBandsIsTheProduct(long seed, int mostInteractions, int mostCells) {
        RandomGenerator random = Crowds.random(seed);
        Interactions taken = Crowds.random(random, PEOPLE, ITEMS);
        int[] kept = everySecond();
        assertThat(inParts(taken, kept, Products.ones(taken), mostInteractions, mostCells))
                .as("seed %d: whole numbers add up the same in any order", seed)
                .isDeepEqualTo(Products.of(Gram.local(), taken, kept, Products.ones(taken)));
        double[] weights = random.doubles(PEOPLE, 0.1, 3).toArray();
        Products.assertClose(
                inParts(taken, kept, weights, mostInteractions, mostCells),
                Products.of(Gram.local(), taken, kept, weights),
                "seed " + seed);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8, 30, 200, 1_000_000})
    void bandsHaveEachRowOnceAndNoMoreCellsThanTheyMay(int most) {
        List<GramBand> target = GramBand.of(ITEMS, most);
        int next = 0;
        for (GramBand band : target) {
            assertThat(band.from()).isEqualTo(next);
            assertThat(band.cells())
                    .satisfiesAnyOf(
                            cells -> assertThat(cells).isLessThanOrEqualTo(most),
                            cells -> assertThat(band.to() - band.from()).isEqualTo(1));
            next = band.to();
        }
        assertThat(next).isEqualTo(ITEMS);
        assertThat(GramBand.of(0, most)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 50, 1_000_000})
    void partsHaveEverybodyOnceAndNoMoreInteractionsThanTheyMay(int most) {
        Interactions taken = Crowds.random(Crowds.random(5109), PEOPLE, ITEMS);
        int[] all = IntStream.range(0, ITEMS).toArray();
        List<GramPart> target = GramPart.of(taken, all, Products.ones(taken), most);
        assertThat(target.stream().mapToInt(GramPart::people).sum()).isEqualTo(PEOPLE);
        assertThat(target.stream().mapToInt(GramPart::interactions).sum()).isEqualTo(taken.size());
        assertThat(target).allMatch(part -> part.interactions() <= most || part.people() == 1);
        assertThat(target).hasSizeBetween(1, PEOPLE);
    }

    @Test
    void aPartThatTravelledAddsTheSame() throws Exception {
        Interactions taken = Crowds.random(Crowds.random(5109), PEOPLE, ITEMS);
        GramPart part =
                GramPart.of(taken, everySecond(), Products.ones(taken), 100).getFirst();
        GramBand band = GramBand.of(everySecond().length, 40).get(1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(part);
            out.writeObject(band);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            GramPart travelled = (GramPart) in.readObject();
            assertThat(travelled.band((GramBand) in.readObject())).containsExactly(part.band(band));
        }
    }

    @Test
    void thisBuildCarriesNoEngineAndSaysHowToGetIt() {
        assertThatThrownBy(GramEngine::found)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("./kepu train --spark");
    }

    private static int[] everySecond() {
        return IntStream.range(0, ITEMS).filter(item -> item % 2 == 0).toArray();
    }

    private static double[][] inParts(
            Interactions taken, int[] kept, double[] weights, int mostInteractions, int mostCells) {
        double[][] product = new double[kept.length][kept.length];
        List<GramPart> parts = GramPart.of(taken, kept, weights, mostInteractions);
        for (GramBand band : GramBand.of(kept.length, mostCells)) {
            double[] sums = parts.stream()
                    .map(part -> part.band(band))
                    .reduce(GramBand::sum)
                    .orElseThrow();
            for (int row = band.from(); row < band.to(); row++) {
                int diagonal = band.diagonal(row);
                System.arraycopy(sums, diagonal, product[row], row, kept.length - row);
            }
        }
        return product;
    }

    /** Products as matrices, empty below the diagonal. */
    static final class Products {
        private Products() {}

        static double[] ones(Interactions taken) {
            double[] ones = new double[taken.people()];
            Arrays.fill(ones, 1);
            return ones;
        }

        static double[][] of(Gram target, Interactions taken, int[] kept, double[] weights) {
            double[][] product = new double[kept.length][kept.length];
            int[] next = {0};
            target.product(taken, kept, weights, (row, values, diagonal) -> {
                assertThat(row).isEqualTo(next[0]++);
                System.arraycopy(values, diagonal, product[row], row, kept.length - row);
            });
            assertThat(next[0]).isEqualTo(kept.length);
            return product;
        }

        /** But for the last digits, which depend on the order of a sum. */
        static void assertClose(double[][] product, double[][] other, String as) {
            for (int row = 0; row < product.length; row++) {
                assertThat(product[row]).as("%s, row %d", as, row).containsExactly(other[row], within(1e-9));
            }
        }
    }
}
