package kepu.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorTest {
    @Test
    void readsWhatItWrote() {
        assertThat(Cursor.read(Cursor.of("f1:20 中文"))).isEqualTo("f1:20 中文");
        assertThat(Cursor.readNumber(Cursor.of("42"))).isEqualTo(42);
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "ä", "a b", "="})
    void anythingElseIsAFailureOfTheCaller(String text) {
        assertThatThrownBy(() -> Cursor.readNumber(text)).isInstanceOf(Failure.Invalid.class);
    }

    @Test
    void idsAreDifferentAndSortByTime() {
        Ids ids = new Ids();
        List<String> made = Stream.generate(() -> ids.next('c')).limit(1_000).toList();
        Set<String> once = new HashSet<>(made);
        assertThat(once).hasSize(1_000);
        assertThat(made).allMatch(id -> id.matches("c[0-9a-z]{19}"));
        assertThat(made.getFirst().substring(0, 8))
                .isLessThanOrEqualTo(made.getLast().substring(0, 8));
    }

    @Test
    void groupsAreBits() {
        Set<Group> groups = Set.of(Group.ELDER, Group.COOP, Group.YOUTH);
        assertThat(Group.unmask(Group.mask(groups))).isEqualTo(groups);
        assertThat(Group.unmask(0)).isEmpty();
    }
}
