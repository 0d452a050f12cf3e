package kepu.push.audience;

import java.util.Map;
import kepu.region.RegionCode;

/**
 * Residents of an audience, exactly: how many, how many of them are connected now, and how many in each region of a level and in each group
 * (by code). Regions and groups without anybody are left out; a resident is in one region and in any number of groups.
 */
public record Census(long residents, long connected, Map<RegionCode, Long> byRegion, Map<String, Long> byGroup) {
    public Census {
        byRegion = Map.copyOf(byRegion);
        byGroup = Map.copyOf(byGroup);
    }
}
