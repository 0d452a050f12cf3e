package kepu.recommend.rank;

import java.time.LocalDate;
import kepu.base.Neighbours;
import kepu.recommend.log.Things;
import kepu.recommend.model.Model;
import kepu.recommend.model.Scorer;

/**
 * What ranking knows beside the person. A change of the catalogue or the model makes a new world; counts go on in {@code prior} and
 * {@code trend}.
 *
 * @param facts those of {@code things}, in columns
 * @param content text neighbours by number of the item, weights in (0, 1]
 * @param model in the numbers of {@code things}
 * @param scorer of the model's ranker
 * @param shelves lists for places, kept for a while
 */
public record World(
        Things things,
        Facts facts,
        Prior prior,
        Trend trend,
        Neighbours content,
        Model model,
        Scorer scorer,
        Shelves shelves) {
    static final long DAY_MILLIS = 86_400_000;

    public World(Things things, Prior prior, Trend trend, Neighbours content, Model model, long shelfMillis) {
        this(
                things,
                Facts.of(things),
                prior,
                trend,
                content,
                model,
                Scorer.of(model.ranker()),
                new Shelves(things, prior, shelfMillis, false));
    }

    /**
     * The same for serving: rates down to the county are as old as the shelves. Where time runs fast, as in training, it would be made of
     * shelves only.
     */
    public World forServing() {
        return new World(things, facts, prior, trend, content, model, scorer, shelves.keepingRates());
    }

    /** The same with another model. */
    public World with(Model other) {
        return new World(things, facts, prior, trend, content, other, Scorer.of(other.ranker()), shelves);
    }

    /** How well each item fits the day: 1 in season, -1 out of season, 0 for those of the whole year. */
    static byte[] seasons(Things things, LocalDate day) {
        byte[] fits = new byte[things.size()];
        for (int item = 0; item < fits.length; item++) {
            Things.Thing thing = things.all()[item];
            if (!thing.season().isAlways()) {
                fits[item] = (byte) (thing.season().fits(day) ? 1 : -1);
            }
        }
        return fits;
    }
}
