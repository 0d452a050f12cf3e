package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresenceTextTest {
    private static final int MOST = 200;

    @Test
    void anyIdsAreReadAsTheyWereWritten() {
        long seed = new Random().nextLong();
        System.out.println("PresenceTextTest seed " + seed);
        Random random = new Random(seed);
        for (int round = 0; round < 200; round++) {
            long highest = 1L << 1 + random.nextInt(61);
            Set<Long> ids = LongStream.generate(() -> random.nextLong(highest))
                    .limit(random.nextInt(500))
                    .boxed()
                    .collect(Collectors.toSet());
            List<String> texts = PresenceText.of(ids, MOST);
            assertThat(texts).isNotEmpty().allSatisfy(text -> assertThat(text).hasSizeLessThanOrEqualTo(MOST));
            List<Long> read = texts.stream()
                    .map(PresenceText::read)
                    .flatMap(Collection::stream)
                    .toList();
            assertThat(read).doesNotHaveDuplicates();
            assertThat(new HashSet<>(read)).isEqualTo(ids);
        }
    }

    @Test
    void aHundredThousandOfEightyMillionTakeThreeCharactersEach() {
        Random random = new Random(1);
        Set<Long> ids = LongStream.generate(() -> random.nextLong(80_000_000))
                .distinct()
                .limit(100_000)
                .boxed()
                .collect(Collectors.toSet());
        List<String> texts = PresenceText.of(ids, 16_000);
        assertThat(texts.stream().mapToInt(String::length).sum()).isLessThan(300_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?", "gA==", "////////////////"})
    void whatIsNoSuchTextIsRefused(String text) {
        assertThatThrownBy(() -> PresenceText.read(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
