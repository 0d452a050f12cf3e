package kepu.push.audience;

import java.util.List;
import kepu.region.RegionCode;

/**
 * Who should get an item.
 *
 * @param audience the expression
 * @param lift how many times likelier than the average resident of the scope one of the audience opens the item, as the model expects
 * @param reasons the parts of the audience, the strongest first
 * @param regions how strong it is in each region below the scope, the strongest first
 * @param cells the same for groups in them
 * @param sample how many residents were scored
 * @param model the version that scored
 */
public record Suggestion(
        Audience audience,
        double lift,
        List<Reason> reasons,
        List<Cell> regions,
        List<Cell> cells,
        int sample,
        String model) {
    public Suggestion {
        reasons = List.copyOf(reasons);
        regions = List.copyOf(regions);
        cells = List.copyOf(cells);
    }

    /** A part of the audience and how many times likelier than the average its people open the item. */
    public record Reason(Audience term, String label, double lift) {}

    /** A region, or a group (by code; "" for everybody) in it, and how much likelier than the average its people are. */
    public record Cell(RegionCode region, String group, double lift) {}
}
