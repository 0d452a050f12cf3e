package kepu.search.find;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import kepu.search.PlainChinese;
import org.junit.jupiter.api.Test;

class NamesTest {
    @Test
    void namesAreFoundInATextTheLongestFirst() {
        assertThat(Names.shipped().in("得了脑梗塞怎么办"))
                .extracting(Names.Named::from, Names.Named::to)
                .containsExactly(tuple(2, 5));
        assertThat(Names.shipped().in("脑梗").getFirst().others()).contains("缺血性脑卒中", "脑梗死");
        assertThat(Names.shipped().in("打药机").getFirst().others()).contains("植保无人机");
    }

    @Test
    void aPartOfALatinWordIsNoName() {
        assertThat(Names.shipped().in("45gb")).isEmpty();
        assertThat(Names.shipped().in("5g手机")).hasSize(1);
    }

    @Test
    void everyNameIsPlainAndThereAreManyThings() {
        assertThat(Names.shipped().all()).hasSizeGreaterThan(300).allSatisfy(name -> {
            assertThat(PlainChinese.of(name)).isEqualTo(name);
            assertThat(name.length()).isBetween(2, 15);
        });
    }
}
