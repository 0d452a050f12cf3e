package kepu.recommend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kepu.base.Group;
import kepu.content.Catalogue;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;

/** What people of the same groups around the same place open: the mean of the groups' rates from {@link Prior}. */
final class PriorSource implements CandidateSource {
    private final Prior prior;
    private final Regions regions;

    PriorSource(Prior prior, Regions regions) {
        this.prior = prior;
        this.regions = regions;
    }

    @Override
    public List<Candidate> candidates(Place place) {
        List<Prior.Chain> chains = chains(place);
        List<Candidate> candidates = new ArrayList<>(place.catalogue().entries().size());
        for (Catalogue.Entry entry : place.catalogue().entries()) {
            List<Prior.Rate> rates =
                    chains.stream().map(chain -> chain.rate(entry.item().seq())).toList();
            double mean =
                    rates.stream().mapToDouble(Prior.Rate::value).average().orElseThrow();
            Prior.Rate best = rates.stream()
                    .max(Comparator.comparingDouble(Prior.Rate::value))
                    .orElseThrow();
            candidates.add(
                    new Candidate(entry, Math.log(mean / chains.getFirst().mean()), reason(best)));
        }
        return candidates;
    }

    private List<Prior.Chain> chains(Place place) {
        if (place.groups() == 0) {
            return List.of(prior.chain(place.region(), Prior.EVERYBODY, place.now()));
        }
        return Group.unmask(place.groups()).stream()
                .map(group -> prior.chain(place.region(), group.ordinal(), place.now()))
                .toList();
    }

    private Reason reason(Prior.Rate rate) {
        String who = rate.group() == Prior.EVERYBODY ? "不少人" : "不少" + Group.values()[rate.group()].label();
        RegionCode where = rate.evidence();
        return switch (where.level()) {
            case VILLAGE -> new Reason("popular-village", "您村里" + who + "在看");
            case COUNTRY -> new Reason("popular-country", who + "在看");
            case TOWN, COUNTY, CITY, PROVINCE ->
                new Reason("popular-" + where.level().code(), name(where) + who + "在看");
        };
    }

    private String name(RegionCode region) {
        String name = regions.name(region);
        return region.level() == Level.CITY && name.equals("市辖区") ? regions.name(region.at(Level.PROVINCE)) : name;
    }
}
