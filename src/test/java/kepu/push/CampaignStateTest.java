package kepu.push;

import static kepu.push.Campaign.State.APPROVED;
import static kepu.push.Campaign.State.CANCELLED;
import static kepu.push.Campaign.State.DONE;
import static kepu.push.Campaign.State.DRAFT;
import static kepu.push.Campaign.State.PAUSED;
import static kepu.push.Campaign.State.RETURNED;
import static kepu.push.Campaign.State.RUNNING;
import static kepu.push.Campaign.State.SCHEDULED;
import static kepu.push.Campaign.State.SUBMITTED;
import static kepu.push.Campaign.State.WITHDRAWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CampaignStateTest {
    private static final Map<Campaign.State, Set<Campaign.State>> MAY = Map.of(
            DRAFT, Set.of(SUBMITTED, CANCELLED),
            SUBMITTED, Set.of(APPROVED, RETURNED, CANCELLED),
            RETURNED, Set.of(DRAFT, CANCELLED),
            APPROVED, Set.of(SCHEDULED),
            SCHEDULED, Set.of(RUNNING, PAUSED, DONE, CANCELLED),
            RUNNING, Set.of(PAUSED, DONE, CANCELLED, WITHDRAWN),
            PAUSED, Set.of(SCHEDULED, RUNNING, DONE, CANCELLED, WITHDRAWN),
            DONE, Set.of(WITHDRAWN),
            CANCELLED, Set.of(WITHDRAWN),
            WITHDRAWN, Set.of());

    @Test
    void everyTransitionIsAllowedOrRefusedAsWritten() {
        for (Campaign.State from : Campaign.State.values()) {
            assertThat(from.next()).as(from.code()).isEqualTo(MAY.get(from));
        }
    }

    @Test
    void everyStateIsReachedFromADraftAndEndsSomewhere() {
        Set<Campaign.State> reached = EnumSet.of(DRAFT);
        Deque<Campaign.State> open = new ArrayDeque<>(reached);
        while (!open.isEmpty()) {
            open.pop().next().stream().filter(reached::add).forEach(open::push);
        }
        assertThat(reached).containsExactlyInAnyOrder(Campaign.State.values());
        assertThat(WITHDRAWN.next()).isEmpty();
    }

    @Test
    void nothingThatEndedBeginsAgain() {
        for (Campaign.State ended : Set.of(DONE, CANCELLED, WITHDRAWN)) {
            assertThat(ended.next()).isSubsetOf(WITHDRAWN);
        }
    }
}
