package kepu.bench;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import kepu.activity.Event;
import kepu.activity.EventStore;
import kepu.activity.EventType;
import kepu.base.Group;
import kepu.base.Neighbours;
import kepu.config.Config;
import kepu.content.Catalogue;
import kepu.people.Resident;
import kepu.recommend.Counts;
import kepu.recommend.Feeds;
import kepu.recommend.Histories;
import kepu.recommend.PreparedFeeds;
import kepu.recommend.Serving;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.model.Feature;
import kepu.recommend.model.Model;
import kepu.recommend.model.Ranker;
import kepu.recommend.rank.Candidates;
import kepu.recommend.rank.History;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rank.Ranking;
import kepu.recommend.rank.Rates;
import kepu.recommend.rank.Visibility;
import kepu.recommend.rank.World;
import kepu.recommend.release.Choice;
import kepu.store.Snapshot;

/**
 * Everything that feeds are made from, made up from a seed and in memory only: a catalogue, residents with a past, the rates that their
 * past makes, text neighbours and a model.
 */
public record SyntheticWorld(
        SyntheticPeople people, Catalogue catalogue, Things things, Rates rates, Neighbours content, Model model) {
    static final Instant NOW = Instant.parse("2026-06-01T08:00:00Z");
    /** As many as {@link Feeds} ranks. */
    static final int CANDIDATES = 300;

    private static final int OPENED = 50;
    private static final int SHOWN = 100;
    private static final int TEACHERS = 40;
    static final long SHELF_MILLIS = Duration.ofMinutes(1).toMillis();

    /** A world of {@code items} in which so many {@code residents}, from number 1, have been counted. */
    public static SyntheticWorld of(long seed, int items, int residents) {
        RandomGenerator random = new SplittableRandom(seed);
        SyntheticPeople people = new SyntheticPeople(seed, items, OPENED, SHOWN, NOW);
        Catalogue catalogue = SyntheticItems.of(items, NOW, random);
        Things things = Things.of(catalogue);
        Rates rates = noRates();
        for (int number = 1; number <= residents; number++) {
            count(rates, things, people.resident(number), people.past(number));
        }
        SyntheticWorld untrained = new SyntheticWorld(
                people,
                catalogue,
                things,
                rates,
                SyntheticModel.content(items, random),
                SyntheticModel.of(catalogue, SyntheticModel.teacher(), random));
        return untrained.with(untrained.forest(random));
    }

    static Rates noRates() {
        return new Rates(NOW, Counting.DEFAULT.halfLife(), Counting.DEFAULT.backoffImpressions(), false);
    }

    /** Histories of so many residents, as the house lays them: their events come later than they are asked for, as from a database. */
    static Histories histories(Config.Feed config, int residents, IntFunction<List<Event>> past) {
        List<Promise<EventStore.Past>> asked = new ArrayList<>();
        Histories histories = new Histories(
                resident -> {
                    Promise<EventStore.Past> promise = Promise.promise();
                    asked.add(promise);
                    return promise.future();
                },
                config);
        for (int number = 1; number <= residents; number++) {
            histories.of(number);
            asked.removeLast().complete(new EventStore.Past(past.apply(number), Snapshot.of("1:1:")));
        }
        return histories;
    }

    /** Counts what a resident did. */
    static void count(Rates rates, Things things, Resident resident, List<Event> past) {
        var spot = rates.prior().spot(resident.village(), Group.mask(resident.groups()));
        for (Event event : past) {
            int item = event.item() == null ? 0 : event.item();
            boolean opened = event.type() != EventType.IMPRESSION;
            rates.count(spot, things.all()[item], item, event.at().toEpochMilli(), 1, opened ? 1 : 0);
        }
    }

    /** One version for everybody. */
    private record Alone(Model released) implements Serving {
        @Override
        public Choice<Model> forResident(long resident, long village) {
            return new Choice.Nothing<>();
        }

        @Override
        public Optional<Model> shadow() {
            return Optional.empty();
        }

        @Override
        public List<Model> all() {
            return List.of(released);
        }
    }

    /** Feeds that serve from this world as they do in the house. */
    Feeds feeds(Config.Feed config) {
        return feeds(config, new PreparedFeeds(config, PreparedFeeds.ALONE, new SimpleMeterRegistry()));
    }

    /** The same with these lists prepared. */
    Feeds feeds(Config.Feed config, PreparedFeeds prepared) {
        return feeds(config, prepared, new SimpleMeterRegistry());
    }

    Feeds feeds(Config.Feed config, PreparedFeeds prepared, MeterRegistry meters) {
        Feeds.Rooms rooms = new Feeds.Rooms(
                () -> catalogue,
                id -> Optional.of(people.resident((int) id)),
                region -> region + "村",
                resident -> Future.succeededFuture(new EventStore.Past(people.past((int) resident), Snapshot.NOTHING)));
        Feeds.Guidance guidance =
                new Feeds.Guidance(() -> content, new Alone(model), person -> Orders.NO_ITEMS, person -> Orders.NONE);
        return new Feeds(
                rooms,
                new Counts(Counting.DEFAULT, rates),
                guidance,
                prepared,
                Clock.fixed(NOW, ZoneOffset.UTC),
                config,
                meters);
    }

    /** The world as rankings see it. */
    World world() {
        return new World(things, rates.prior(), rates.trend(), content, model, SHELF_MILLIS).forServing();
    }

    /** A resident as rankings see them. */
    Person person(int number) {
        History history = new History(OPENED + SHOWN);
        for (Event event : people.past(number).reversed()) {
            if (event.item() != null) {
                history.add(event.item(), event.type(), event.at().toEpochMilli());
            }
        }
        return Person.of(people.resident(number), history);
    }

    /** The rows of features of what is ranked for a resident, and how many there are. */
    int rows(Person person, World world, float[] into) {
        Ranking ranking = new Ranking(CANDIDATES, Ranking.Surroundings.NONE);
        Candidates ranked = ranking.rank(world, person, NOW.toEpochMilli(), Orders.NONE, Visibility.ALL);
        int[] items = new int[ranked.size()];
        Arrays.setAll(items, ranked::item);
        ranking.scores(world, person, NOW.toEpochMilli(), items, into, new double[items.length]);
        return items.length;
    }

    private Ranker forest(RandomGenerator random) {
        float[] rows = new float[TEACHERS * CANDIDATES * Feature.COUNT];
        float[] some = new float[CANDIDATES * Feature.COUNT];
        World world = world();
        int count = 0;
        for (int number = 1; number <= TEACHERS; number++) {
            int ranked = rows(person(number), world, some);
            System.arraycopy(some, 0, rows, count * Feature.COUNT, ranked * Feature.COUNT);
            count += ranked;
        }
        return SyntheticForest.of(model.ranker(), rows, count, random);
    }

    private SyntheticWorld with(Ranker ranker) {
        Model trained = new Model(model.version(), model.items(), model.collaborative(), ranker);
        return new SyntheticWorld(people, catalogue, things, rates, content, trained);
    }
}
