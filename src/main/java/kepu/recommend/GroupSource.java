package kepu.recommend;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import kepu.base.Group;
import kepu.content.Item;

/** What was made for the resident's groups; this carries a feed until enough behaviour is known. */
final class GroupSource implements CandidateSource {
    private static final double MADE_FOR = Math.log(1.4);

    @Override
    public List<Candidate> candidates(Place place) {
        Set<Group> groups = Group.unmask(place.groups());
        return place.catalogue().entries().stream()
                .filter(entry -> first(entry.item(), groups).isPresent())
                .map(entry -> new Candidate(
                        entry,
                        MADE_FOR,
                        new Reason(
                                "group",
                                "为" + first(entry.item(), groups).orElseThrow().label() + "准备的")))
                .toList();
    }

    private static Optional<Group> first(Item item, Set<Group> groups) {
        return item.groups().stream().filter(groups::contains).min(Comparator.naturalOrder());
    }
}
