package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

class ReachTest {
    @Test
    void whatTellsOfNobodyInParticularIsTold() {
        List<Reach> rows = List.of(row(1, 100, 50, 20), row(2, 10, 0, 0), row(3, 10, 10, 5));
        assertThat(Reach.suppressed(rows)).isEqualTo(rows);
    }

    @Test
    void fewPersonsAreHiddenWhereverTheyAreFew() {
        List<Reach> rows = List.of(row(1, 3, 0, 0), row(2, 100, 3, 0), row(3, 100, 97, 50), row(4, 100, 50, 2));
        assertThat(Reach.suppressed(rows)).allMatch(Reach::small);
    }

    @Test
    void aSingleHiddenRowIsNotGivenAwayByTheWhole() {
        List<Reach> told = Reach.suppressed(List.of(row(1, 3, 0, 0), row(2, 100, 50, 20), row(3, 40, 20, 10)));
        assertThat(told).extracting(Reach::small).containsExactly(true, false, true);
        assertThat(told.getFirst().residents()).isZero();
    }

    @Test
    void hiddenRowsThatTogetherAreFewHideAnother() {
        List<Reach> told =
                Reach.suppressed(List.of(row(1, 1, 0, 0), row(2, 100, 50, 20), row(3, 2, 0, 0), row(4, 40, 20, 10)));
        assertThat(told).extracting(Reach::small).containsExactly(true, false, true, true);
    }

    @Test
    void fewWhoReceivedAndDidNotAcknowledgeAreHidden() {
        assertThat(Reach.suppressed(List.of(row(1, 100, 50, 48)))).allMatch(Reach::small);
    }

    @Test
    void aRegionThatIsHiddenIsNotToldByItselfNorByItsParts() {
        RegionCode town = RegionCode.of("510903100");
        List<Reach> villages = List.of(
                row(510_903_100_001L, 3, 0, 0), row(510_903_100_002L, 40, 20, 10), row(510_903_101_001L, 90, 40, 20));
        assertThat(Reach.told(villages, town, town)).allMatch(Reach::small);
        assertThat(Reach.told(villages, town, RegionCode.of("510903100002"))).allMatch(Reach::small);
        RegionCode county = RegionCode.of("510903");
        assertThat(Reach.told(villages, county, county)).noneMatch(Reach::small);
        assertThat(Reach.told(villages, county, RegionCode.of("510903100002"))).allMatch(Reach::small);
        assertThat(Reach.told(villages, county, RegionCode.of("510903101001"))).noneMatch(Reach::small);
    }

    /** Everything that staff of a city can ask for is taken together: sums of villages, of which differences can be made. */
    @Test
    void noNumberFromOneToFourCanBeFoundByDifferences() {
        long seed = new Random().nextLong();
        System.out.println("ReachTest seed " + seed);
        Random random = new Random(seed);
        int hidden = 0;
        int told = 0;
        for (int round = 0; round < 400; round++) {
            List<Reach> villages = villages(random);
            Differences differences = new Differences(villages);
            Set<RegionCode> all = regions(villages);
            for (RegionCode region : all) {
                for (Reach row : Reach.told(villages, CITY, region)) {
                    if (!row.small()) {
                        differences.tell(row.region());
                        told++;
                    }
                }
            }
            for (RegionCode region : all) {
                Reach sum = sum(villages, region);
                if (tells(sum)) {
                    hidden++;
                    assertThat(differences.give(region))
                            .as("seed %d, round %d, %s of %s", seed, round, sum, villages)
                            .isFalse();
                }
            }
        }
        assertThat(hidden).isPositive();
        assertThat(told).isPositive();
    }

    private static final RegionCode CITY = RegionCode.of("5109");

    private static List<Reach> villages(Random random) {
        List<Reach> villages = new ArrayList<>();
        for (int county = 1; county <= 1 + random.nextInt(3); county++) {
            for (int town = 1; town <= 1 + random.nextInt(3); town++) {
                for (int village = 1; village <= 1 + random.nextInt(4); village++) {
                    long code = CITY.first() + county * 1_000_000L + town * 1_000L + village;
                    int residents = random.nextInt(random.nextInt(3) == 0 ? 8 : 60);
                    int received = random.nextInt(4) == 0 ? residents : random.nextInt(residents + 1);
                    int acknowledged = random.nextInt(4) == 0 ? received : random.nextInt(received + 1);
                    villages.add(row(code, residents, received, acknowledged));
                }
            }
        }
        return villages;
    }

    /** Every region of the city that somebody lives in, from the city to its villages. */
    private static Set<RegionCode> regions(List<Reach> villages) {
        return villages.stream()
                .flatMap(village -> village.region().path().stream())
                .filter(CITY::contains)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Reach sum(List<Reach> villages, RegionCode region) {
        long residents = 0;
        long received = 0;
        long acknowledged = 0;
        for (Reach village : villages) {
            if (region.contains(village.region())) {
                residents += village.residents();
                received += village.received();
                acknowledged += village.acknowledged();
            }
        }
        return new Reach(region, residents, received, acknowledged, 0, false);
    }

    private static boolean tells(Reach row) {
        return LongStream.of(
                        row.residents(),
                        row.received(),
                        row.acknowledged(),
                        row.unreached(),
                        row.received() - row.acknowledged())
                .anyMatch(people -> people > 0 && people < 5);
    }

    /** What follows from sums of villages by addition and subtraction: their span, by Gauss's elimination modulo a prime. */
    private static final class Differences {
        private static final long PRIME = 1_000_000_007L;

        private final List<Reach> villages;
        private final List<long[]> basis = new ArrayList<>();

        Differences(List<Reach> villages) {
            this.villages = villages;
        }

        void tell(RegionCode region) {
            long[] rest = rest(region);
            int first = first(rest);
            if (first < rest.length) {
                long inverse = BigInteger.valueOf(rest[first])
                        .modInverse(BigInteger.valueOf(PRIME))
                        .longValueExact();
                for (int i = 0; i < rest.length; i++) {
                    rest[i] = rest[i] * inverse % PRIME;
                }
                basis.add(rest);
            }
        }

        boolean give(RegionCode region) {
            long[] rest = rest(region);
            return first(rest) == rest.length;
        }

        private long[] rest(RegionCode region) {
            long[] rest = villages.stream()
                    .mapToLong(village -> region.contains(village.region()) ? 1 : 0)
                    .toArray();
            for (long[] known : basis) {
                long factor = rest[first(known)];
                for (int i = 0; i < rest.length; i++) {
                    rest[i] = Math.floorMod(rest[i] - factor * known[i], PRIME);
                }
            }
            return rest;
        }

        private static int first(long[] row) {
            int first = 0;
            while (first < row.length && row[first] == 0) {
                first++;
            }
            return first;
        }
    }

    private static Reach row(long village, long residents, long received, long acknowledged) {
        return new Reach(new RegionCode(Level.VILLAGE, village), residents, received, acknowledged, 0, false);
    }
}
