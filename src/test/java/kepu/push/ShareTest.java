package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import kepu.push.schedule.Schedule;
import org.junit.jupiter.api.Test;

class ShareTest {
    private static final int PEOPLE = 200_000;

    @Test
    void everyLotIsHeldOutOrOfExactlyOneArm() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            int first = 1 + random.nextInt(98);
            CampaignPlan plan = plan(random.nextInt(51), first, 100 - first);
            List<CampaignPlan.Dealt> dealt = plan.dealt("标题", List.of("a"));
            for (int lot = 0; lot < Share.ALL; lot++) {
                int at = lot;
                long holders =
                        dealt.stream().filter(part -> part.share().holds(at)).count();
                assertThat(holders).as("seed %d, %s, lot %d", seed, plan, lot).isEqualTo(lot < plan.heldLots() ? 0 : 1);
            }
        }
    }

    @Test
    void peopleAreSharedOutAsAsked() {
        CampaignPlan plan = plan(10, 30, 70);
        long salt = Share.salt("campaign");
        int[] counts = new int[3];
        for (long person = 1; person <= PEOPLE; person++) {
            int lot = Share.lot(salt, person);
            List<CampaignPlan.Dealt> dealt = plan.dealt("标题", List.of("a"));
            counts[lot < plan.heldLots() ? 2 : dealt.get(0).share().holds(lot) ? 0 : 1]++;
        }
        assertThat(counts[2] / (double) PEOPLE).isCloseTo(0.10, within(0.005));
        assertThat(counts[0] / (double) PEOPLE).isCloseTo(0.27, within(0.005));
        assertThat(counts[1] / (double) PEOPLE).isCloseTo(0.63, within(0.005));
    }

    @Test
    void aPersonsLotIsTheSameForTheSameCampaignAndIndependentOfThatForAnother() {
        long one = Share.salt("one");
        long other = Share.salt("two");
        int both = 0;
        for (long person = 1; person <= PEOPLE; person++) {
            int lot = Share.lot(one, person);
            assertThat(Share.lot(Share.salt("one"), person)).isEqualTo(lot);
            both += lot < 1_000 && Share.lot(other, person) < 1_000 ? 1 : 0;
        }
        assertThat(both / (double) PEOPLE).isCloseTo(0.01, within(0.002));
    }

    @Test
    void lotsStayTheSameFromVersionToVersion() {
        assertThat(IntStream.rangeClosed(1, 5).map(person -> Share.lot(Share.salt("c0"), person)))
                .containsExactly(7405, 3402, 1494, 1454, 1818);
    }

    private static CampaignPlan plan(int holdout, int first, int second) {
        return new CampaignPlan(
                new Schedule.Once(),
                Lane.NORMAL,
                List.of(new Arm("A", "甲", List.of("a"), first), new Arm("B", "乙", List.of("b"), second)),
                holdout,
                null);
    }
}
