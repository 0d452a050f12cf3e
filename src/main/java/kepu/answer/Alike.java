package kepu.answer;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import kepu.search.PlainChinese;

/**
 * Questions that ask nearly the same, by the share of neighbouring characters that they have in common (Dice, 1945): only a hint to people, who
 * decide whether one answer serves both.
 */
final class Alike {
    private record Other(Question question, double share) {}

    private static final double FLOOR = 0.4;
    private static final int MOST = 10;
    /** Of a long question so many characters are compared. */
    private static final int COMPARED_CHARS = 120;

    private final List<Question> others;
    private final List<int[]> pairs = new ArrayList<>();

    /** Compares with these. */
    Alike(List<Question> others) {
        this.others = List.copyOf(others);
        others.forEach(other -> pairs.add(pairs(other.text())));
    }

    /** Those that are like a question, the likest first; never itself. */
    List<Question> to(Question question) {
        int[] own = pairs(question.text());
        return IntStream.range(0, others.size())
                .filter(at -> !others.get(at).id().equals(question.id()))
                .mapToObj(at -> new Other(others.get(at), share(own, pairs.get(at))))
                .filter(other -> other.share() >= FLOOR)
                .sorted(Comparator.comparingDouble(Other::share).reversed())
                .limit(MOST)
                .map(Other::question)
                .toList();
    }

    /** Of two sorted arrays without repetitions. */
    private static double share(int[] one, int[] other) {
        int common = 0;
        int left = 0;
        int right = 0;
        while (left < one.length && right < other.length) {
            int order = Integer.compare(one[left], other[right]);
            common += order == 0 ? 1 : 0;
            left += order <= 0 ? 1 : 0;
            right += order >= 0 ? 1 : 0;
        }
        return one.length + other.length == 0 ? 0 : 2.0 * common / (one.length + other.length);
    }

    private static int[] pairs(String text) {
        String letters = PlainChinese.letters(text);
        return IntStream.range(0, Math.min(letters.length(), COMPARED_CHARS) - 1)
                .map(at -> letters.charAt(at) << Character.SIZE | letters.charAt(at + 1))
                .sorted()
                .distinct()
                .toArray();
    }
}
