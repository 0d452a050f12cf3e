package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.people.Resident;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The live connections of this node, one shard an event loop: a shard's lines are touched on its loop only, so there are no locks, and
 * within it they stand by village, so that a publication looks only at the ranges of its audience.
 */
public final class Hub {
    /** A reader who missed more reads the inbox again. */
    private static final int MOST_MISSED = 100;

    private final Publications publications;
    private final Clock clock;
    private final int limit;
    private final AtomicInteger connected = new AtomicInteger();
    private final List<Shard> shards = new CopyOnWriteArrayList<>();
    private final Counter refused;
    private final Counter slow;
    private final Counter delivered;
    private volatile @Nullable Urgent urgent;

    public Hub(Publications publications, Clock clock, int limit, MeterRegistry meters) {
        this.publications = publications;
        this.clock = clock;
        this.limit = limit;
        this.refused = meters.counter("kepu.hub.refused");
        this.slow = meters.counter("kepu.hub.slow");
        this.delivered = meters.counter("kepu.hub.delivered");
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

    /** Tells an urgent change to everybody connected whom it is for, ahead of what waits to be published. */
    public void announce(Urgent.Word word) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.announce(word)));
    }

    /** Sends a frame to everybody connected whom it is for. */
    void publish(Frame frame, Publication publication) {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.deliver(frame, publication)));
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

    /** How many different residents of the subtree are connected now. */
    public Future<Integer> connected(RegionCode region) {
        return residents(List.of(region)).map(Set::size);
    }

    /** Ends every line. */
    public void close() {
        shards.forEach(shard -> shard.context.runOnContext(now -> shard.close()));
    }

    /** The residents of these regions who are connected now. */
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

        private final Set<Connection> staff = new HashSet<>();

        private Shard(Context context) {
            this.context = context;
        }

        /**
         * Opens a line in a session: says hello, sends what came after {@code offset} (null: nothing) and from then on everything in order.
         * {@link Failure.TooMany} when all places are taken. On this event loop.
         */
        public Connection open(Viewer viewer, UUID session, Line line, @Nullable Long offset) {
            if (connected.incrementAndGet() > limit) {
                connected.decrementAndGet();
                refused.increment();
                throw new Failure.TooMany("connections-full", "在线的人太多，请稍后再连", 30);
            }
            Connection connection = new Connection(this, viewer, session, line);
            add(connection);
            connection.catchUp(offset);
            return connection;
        }

        /** Writes something small to every line, so that the network keeps it open. On this event loop. */
        public void beat() {
            staff.forEach(connection -> connection.line.beat());
            byVillage.values().forEach(lines -> lines.forEach(connection -> connection.line.beat()));
        }

        private void add(Connection connection) {
            switch (connection.viewer) {
                case Viewer.OfResident(Resident resident) ->
                    byVillage
                            .computeIfAbsent(resident.village(), village -> new ArrayList<>())
                            .add(connection);
                case Viewer.OfStaff of -> staff.add(connection);
            }
        }

        private boolean remove(Connection connection) {
            return switch (connection.viewer) {
                case Viewer.OfResident(Resident resident) -> {
                    List<Connection> there = byVillage.get(resident.village());
                    boolean removed = there != null && there.remove(connection);
                    if (there != null && there.isEmpty()) {
                        byVillage.remove(resident.village());
                    }
                    yield removed;
                }
                case Viewer.OfStaff of -> staff.remove(connection);
            };
        }

        private void deliver(Frame frame, Publication publication) {
            int year = Publications.year(clock.instant());
            readers(publication.bounds()).forEach(connection -> connection.deliver(frame, publication, year));
        }

        private void announce(Urgent.Word word) {
            readers(word.regions()).forEach(connection -> connection.announce(word));
        }

        private List<Connection> readers(List<RegionCode> bounds) {
            List<Connection> readers = new ArrayList<>(staff);
            bounds.forEach(bound -> byVillage
                    .subMap(bound.first(), true, bound.last(), true)
                    .values()
                    .forEach(readers::addAll));
            return readers;
        }

        private void change(Resident resident) {
            of(resident.id()).forEach(connection -> {
                remove(connection);
                Viewer before = connection.viewer;
                connection.viewer = new Viewer.OfResident(resident);
                add(connection);
                connection.moved(before);
            });
        }

        private void end(long resident) {
            of(resident).forEach(Connection::end);
        }

        private void end(Set<UUID> sessions) {
            all().stream()
                    .filter(connection -> sessions.contains(connection.session))
                    .forEach(Connection::end);
        }

        private List<Connection> of(long resident) {
            return byVillage.values().stream()
                    .flatMap(List::stream)
                    .filter(connection -> connection.resident() == resident)
                    .toList();
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

        private void close() {
            all().forEach(Connection::end);
        }
    }

    /** A reader's place in the order of frames. */
    public final class Connection {
        private final Shard shard;
        private final UUID session;
        private final Line line;
        private Viewer viewer;
        private long offset;
        /** The last urgent change that this reader knows of. */
        private long change;

        private Connection(Shard shard, Viewer viewer, UUID session, Line line) {
            this.shard = shard;
            this.session = session;
            this.viewer = viewer;
            this.line = line;
        }

        /** The reader went away. On the shard's event loop; a second call does nothing. */
        public void closed() {
            if (shard.remove(this)) {
                connected.decrementAndGet();
            }
        }

        private long resident() {
            return viewer instanceof Viewer.OfResident(Resident resident) ? resident.id() : 0;
        }

        private void catchUp(@Nullable Long from) {
            long last = publications.last();
            boolean resumed = from != null && publications.reaches(from);
            offset = resumed && from != null ? from : last;
            Urgent first = urgent;
            Urgent.Standing standing = first == null ? Urgent.Standing.NOTHING : first.standing(viewer, from != null);
            line.send(Frame.notice(
                    "hello",
                    offset,
                    new JsonObject()
                            .put("offset", Long.toString(offset))
                            .put("resumed", resumed)
                            .put("bulletins", new JsonArray(standing.ids()))
                            .put("now", clock.instant().toString())));
            tell(standing);
            if (from != null && !resumed) {
                line.send(Frame.notice("reset", last, new JsonObject().put("offset", Long.toString(last))));
            }
            int year = Publications.year(clock.instant());
            List<Publications.Framed> missed = publications.after(offset).stream()
                    .filter(framed -> viewer.sees(framed.publication(), year))
                    .toList();
            if (missed.size() > MOST_MISSED) {
                offset = publications.last();
                line.send(Frame.notice("reset", offset, new JsonObject().put("offset", Long.toString(offset))));
                return;
            }
            missed.forEach(framed -> deliver(framed.frame(), framed.publication(), year));
        }

        private void deliver(Frame frame, Publication publication, int year) {
            if (frame.offset() <= offset || !viewer.sees(publication, year)) {
                return;
            }
            if (line.isFull()) {
                slow.increment();
                end();
                return;
            }
            offset = frame.offset();
            line.send(frame);
            delivered.increment();
        }

        private void announce(Urgent.Word word) {
            Frame frame = word.change() <= change ? null : word.frame().apply(viewer);
            if (frame != null) {
                tell(new Urgent.Standing(List.of(), List.of(frame), word.change()));
            }
        }

        private void moved(Viewer before) {
            Urgent first = urgent;
            if (first != null) {
                tell(first.moved(before, viewer));
            }
        }

        /** Whoever is too slow to take it comes back and is told first. */
        private void tell(Urgent.Standing standing) {
            if (!standing.frames().isEmpty() && line.isFull()) {
                slow.increment();
                end();
                return;
            }
            change = Math.max(change, standing.change());
            standing.frames().forEach(line::send);
            delivered.increment(standing.frames().size());
        }

        private void end() {
            closed();
            line.close();
        }
    }
}
