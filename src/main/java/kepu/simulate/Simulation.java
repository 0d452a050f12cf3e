package kepu.simulate;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.content.Catalogue;
import kepu.people.Secrets;
import kepu.region.Divisions;
import kepu.store.Bulk;

/** Loads a synthetic population into the database, once. */
public final class Simulation {
    /** What the database holds, and how many rows this run added to it: none when all was there before. */
    public record Report(Loaded loaded, long residents, long events, long services) {}

    /** Residents whose events go into one COPY; then their services do. Bounds what is held here and the checks that wait there. */
    private static final int CHUNK = 5_000;

    private final SimulationStore store;
    private final Truth truth;
    private final Consumer<String> progress;
    private long events;
    private long services;

    private Simulation(SimulationStore store, Truth truth, Consumer<String> progress) {
        this.store = store;
        this.truth = truth;
        this.progress = progress;
    }

    /**
     * Fills {@code resident}, {@code event} and {@code service}; does nothing when a simulation is there. Residents and what they did are
     * one transaction each; after a crash between the two the next run begins afresh, and of two runs at once one waits. Blocking, for commands and the boot.
     *
     * @param secrets not needed: synthetic residents have no phone
     * @param progress told a line for a person now and then
     */
    public static Report run(
            Bulk bulk,
            Secrets secrets,
            Divisions divisions,
            Catalogue catalogue,
            Settings settings,
            Consumer<String> progress)
            throws SQLException, IOException {
        SimulationStore store = new SimulationStore(bulk);
        try (SimulationStore.Turn _ = store.turn()) {
            Optional<Loaded> there = bulk.transact(store::whole);
            if (there.isPresent()) {
                return new Report(there.get(), 0, 0, 0);
            }
            Simulation simulation = new Simulation(store, new Truth(settings, divisions, catalogue), progress);
            Loaded loaded = bulk.transact(simulation::loadResidents);
            bulk.transact(() -> simulation.loadActivity(loaded));
            return new Report(loaded, settings.residents(), simulation.events, simulation.services);
        }
    }

    /** The simulation in the database, if there is one. */
    public static Optional<Loaded> loaded(Bulk bulk) throws SQLException, IOException {
        return bulk.transact(new SimulationStore(bulk)::whole);
    }

    private Loaded loadResidents() throws SQLException {
        Settings settings = truth.settings();
        store.clear();
        Loaded loaded = new Loaded(
                settings,
                store.reserve(settings.residents()),
                Loaded.VERSION,
                truth.places().digest());
        store.begin(loaded);
        try (Bulk.Rows rows = store.residents()) {
            for (int i = 0; i < settings.residents(); i++) {
                SimulationStore.write(rows, loaded.id(i), truth.person(i), settings.consentVersion());
            }
        }
        progress.accept("%,d synthetic residents of %s".formatted(settings.residents(), settings.region()));
        return loaded;
    }

    private Loaded loadActivity(Loaded loaded) throws SQLException {
        int residents = loaded.settings().residents();
        Behaviour behaviour = new Behaviour(truth);
        for (int from = 0; from < residents; from += CHUNK) {
            int to = Math.min(residents, from + CHUNK);
            loadActivity(loaded, behaviour, from, to);
            progress.accept("%,d of %,d residents, %,d events".formatted(to, residents, events));
        }
        store.end();
        store.analyse();
        return loaded;
    }

    private void loadActivity(Loaded loaded, Behaviour behaviour, int from, int to) throws SQLException {
        List<SimulationStore.Service> served = new ArrayList<>();
        try (Bulk.Rows rows = store.events()) {
            for (int i = from; i < to; i++) {
                Person person = truth.person(i);
                List<Event> did = new ArrayList<>();
                List<Float> propensities = new ArrayList<>();
                behaviour.of(person, loaded.id(i), (event, propensity) -> {
                    did.add(event);
                    propensities.add(propensity);
                });
                for (int event = 0; event < did.size(); event++) {
                    SimulationStore.write(rows, did.get(event), propensities.get(event));
                }
                served.addAll(services(person, did));
            }
            events += rows.count();
        }
        store.services(served);
        services += served.size();
    }

    /** The services that the program counts for these events: the first opening of each item. */
    static List<SimulationStore.Service> services(Person person, List<Event> events) {
        List<SimulationStore.Service> services = new ArrayList<>();
        Set<Integer> opened = new HashSet<>();
        for (Event event : events) {
            Integer item = event.item();
            boolean opens = event.type() == EventType.OPEN || event.type() == EventType.PLAY;
            if (opens && item != null && opened.add(item)) {
                services.add(new SimulationStore.Service(
                        event.person(),
                        item,
                        person.home().code(),
                        Beijing.day(event.at()),
                        Group.mask(person.profile().groups())));
            }
        }
        return services;
    }
}
