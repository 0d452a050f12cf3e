package kepu.recommend.rank;

import java.util.List;
import java.util.Map;
import kepu.recommend.model.Feature;

/**
 * A place of a list with all that led to it. The score is the sum of {@code base}, {@code boost} and the contributions, in log odds.
 *
 * @param sources names of those that proposed the item
 * @param base what the ranker gives an item of which it knows nothing
 * @param boost what operators' rules add
 * @param contributions of the families of features, as the ranker explains its score; families that do nothing are left out
 */
public record Traced(
        Placed placed, List<String> sources, double base, double boost, Map<Feature.Family, Double> contributions) {}
