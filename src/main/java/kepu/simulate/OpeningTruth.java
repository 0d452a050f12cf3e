package kepu.simulate;

import java.time.Instant;
import java.util.Optional;
import kepu.content.Catalogue;
import kepu.recommend.log.People;
import kepu.recommend.train.OffPolicyAssessment;

/** What synthetic residents of a log open, by the truth behind them. */
public final class OpeningTruth implements OffPolicyAssessment.Truth {
    private final Truth truth;
    private final Loaded loaded;
    private final Catalogue catalogue;
    private final People people;

    /** {@code people} are residents, items of the log are numbered by their seq. */
    public OpeningTruth(Truth truth, Loaded loaded, Catalogue catalogue, People people) {
        this.truth = truth;
        this.loaded = loaded;
        this.catalogue = catalogue;
        this.people = people;
    }

    @Override
    public boolean knows(int person) {
        return index(person) >= 0;
    }

    @Override
    public double opens(int person, int item, long atMillis, int position) {
        return Optional.ofNullable(catalogue.at(item))
                .map(entry -> truth.openProbability(
                        truth.person(index(person)), entry.item(), Instant.ofEpochMilli(atMillis), position))
                .orElse(Double.NaN);
    }

    private int index(int person) {
        return loaded.index(Long.parseLong(people.ids()[person]));
    }
}
