package kepu.answer;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import kepu.content.Catalogue;
import kepu.content.Items;
import kepu.store.Bulk;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How the shipped library answers our labelled questions: floors below what docs/questions.md reports. */
class EvaluationIT {
    private static final Path LABELLED =
            Path.of(System.getProperty("kepu.home", "."), "src/test/resources/questions/labelled.jsonl");

    @RegisterExtension
    static final House house = new House();

    private static List<Evaluation.Labelled> questions = List.of();
    private static Evaluation evaluation;

    @BeforeAll
    static void askAll() throws Exception {
        questions = Evaluation.read(LABELLED);
        try (Bulk bulk = Bulk.open(house.address())) {
            Catalogue catalogue = Items.load(bulk);
            Map<Integer, String> bodies = Items.bodies(bulk);
            evaluation = Evaluation.of(catalogue, bodies, questions);
        }
        System.out.println(evaluation.ranking());
        System.out.println("served " + evaluation.at(threshold()).line());
        System.out.println("unseen " + evaluation.unseen(threshold()).line() + " error=" + evaluation.error());
        for (double at : new double[] {0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}) {
            System.out.println("curve " + evaluation.unseen(at).line());
        }
        System.out.println("fitted " + Arrays.toString(evaluation.fitted().weights()));
        evaluation.faults(threshold()).forEach(System.out::println);
    }

    private static double threshold() {
        return house.config().questions().threshold();
    }

    @Test
    void theSetIsLargeEnoughToSaySomething() {
        assertThat(questions.stream().filter(Evaluation.Labelled::isAnswerable)).hasSizeGreaterThanOrEqualTo(120);
        assertThat(questions.stream().filter(question -> !question.isAnswerable()))
                .hasSizeGreaterThanOrEqualTo(60);
        assertThat(questions.stream().map(Evaluation.Labelled::text)).doesNotHaveDuplicates();
    }

    @Test
    void everyLabelIsAnItemOfTheLibrary() {
        assertThat(questions.stream()
                        .flatMap(question -> question.items().stream())
                        .distinct())
                .allSatisfy(
                        item -> assertThat(house.get("/v1/items/" + item, null).status())
                                .as(item)
                                .isEqualTo(200));
    }

    @Test
    void anAnswerIsRightMoreOftenThanItSays() {
        Evaluation.Point served = evaluation.at(threshold());
        assertThat(served.precision()).isGreaterThanOrEqualTo(0.9);
        assertThat(served.recall()).isGreaterThanOrEqualTo(0.5);
    }

    @Test
    void confidenceComesTrueOnQuestionsThatItWasNotFittedOn() {
        assertThat(evaluation.error()).isLessThan(0.1);
        assertThat(evaluation.unseen(threshold()).precision()).isGreaterThanOrEqualTo(0.88);
    }
}
