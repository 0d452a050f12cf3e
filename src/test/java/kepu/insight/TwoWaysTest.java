package kepu.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class TwoWaysTest {
    private static final int LEAST = 5;

    @Test
    void whereNobodyIsFewAllIsShown() {
        assertThat(TwoWays.hidden(new long[][] {{5, 0, 9}, {70, 6, 0}}, new boolean[2], LEAST))
                .isDeepEqualTo(new boolean[2][3]);
    }

    @Test
    void aSmallCellTakesThreeOthersWithIt() {
        boolean[][] hidden =
                TwoWays.hidden(new long[][] {{3, 10, 90}, {20, 30, 90}, {80, 90, 70}}, new boolean[3], LEAST);
        assertThat(hidden)
                .isDeepEqualTo(new boolean[][] {{true, true, false}, {true, true, false}, {false, false, false}});
    }

    @Test
    void aRowWhoseTotalIsNotToldIsHidden() {
        assertThat(TwoWays.hidden(new long[][] {{8, 9}, {80, 90}}, new boolean[] {true, false}, LEAST)[0])
                .containsExactly(true, true);
    }

    @RepeatedTest(200)
    void noLineGivesOneBack() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        long[][] cells = new long[2 + random.nextInt(11)][2 + random.nextInt(4)];
        boolean[] untold = new boolean[cells.length];
        for (int row = 0; row < cells.length; row++) {
            untold[row] = random.nextInt(6) == 0;
            for (int column = 0; column < cells[row].length; column++) {
                cells[row][column] = random.nextInt(4) == 0 ? 0 : random.nextInt(20);
            }
        }
        boolean[][] hidden = TwoWays.hidden(cells, untold, LEAST);
        for (int row = 0; row < cells.length; row++) {
            for (int column = 0; column < cells[row].length; column++) {
                if (!hidden[row][column]) {
                    assertThat(cells[row][column])
                            .as("seed %d", seed)
                            .satisfiesAnyOf(
                                    people -> assertThat(people).isZero(),
                                    people -> assertThat(people).isGreaterThanOrEqualTo(LEAST));
                } else if (!untold[row]) {
                    assertThat(hiddenInRow(hidden, row))
                            .as("seed %d, row %d", seed, row)
                            .isGreaterThan(1);
                }
            }
        }
        for (int column = 0; column < cells[0].length; column++) {
            assertThat(hiddenInColumn(hidden, column))
                    .as("seed %d, column %d", seed, column)
                    .isNotEqualTo(1);
        }
    }

    private static int hiddenInRow(boolean[][] hidden, int row) {
        int count = 0;
        for (boolean cell : hidden[row]) {
            count += cell ? 1 : 0;
        }
        return count;
    }

    private static int hiddenInColumn(boolean[][] hidden, int column) {
        int count = 0;
        for (boolean[] row : hidden) {
            count += row[column] ? 1 : 0;
        }
        return count;
    }
}
