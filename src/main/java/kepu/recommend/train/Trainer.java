package kepu.recommend.train;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import kepu.activity.EventType;
import kepu.base.Neighbours;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.Positives;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Linear;
import kepu.recommend.model.Manner;
import kepu.recommend.model.Model;
import kepu.recommend.rank.World;

/**
 * Makes a model from a log. What the ranker learns from lies in the last part of the time, and the item-item weights behind its features
 * are made from the time before, so that it learns how far such features can be trusted on what they have not seen. The weights that serve
 * are then made from everything.
 */
public final class Trainer {
    private static final long DAY_MILLIS = 86_400_000;
    private static final int SPAN_HALF_LIVES = 8;
    /** With a smaller part of impressions among its events a log counts as one without. */
    private static final double LEAST_IMPRESSIONS = 0.2;

    private final Log log;
    private final Neighbours content;
    private final Definition definition;
    private final Shared shared;
    private final Gram products;
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private Definition.Collaborative narrowed;

    /**
     * What came out.
     *
     * @param model its items numbered as in the log
     * @param collaborative method and parameters that were chosen
     * @param ranker how good the ranker is on rows that it did not see
     * @param seconds by step
     */
    public record Trained(
            Model model, String collaborative, RankerTraining.Trained ranker, Map<String, Double> seconds) {}

    /**
     * Training of a definition on a log.
     *
     * @param content text neighbours by number of the item in the log
     */
    public Trainer(Log log, Neighbours content, Definition definition) {
        this(log, content, definition, new Shared(), Gram.local());
    }

    /** The same; {@code shared} is of this log and these neighbours, {@code products} makes what is added up over all people. */
    Trainer(Log log, Neighbours content, Definition definition, Shared shared, Gram products) {
        this.log = log;
        this.content = content;
        this.definition = definition;
        this.shared = shared;
        this.products = products;
        this.narrowed = definition.collaborative();
    }

    /** How long counts take to halve: as the definition says, or an eighth of the span of the log. */
    public static Duration halfLife(Log log, Definition definition) {
        Events events = log.events();
        if (definition.rates().halfLifeDays() > 0 || events.size() == 0) {
            return Duration.ofDays(Math.max(1, definition.rates().halfLifeDays()));
        }
        long span = events.atMillis()[events.size() - 1] - events.atMillis()[0];
        return Duration.ofMillis(Math.max(DAY_MILLIS, span / SPAN_HALF_LIVES));
    }

    /** Whether the log tells what people were shown. */
    public static boolean tellsImpressions(Log log) {
        Events events = log.events();
        int impressions = 0;
        for (int event = 0; event < events.size(); event++) {
            impressions += events.type(event) == EventType.IMPRESSION ? 1 : 0;
        }
        return impressions > LEAST_IMPRESSIONS * events.size();
    }

    /** Trains on the whole log. Takes all processors; bounded by the log and by the definition. */
    public Trained train(String version, Progress progress) {
        int events = log.events().size();
        int from = (int) (events * (1 - definition.ranker().window()));
        RowSet rows = timed("lessons", () -> lessons(from, events, progress.part(0, 0.4)));
        progress.at(0.4, "%,d rows, %,d opened: the ranker learns".formatted(rows.size(), rows.opened()));
        RankerTraining.Trained ranker =
                timed("ranker", () -> new RankerTraining(definition.ranker()).train(rows, definition.seed()));
        progress.at(0.8, "ranker: AUC %.4f on rows kept back".formatted(ranker.auc()));
        Shared.Weights weights = timed("collaborative", () -> weights(events, progress.part(0.8, 1)));
        return new Trained(
                new Model(version, ids(), weights.neighbours(), ranker.ranker(), manner()),
                weights.name(),
                ranker,
                seconds);
    }

    /** The model with item-item weights from the whole log, and the ranker that it has. */
    public Model renew(Model model, String version, Progress progress) {
        Shared.Weights weights = weights(log.events().size(), progress);
        return new Model(version, ids(), weights.neighbours(), model.ranker(), model.manner());
    }

    /** As the rows were made that the ranker learns from. */
    private Manner manner() {
        Counting counting = new Counting(
                definition.data().days(),
                halfLife(log, definition),
                definition.rates().backoffImpressions());
        return new Manner(counting, definition.arrangement());
    }

    private RowSet lessons(int from, int end, Progress progress) {
        Neighbours before = weights(from, progress.part(0, 0.5)).neighbours();
        return shared.lessons(definition, () -> lessons(from, end, before, progress));
    }

    private RowSet lessons(int from, int end, Neighbours before, Progress progress) {
        boolean impressions = tellsImpressions(log);
        Replay replay =
                new Replay(log, halfLife(log, definition), definition.rates().backoffImpressions(), !impressions);
        Model model = new Model("lessons", ids(), before, Linear.untrained());
        World world = new World(
                log.things(),
                replay.rates().prior(),
                replay.rates().trend(),
                content,
                model,
                impressions ? DAY_MILLIS : 0);
        Lessons lessons = new Lessons(log, world, replay);
        int most = definition.ranker().rows();
        if (impressions) {
            lessons.impressions(from, end, most, definition.seed(), progress.part(0.5, 1));
        } else {
            lessons.openings(from, end, most, definition.seed(), progress.part(0.5, 1));
        }
        return lessons.rows();
    }

    /** Of what is positive before an event. */
    private Shared.Weights weights(int end, Progress progress) {
        Definition.Collaborative asked = narrowed;
        Shared.Weights weights = shared.weights(end, asked, definition.seed(), () -> {
            int[][] positives = Positives.byPerson(log, 0, end);
            Interactions interactions = Interactions.of(positives, log.things().size());
            Collaborative trained = Collaborative.train(interactions, asked, definition.seed(), products, progress);
            return new Shared.Weights(trained.name(), trained.neighbours(asked.neighbours()), trained.narrowed(asked));
        });
        narrowed = weights.narrowed();
        return weights;
    }

    private String[] ids() {
        Things.Thing[] all = log.things().all();
        String[] ids = new String[all.length];
        for (int item = 0; item < ids.length; item++) {
            ids[item] = all[item].id();
        }
        return ids;
    }

    private interface Step<T> {
        T run();
    }

    private <T> T timed(String step, Step<T> work) {
        long start = System.nanoTime();
        T result = work.run();
        seconds.put(step, Math.round((System.nanoTime() - start) / 1e7) / 100.0);
        return result;
    }
}
