package kepu.search.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** What is read of a claim: once while somebody has it, anew when the claim is another. */
class FormsTest {
    @Test
    void aClaimThatComesBackAsItWasIsNotReadAgain() {
        Forms first = Forms.of(claim("隔夜西瓜有毒"));
        assertThat(Forms.of(claim("隔夜西瓜有毒"))).isSameAs(first);
        assertThat(first.plain()).containsExactly("喝白酒能预防流感", "隔夜西瓜有毒");
        assertThat(first.bags()).extracting(bag -> bag.text).hasSize(2).doesNotContain("");
    }

    @Test
    void oneThatChangedIs() {
        Forms first = Forms.of(claim("隔夜西瓜有毒"));
        Forms changed = Forms.of(claim("隔夜西瓜不能吃"));
        assertThat(changed.plain()).containsExactly("喝白酒能预防流感", "隔夜西瓜不能吃");
        assertThat(changed).isNotSameAs(first);
    }

    private static ClaimText claim(String unlike) {
        return new ClaimText("f", "喝白酒能预防流感", List.of(), List.of(), List.of(unlike));
    }
}
