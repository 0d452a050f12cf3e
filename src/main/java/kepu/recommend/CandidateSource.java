package kepu.recommend;

import java.util.List;

/** Proposes items for a place. Sources know nothing of one another; {@link Ranking} adds up what they say of the same item. */
interface CandidateSource {
    List<Candidate> candidates(Place place);
}
