package kepu.recommend;

import java.util.List;
import kepu.content.Item;
import kepu.content.SolarTerms;

/** What the season asks for: items whose months or solar terms the day lies in; those out of season stand back. */
final class SeasonSource implements CandidateSource {
    /** An item in season is opened about half as often again, one out of season half as often. */
    private static final double IN_SEASON = Math.log(1.5);

    private static final double OUT_OF_SEASON = Math.log(0.5);

    @Override
    public List<Candidate> candidates(Place place) {
        Reason term = new Reason("season", "正值" + SolarTerms.at(place.day()) + "，现在正用得上");
        Reason month = new Reason("season", place.day().getMonthValue() + "月正用得上");
        return place.catalogue().entries().stream()
                .filter(entry -> !entry.item().season().isAlways())
                .map(entry -> {
                    Item item = entry.item();
                    boolean fits = item.season().fits(place.day());
                    return new Candidate(
                            entry,
                            fits ? IN_SEASON : OUT_OF_SEASON,
                            item.season().terms().isEmpty() ? month : term);
                })
                .toList();
    }
}
