package kepu.recommend.rank;

import java.util.function.IntConsumer;

/** The positive entries of an array that are highest, at most {@code most}: a heap whose root is the least of them. For one thread. */
final class Highest {
    private final int[] numbers;
    private final float[] values;
    private int size;

    Highest(int most) {
        this.numbers = new int[most];
        this.values = new float[most];
    }

    Highest of(float[] from, int length) {
        size = 0;
        float least = 0;
        for (int number = 0; number < length; number++) {
            float value = from[number];
            if (value > least) {
                if (size < numbers.length) {
                    rise(number, value);
                    least = size == numbers.length ? values[0] : 0;
                } else {
                    sink(number, value);
                    least = values[0];
                }
            }
        }
        return this;
    }

    /** In no order. */
    void each(IntConsumer told) {
        for (int i = 0; i < size; i++) {
            told.accept(numbers[i]);
        }
    }

    private void rise(int number, float value) {
        int at = size++;
        while (at > 0 && value < values[(at - 1) >>> 1]) {
            int parent = (at - 1) >>> 1;
            numbers[at] = numbers[parent];
            values[at] = values[parent];
            at = parent;
        }
        numbers[at] = number;
        values[at] = value;
    }

    private void sink(int number, float value) {
        int at = 0;
        for (int child = 1; child < size; child = 2 * at + 1) {
            if (child + 1 < size && values[child + 1] < values[child]) {
                child++;
            }
            if (value <= values[child]) {
                break;
            }
            numbers[at] = numbers[child];
            values[at] = values[child];
            at = child;
        }
        numbers[at] = number;
        values[at] = value;
    }
}
