package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import kepu.region.Divisions;
import kepu.region.Region;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class RegionSetTest {
    private static final Divisions DIRECTORY = new Divisions(Stream.of(
                    "51",
                    "5109",
                    "510903",
                    "510903100",
                    "510903100001",
                    "510903100002",
                    "510903101",
                    "510903101001",
                    "510904")
            .map(code -> new Region(RegionCode.of(code), code))
            .toList());

    @Test
    void whatLiesInAnotherIsLeftOut() {
        assertThat(RegionSet.union(codes("510903100001", "510904", "510903100", "510904")))
                .isEqualTo(codes("510903100", "510904"));
    }

    @Test
    void partsThatAreAllThereAreTheWhole() {
        assertThat(RegionSet.gathered(codes("510903100001", "510903100002"), DIRECTORY))
                .isEqualTo(codes("510903100"));
        assertThat(RegionSet.gathered(codes("510903100001", "510903100002", "510903101001"), DIRECTORY))
                .isEqualTo(codes("510903"));
        assertThat(RegionSet.gathered(codes("510903100001", "510903101001"), DIRECTORY))
                .isEqualTo(codes("510903100001", "510903101"));
    }

    private static List<RegionCode> codes(String... texts) {
        return Stream.of(texts).map(RegionCode::of).toList();
    }
}
