package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The live connections of this node, one shard an event loop: a shard's lines are touched on its loop only, so there are no locks, and
 * within it they stand by village, so that a publication looks only at the ranges of its audience.
 */
public final class Hub {
    /** What lines are told from and counted with. */
    record Ground(
            Publications publications,
            Governor governor,
            Clock clock,
            Supplier<@Nullable Urgent> urgent,
            GovernorMeters governed,
            Counter slow,
            Counter delivered) {}

    private final Ground ground;
    private final Config.Push config;
    private final AtomicInteger connected = new AtomicInteger();
    private final List<Shard> shards = new CopyOnWriteArrayList<>();
    private final Counter refused;
    private final Counter drained;
    private volatile boolean isDraining;
    private volatile @Nullable Urgent urgent;

    Hub(Publications publications, Governor governor, Clock clock, Config.Push config, MeterRegistry meters) {
        this.ground = new Ground(
                publications,
                governor,
                clock,
                () -> urgent,
                new GovernorMeters(meters),
                meters.counter("kepu.hub.slow"),
                meters.counter("kepu.hub.delivered"));
        this.config = config;
        this.refused = meters.counter("kepu.hub.refused");
        this.drained = meters.counter("kepu.hub.drained");
        Gauge.builder("kepu.hub.connected", connected, AtomicInteger::get).register(meters);
    }

    /** Opens the shard of an event loop; called on it. */
    public Shard shard(Context context) {
        Shard shard = new Shard(context);
        shards.add(shard);
        return shard;
    }

    /** Has lines begin with what is urgent. Before the first line opens. */
    public void begin(Urgent first) {
        urgent = first;
    }

    /** Tells an urgent change to everybody connected whom it is for, ahead of what waits to be published and whatever their limits are. */
    public void announce(Urgent.Word word) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.announce(word)));
    }

    /** Tells all staff who are connected to this node, once; who is not finds it in the lists. */
    public void tellStaff(Frame frame) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.tellStaff(frame)));
    }

    /** Sends a frame to everybody connected whom it is for, as far as their limits let it through. */
    void publish(Publications.Framed framed) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.deliver(framed)));
    }

    /** A publication is held or let go: what waits for people changes. */
    void change(Posted posted) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.change(posted)));
    }

    /** What a resident wishes of pushes decides from now on. */
    void settled(long resident) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.settle(resident)));
    }

    /** A changed profile decides from now on. */
    public void changed(Resident resident) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.change(resident)));
    }

    /** Ends the lines of a resident who is no more. */
    public void erased(long resident) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.end(resident)));
    }

    /** Ends the lines that were opened in these sessions. */
    public void ended(Set<UUID> sessions) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.end(sessions)));
    }

    /**
     * Opens no line any more and ends all there are, spread over a while, each with a word when to come back ({@link Draining}). Done when
     * all are told, at the latest after {@code push.drainSeconds}.
     */
    public Future<Void> drain() {
        isDraining = true;
        Draining draining = Draining.of(connected.get(), config, drained);
        return Future.all(shards.stream().map(shard -> shard.drain(draining)).toList())
                .mapEmpty();
    }

    /** The residents of these regions who are connected to this node now. */
    Future<Set<Long>> residents(List<RegionCode> bounds) {
        List<Future<Set<Long>>> parts = new ArrayList<>();
        for (Shard shard : shards) {
            Promise<Set<Long>> promise = Promise.promise();
            shard.context.runOnContext(now -> promise.complete(shard.residents(bounds)));
            parts.add(promise.future());
        }
        return Future.all(parts).map(all -> {
            Set<Long> together = new HashSet<>();
            all.<Set<Long>>list().forEach(together::addAll);
            return together;
        });
    }

    /** The lines of one event loop. */
    public final class Shard {
        private final Context context;
        /** Lines of residents by village. */
        private final TreeMap<Long, List<Connection>> byVillage = new TreeMap<>();
        /** The same by resident, since a reload tells of everybody who is connected. */
        private final Map<Long, List<Connection>> byResident = new HashMap<>();

        private final Set<Connection> staff = new HashSet<>();
        /** For whom something is held. */
        private final Set<Connection> waiting = new HashSet<>();
        /** How many lines there have been. */
        private long opened;

        private Shard(Context context) {
            this.context = context;
        }

        /**
         * Opens a line in a session: says hello, sends what came after {@code from} (null: nothing) and from then on everything in order.
         * {@link Failure.TooMany} when all places are taken, {@link Failure.Unavailable} when the node ends. On this event loop.
         */
        public Connection open(Viewer viewer, UUID session, Line line, @Nullable Place from) {
            if (isDraining) {
                refused.increment();
                throw new Failure.Unavailable("node-ending", "服务器正在更新，请稍后再连");
            }
            if (connected.incrementAndGet() > config.connections()) {
                connected.decrementAndGet();
                refused.increment();
                throw new Failure.TooMany("connections-full", "在线的人太多，请稍后再连", 30);
            }
            Connection connection = new Connection(++opened, this, ground, viewer, session, line);
            place(connection);
            connection.open(from);
            return connection;
        }

        /** Writes something small to every line, so that the network keeps it open. On this event loop. */
        public void beat() {
            staff.forEach(Connection::beat);
            byVillage.values().forEach(lines -> lines.forEach(Connection::beat));
        }

        /** Sends what was held and may go now; several at once are one digest. Called every second, on this event loop. */
        public void release() {
            if (waiting.isEmpty()) {
                return;
            }
            look(List.copyOf(waiting), Connection::release);
        }

        /** Looks at a connection once a second, or no more. */
        void await(Connection connection, boolean isWaiting) {
            if (isWaiting) {
                waiting.add(connection);
            } else if (!waiting.isEmpty()) {
                waiting.remove(connection);
            }
        }

        /** A connection is over; a second call does nothing. */
        void remove(Connection connection) {
            waiting.remove(connection);
            if (unplace(connection)) {
                connected.decrementAndGet();
            }
        }

        private void place(Connection connection) {
            switch (connection.viewer()) {
                case Viewer.OfResident(Resident resident) -> {
                    add(byVillage, resident.village(), connection);
                    add(byResident, resident.id(), connection);
                }
                case Viewer.OfStaff of -> staff.add(connection);
            }
        }

        private boolean unplace(Connection connection) {
            return switch (connection.viewer()) {
                case Viewer.OfResident(Resident resident) -> {
                    take(byResident, resident.id(), connection);
                    yield take(byVillage, resident.village(), connection);
                }
                case Viewer.OfStaff of -> staff.remove(connection);
            };
        }

        private static void add(Map<Long, List<Connection>> lines, long key, Connection connection) {
            lines.computeIfAbsent(key, fresh -> new ArrayList<>(1)).add(connection);
        }

        private static boolean take(Map<Long, List<Connection>> lines, long key, Connection connection) {
            List<Connection> there = lines.get(key);
            boolean taken = there != null && there.remove(connection);
            if (there != null && there.isEmpty()) {
                lines.remove(key);
            }
            return taken;
        }

        private void deliver(Publications.Framed framed) {
            look(readers(framed.publication().bounds()), (connection, turn) -> connection.deliver(framed, turn));
        }

        private void look(List<Connection> lines, BiConsumer<Connection, Turn> each) {
            Turn turn = new Turn(ground.clock().instant());
            lines.forEach(connection -> each.accept(connection, turn));
            turn.end(ground);
        }

        private void tellStaff(Frame frame) {
            List.copyOf(staff).forEach(connection -> connection.tell(frame));
        }

        private void announce(Urgent.Word word) {
            readers(word.regions()).forEach(connection -> connection.announce(word));
        }

        /** In the order in which they came, in which their buffers lie in memory, ours and the kernel's: told like this, many cost a good deal less. */
        private List<Connection> readers(List<RegionCode> bounds) {
            List<Connection> readers = new ArrayList<>(staff);
            bounds.forEach(bound -> byVillage
                    .subMap(bound.first(), true, bound.last(), true)
                    .values()
                    .forEach(readers::addAll));
            readers.sort(Comparator.comparingLong(Connection::number));
            return readers;
        }

        private void change(Posted posted) {
            look(List.copyOf(waiting), (connection, turn) -> connection.change(posted, turn));
        }

        /** Whoever is told that nothing changed stays as they are. */
        private void change(Resident resident) {
            Viewer present = new Viewer.OfResident(resident);
            of(resident.id()).stream()
                    .filter(connection -> !connection.viewer().equals(present))
                    .forEach(connection -> become(connection, resident));
        }

        private void become(Connection connection, Resident resident) {
            unplace(connection);
            Viewer before = connection.become(resident);
            place(connection);
            connection.moved(before);
        }

        private void settle(long resident) {
            of(resident).forEach(Connection::settle);
        }

        private void end(long resident) {
            of(resident).forEach(Connection::end);
        }

        private void end(Set<UUID> sessions) {
            all().stream()
                    .filter(connection -> sessions.contains(connection.session()))
                    .forEach(Connection::end);
        }

        private List<Connection> of(long resident) {
            return List.copyOf(byResident.getOrDefault(resident, List.of()));
        }

        private List<Connection> all() {
            List<Connection> all = new ArrayList<>(staff);
            byVillage.values().forEach(all::addAll);
            return all;
        }

        private Set<Long> residents(List<RegionCode> bounds) {
            return bounds.stream()
                    .map(bound -> byVillage.subMap(bound.first(), true, bound.last(), true))
                    .map(Map::values)
                    .flatMap(lists -> lists.stream().flatMap(List::stream))
                    .map(Connection::resident)
                    .collect(Collectors.toSet());
        }

        private Future<Void> drain(Draining draining) {
            Promise<Void> drained = Promise.promise();
            context.runOnContext(now -> draining.end(context, all()).onComplete(drained));
            return drained.future();
        }
    }
}
