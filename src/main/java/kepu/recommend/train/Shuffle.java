package kepu.recommend.train;

import java.util.Random;

/** Fisher and Yates's shuffle of numbers (Durstenfeld 1964): the same order for the same random numbers. */
final class Shuffle {
    private Shuffle() {}

    /** Shuffles in place, and gives what it shuffled. */
    static int[] of(int[] numbers, Random random) {
        for (int i = numbers.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int number = numbers[i];
            numbers[i] = numbers[other];
            numbers[other] = number;
        }
        return numbers;
    }
}
