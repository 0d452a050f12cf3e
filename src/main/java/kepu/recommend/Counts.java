package kepu.recommend;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import kepu.recommend.log.Things;
import kepu.recommend.model.Counting;
import kepu.recommend.rank.Prior;
import kepu.recommend.rank.Rates;
import kepu.store.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * What everybody does with items, counted as each served version wants it. Counts that nobody made yet are made from the stored events
 * behind the requests' backs; what happens meanwhile waits and is added, so that nothing is missed or counted twice. Until they are
 * whole, their version is served from the counts that are there: after a boot from those of what happened since, which say little, so that
 * feeds go by what items are until behaviour is counted.
 */
public final class Counts {
    /** Deeds that wait while counts are made; with more than that the making is given up, to be begun again. */
    static final int MOST_WAITING = 500_000;

    /** So few are added while requests' deeds must wait. */
    private static final int LAST_ONES = 1_000;

    /**
     * Something that a person did and that counts.
     *
     * @param xid the transaction that stored it
     * @param groups as {@link kepu.base.Group#mask}
     * @param opened or else shown
     */
    record Deed(long xid, long village, int groups, int item, Things.Thing thing, long atMillis, boolean opened) {
        private void countIn(Counted counted) {
            if (!counted.seen().sees(xid)) {
                Rates rates = counted.rates();
                rates.count(rates.prior().spot(village, groups), thing, item, atMillis, opened ? 0 : 1, opened ? 1 : 0);
            }
        }
    }

    /** Rates, and which transactions they were counted from: what those stored is not counted again, whenever it is told. */
    record Counted(Rates rates, Snapshot seen) {}

    /** The stored events as they were at one moment. Blocking. */
    interface Past {
        /** All that counts, counted. */
        Counted count(Counting counting) throws SQLException, IOException;
    }

    /** Of what happened since the boot; serves until any are made. */
    private final Counted first;

    /** In the order of their making; none of them share counts. Replaced as a whole. */
    private volatile Map<Counting, Counted> made;

    /** Of those, what is to be made again. */
    private volatile Set<Counting> stale = Set.of();

    /** How often deeds were missed; guarded by this. */
    private int losses;

    private @Nullable List<Deed> waiting;

    /** None are made yet. */
    public Counts(Instant now) {
        this.first = new Counted(
                new Rates(now, Counting.DEFAULT.halfLife(), Counting.DEFAULT.backoffImpressions(), false),
                Snapshot.NOTHING);
        this.made = Map.of();
    }

    /** With such that are there. */
    public Counts(Counting counting, Rates rates) {
        this(counting, new Counted(rates, Snapshot.NOTHING));
    }

    private Counts(Counting counting, Counted counted) {
        this.first = counted;
        this.made = Map.of(counting, counted);
    }

    /** The rates for a version that counts like this, or as long as there are none, those that were made first. */
    Rates of(Counting counting) {
        Map<Counting, Counted> now = made;
        return find(now, counting)
                .or(() -> now.values().stream().findFirst())
                .orElse(first)
                .rates()
                .backedOff(counting.backoffImpressions());
    }

    /** The same object as long as there are the same sets of counts, however much is counted in them. */
    Object sets() {
        return made;
    }

    /** Whether the stored behaviour is counted for any version. */
    public boolean areMade() {
        return !made.isEmpty();
    }

    /** Whether versions that count like this have rates of their own. */
    boolean has(Counting counting) {
        return find(made, counting).isPresent();
    }

    /** Whether there is just what versions that count like these need. */
    boolean suits(Collection<Counting> served) {
        Map<Counting, Counted> now = made;
        return stale.isEmpty()
                && served.stream().allMatch(counting -> find(now, counting).isPresent())
                && now.keySet().stream().allMatch(own -> served.stream().anyMatch(own::sharesCountsWith));
    }

    /** Has everything made again: deeds were missed. */
    synchronized void again() {
        losses++;
        stale = Set.copyOf(made.keySet());
    }

    /** Counts a deed that was stored just now. */
    synchronized void add(Deed deed) {
        (made.isEmpty() ? List.of(first) : made.values()).forEach(deed::countIn);
        List<Deed> later = waiting;
        if (later != null) {
            later.add(deed);
            waiting = later.size() > MOST_WAITING ? null : later;
        }
    }

    /**
     * Makes the first that is missing for versions that count like these or is to be made again, or when none is, forgets what no version
     * asks for. Blocking, not twice at once; {@code past} has not looked yet.
     */
    void follow(Collection<Counting> served, Past past) throws SQLException, IOException {
        Optional<Counting> missing = served.stream()
                .filter(counting -> !has(counting))
                .findFirst()
                .or(() -> stale.stream().findFirst());
        if (missing.isPresent()) {
            make(missing.get(), past);
        } else {
            forgetAllBut(served);
        }
    }

    private synchronized void forgetAllBut(Collection<Counting> served) {
        Map<Counting, Counted> kept = new LinkedHashMap<>(made);
        kept.keySet().removeIf(counting -> served.stream().noneMatch(counting::sharesCountsWith));
        made = kept.isEmpty() ? made : kept;
    }

    void measure(MeterRegistry meters) {
        meters.gauge("kepu.rates.made", this, counts -> counts.made.size());
        meters.gauge("kepu.rates.cells", this, counts -> counts.sum(Prior::cells));
        meters.gauge("kepu.rates.forgotten", this, counts -> counts.sum(Prior::forgotten));
    }

    private double sum(ToDoubleFunction<Prior> of) {
        return made.values().stream()
                .map(counted -> counted.rates().prior())
                .mapToDouble(of)
                .sum();
    }

    private void make(Counting counting, Past past) throws SQLException, IOException {
        int before = begin();
        try {
            Counted counted = past.count(counting);
            List<Deed> missed = waited();
            while (missed.size() > LAST_ONES) {
                missed.forEach(deed -> deed.countIn(counted));
                missed = waited();
            }
            publish(counting, counted, missed);
            made(counting, before);
        } finally {
            end();
        }
    }

    private synchronized int begin() {
        waiting = new ArrayList<>();
        return losses;
    }

    private synchronized void end() {
        waiting = null;
    }

    /** What waited so far. */
    private synchronized List<Deed> waited() throws IOException {
        List<Deed> all = waiting;
        if (all == null) {
            throw new IOException("more than " + MOST_WAITING + " deeds came while counts were made");
        }
        waiting = new ArrayList<>();
        return all;
    }

    private synchronized void publish(Counting counting, Counted counted, List<Deed> missed) throws IOException {
        missed.forEach(deed -> deed.countIn(counted));
        waited().forEach(deed -> deed.countIn(counted));
        Map<Counting, Counted> more = new LinkedHashMap<>(made);
        more.put(counting, counted);
        made = more;
    }

    /** What was lost while counts were made may be missing in them too. */
    private synchronized void made(Counting counting, int before) {
        Set<Counting> still = new LinkedHashSet<>(stale);
        if (losses == before) {
            still.remove(counting);
        } else {
            still.add(counting);
        }
        stale = Set.copyOf(still);
    }

    private static Optional<Counted> find(Map<Counting, Counted> made, Counting counting) {
        return made.entrySet().stream()
                .filter(entry -> entry.getKey().sharesCountsWith(counting))
                .map(Map.Entry::getValue)
                .findFirst();
    }
}
