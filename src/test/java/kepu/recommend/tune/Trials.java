package kepu.recommend.tune;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Collectors;

/** Small logs and definitions to tune on. */
final class Trials {
    private static final int PEOPLE = 80;
    private static final int KINDS = 4;
    private static final int ITEMS = 60;
    private static final int EVENTS = 2_400;
    private static final int DAY_SECONDS = 86_400;

    private Trials() {}

    /** People of four kinds who open mostly their own kind's items, over a hundred days, as CSV. */
    static String events(long seed) {
        Random random = new Random(seed);
        StringBuilder csv = new StringBuilder("user,item,time\n");
        for (int event = 0; event < EVENTS; event++) {
            int person = random.nextInt(PEOPLE);
            int item = random.nextInt(10) < 8
                    ? random.nextInt(ITEMS / KINDS) * KINDS + person % KINDS
                    : random.nextInt(ITEMS);
            long at = 1_700_000_000L + (long) event * 100 * DAY_SECONDS / EVENTS;
            csv.append(String.format(Locale.ROOT, "p%d,i%d,%d%n", person, item, at));
        }
        return csv.toString();
    }

    /** Who took what, of the same kinds. */
    static int[][] takings(long seed) {
        Random random = new Random(seed);
        int[][] takings = new int[PEOPLE][];
        for (int person = 0; person < PEOPLE; person++) {
            int kind = person % KINDS;
            takings[person] = random.ints(12, 0, ITEMS / KINDS)
                    .map(item -> item * KINDS + kind)
                    .sorted()
                    .distinct()
                    .toArray();
        }
        return takings;
    }

    /** The shipped definition for files, for few people and with a ranker of one tree, which others can beat. */
    static Path definition(Path folder) {
        try {
            String shipped = Files.readString(Path.of(System.getProperty("kepu.home", "."), "models", "files.yaml"));
            return Files.writeString(
                    folder.resolve("files.yaml"),
                    shipped.replace("heldPeople: 3000", "heldPeople: 50")
                            .replace("kind: linear", "kind: trees")
                            .replace("trees: 60", "trees: 1"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of both kinds of rankers, and weights. */
    static String space() {
        return """
                parameters:
                  rates.halfLifeDays:
                    meaning: 过多少天减半
                    values: [10, 40]
                  collaborative.lambdas:
                    meaning: 平滑的力度
                    values: [[1], [30], [300]]
                  ranker.kind:
                    meaning: 排序模型的种类
                    values: [linear, trees]
                  ranker.leaves:
                    meaning: 每棵树的叶子
                    from: 4
                    to: 8
                    step: 2
                """;
    }

    /** What must be the same however often a search was stopped; how long a trial took is not. */
    static List<Trial> timeless(List<Trial> trials) {
        return trials.stream()
                .map(trial -> new Trial(trial.number(), trial.values(), trial.figures(), trial.failed(), 0))
                .toList();
    }

    static String numbers(List<Trial> trials) {
        return trials.stream().map(trial -> String.valueOf(trial.number())).collect(Collectors.joining(" "));
    }
}
