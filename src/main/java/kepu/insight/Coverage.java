package kepu.insight;

import java.util.List;
import kepu.region.Level;
import kepu.region.RegionCode;

/** How far services came in the regions one level below a region, in order of their codes; what is of few people is hidden. */
public record Coverage(RegionCode region, Period period, Level level, List<Cell> cells) {
    public record Cell(RegionCode code, Line line, Overview.Villages villages) {}
}
