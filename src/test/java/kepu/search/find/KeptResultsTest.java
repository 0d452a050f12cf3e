package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KeptResultsTest {
    private static final List<Set<String>> HERE = List.of(Set.of("in:0", "in:51", "below:510903"));
    private static final List<Set<String>> THERE = List.of(Set.of("in:0", "in:44", "below:440100"));

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final KeptResults target = new KeptResults(10, meters);
    private ItemIndex index;

    @BeforeEach
    void fill() throws IOException {
        index = ItemIndex.inMemory(Scoring.SERVED);
        index.put(List.of(text(1, "在家量血压，坐好再量", "in:0"), text(2, "血压计怎么选", "in:51")));
        index.refresh();
        index.learn();
    }

    @AfterEach
    void close() {
        index.close();
    }

    @Test
    void whatIsAskedAgainIsNotLookedForAgainHoweverItIsWritten() {
        assertThat(found("血压", HERE)).containsExactlyInAnyOrder(1, 2);
        assertThat(found("血壓", HERE)).containsExactlyInAnyOrder(1, 2);
        assertThat(from("index")).isEqualTo(1);
        assertThat(from("kept")).isEqualTo(1);
    }

    @Test
    void whatTheIndexTakesInIsFoundAtOnce() throws IOException {
        found("血压", HERE);
        index.put(List.of(text(3, "血压高了怎么办", "in:0")));
        index.refresh();
        assertThat(found("血压", HERE)).containsExactlyInAnyOrder(1, 2, 3);
        index.remove(List.of(1));
        index.refresh();
        assertThat(found("血压", HERE)).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void aSlipIsMendedToAWordThatWasLearnedSince() throws IOException {
        index.put(List.of(text(4, "防晒霜怎么涂", "in:0")));
        index.refresh();
        assertThat(mended("房晒霜")).isEqualTo("房晒霜");
        index.learn();
        assertThat(mended("房晒霜")).isEqualTo("防晒霜");
    }

    @Test
    void placesOfWhichNothingIsKnownAreOnePlace() {
        assertThat(found("血压", THERE)).containsExactly(1);
        assertThat(found("血压", List.of(Set.of("in:0", "in:33", "below:330100"))))
                .containsExactly(1);
        assertThat(from("index")).isEqualTo(1);
        assertThat(found("血压", HERE)).containsExactlyInAnyOrder(1, 2);
        assertThat(from("index")).isEqualTo(2);
    }

    @Test
    void whatNothingHasFindsNothing() {
        assertThat(found("血压", List.of(Set.of("topic:digital")))).isEmpty();
    }

    private List<Integer> found(String query, List<Set<String>> labels) {
        try (Reading reading = index.reading()) {
            return target.of(reading, query, labels, 10).matches().stream()
                    .map(Reading.Match::seq)
                    .toList();
        }
    }

    private String mended(String query) {
        try (Reading reading = index.reading()) {
            return target.of(reading, query, List.of(), 10).mended();
        }
    }

    private double from(String where) {
        return meters.counter("kepu.search.results", "from", where).count();
    }

    private static ItemText text(int seq, String title, String place) {
        return new ItemText(seq, title, List.of(), "", title + "。", Set.of(place), "");
    }
}
