package kepu.push.audience;

import java.util.HashMap;
import java.util.Map;
import kepu.base.FewPeople;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What is told of a {@link Census}. The rule of five: a number of people from 1 to 4 is not told, nor one that would let it be found by
 * subtraction.
 *
 * <ul>
 *   <li>An audience of 1 to 4 is told as "fewer than five" (null), and nothing else of it.
 *   <li>Regions share out the audience, so those that are left out are known together: beside those of 1 to 4 the smallest others are left
 *       out too until together they are five or more, hence at least two. A region that is left out looks like one where nobody is.
 *   <li>A group, and who is connected, is told only when it and the rest of the audience are each five or more, or nobody.
 * </ul>
 *
 * <p>It guards one answer. Who may ask for two audiences that differ by a person learns of that person: that is a matter of rights.
 *
 * @param residents null for 1 to 4
 * @param connected null when it is not told
 * @param elsewhere people in regions that are left out: none, or five or more
 */
public record Estimate(
        @Nullable Long residents,
        @Nullable Long connected,
        Map<RegionCode, Long> byRegion,
        Map<String, Long> byGroup,
        long elsewhere) {
    public Estimate {
        byRegion = Map.copyOf(byRegion);
        byGroup = Map.copyOf(byGroup);
    }

    public static Estimate of(Census census) {
        long all = census.residents();
        if (FewPeople.isFew(all)) {
            return new Estimate(null, null, Map.of(), Map.of(), 0);
        }
        Map<RegionCode, Long> byRegion = new HashMap<>(census.byRegion());
        byRegion.keySet().removeAll(FewPeople.hidden(byRegion, FewPeople.FEWEST, true));
        Map<String, Long> byGroup = new HashMap<>(census.byGroup());
        byGroup.values().removeIf(count -> FewPeople.isFew(count) || FewPeople.isFew(all - count));
        boolean tells = !FewPeople.isFew(census.connected()) && !FewPeople.isFew(all - census.connected());
        return new Estimate(
                all,
                tells || census.connected() == 0 ? census.connected() : null,
                byRegion,
                byGroup,
                all - byRegion.values().stream().mapToLong(Long::longValue).sum());
    }
}
