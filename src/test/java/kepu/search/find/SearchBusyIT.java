package kepu.search.find;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import kepu.testing.AtOnce;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SearchBusyIT {
    private static final String QUERY = "/v1/search?q=%E8%A1%80%E5%8E%8B";
    private static final int AT_ONCE = 50;

    @RegisterExtension
    static final House house = new House().with("search.waiting", 1).with("search.threads", 1);

    @Test
    void aSearchTooManyIsToldToComeAgainAndTheOthersAreAnswered() {
        eventually("items can be found", () -> house.get(QUERY, null).status() == 200);
        eventually("some are refused beside those that are answered", () -> {
            List<House.Answer> answers = AtOnce.results(AT_ONCE, () -> house.get(QUERY, null));
            List<House.Answer> refused =
                    answers.stream().filter(answer -> answer.status() != 200).toList();
            refused.forEach(answer -> {
                Refusal.of(answer, 429, "search-busy");
                assertThat(answer.headers().firstValue("retry-after")).hasValue("1");
            });
            return !refused.isEmpty() && refused.size() < AT_ONCE;
        });
        assertThat(house.metric("kepu_search_refused_total{limit=\"queue\"}")).isPositive();
    }
}
