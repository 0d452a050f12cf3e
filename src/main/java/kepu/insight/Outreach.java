package kepu.insight;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import kepu.base.Beijing;
import kepu.people.Caller;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import kepu.store.Database;
import kepu.store.Reader;

/**
 * What outreach reached, for those who answer for a region: the whole of it, the regions below, villages without a service, and how that
 * stands to a target. Read from the roll-up, so it is as old as that.
 */
public final class Outreach {
    /** Whole years that are told beside the one that is asked for. */
    private static final int YEARS = 5;

    private final Database database;
    private final OutreachStore store;
    private final Population population;
    private final Regions regions;
    private final Clock clock;
    private final int fewPeople;

    /** Figures are read by {@code reader}, which may be a replica; targets, which are set here, are not. */
    public Outreach(
            Database database, Reader reader, Population population, Regions regions, Clock clock, int fewPeople) {
        this.database = database;
        this.store = new OutreachStore(reader);
        this.population = population;
        this.regions = regions;
        this.clock = clock;
        this.fewPeople = fewPeople;
    }

    /** {@link kepu.base.Failure.Forbidden} outside the caller's scope. */
    public Future<Overview> overview(Caller.OfStaff staff, RegionCode region, Period period) {
        regions.within(staff.scope(), region);
        Future<Population.People> people = population.of(region);
        Future<Map<Integer, Map<String, OutreachStore.Sum>>> parts = store.parts(region, period.year());
        Future<Map<Integer, OutreachStore.Sum>> years = store.years(region, period.year() - YEARS + 1, period.year());
        Future<Overview.Villages> villages = villages(region, period);
        Future<Optional<Overview.Progress>> progress = progress(region);
        Future<Instant> asOf = asOf();
        return Future.all(people, parts, years, villages, progress, asOf)
                .map(all -> new Summing(regions, fewPeople)
                        .overview(
                                region,
                                period,
                                new Summing.Read(people.result(), parts.result(), years.result()),
                                new Summing.Beside(asOf.result(), today(), villages.result(), progress.result())));
    }

    private Future<Instant> asOf() {
        return store.mark().map(mark -> mark.behind() == 0 ? clock.instant() : mark.movedAt());
    }

    private Future<Overview.Villages> villages(RegionCode region, Period period) {
        Future<Map<RegionCode, Long>> served = store.served(region, region.level(), period);
        Future<Map<RegionCode, Long>> disseminators = store.disseminators(region, region.level());
        return Future.all(served, disseminators)
                .map(both -> new Overview.Villages(
                        regions.divisions().villages(region),
                        served.result().getOrDefault(region, 0L),
                        disseminators.result().getOrDefault(region, 0L)));
    }

    private Future<Optional<Overview.Progress>> progress(RegionCode region) {
        return TargetStore.of(database, region)
                .compose(found -> found.map(target -> progress(target).map(Optional::of))
                        .orElseGet(() -> Future.succeededFuture(Optional.empty())));
    }

    private Future<Overview.Progress> progress(Target target) {
        return store.years(target.region(), target.fromYear(), target.toYear()).map(years -> {
            long done = years.values().stream()
                    .mapToLong(OutreachStore.Sum::services)
                    .sum();
            return new Overview.Progress(target, Figure.of(done, fewPeople), target.elapsed(today()));
        });
    }

    /** Sets what a region of the caller's scope is to give. */
    public Future<Void> aim(Caller.OfStaff staff, Target target) {
        regions.within(staff.scope(), target.region());
        return TargetStore.set(database, target, staff.id());
    }

    /** The regions one level below, of a village itself. */
    public Future<Coverage> coverage(Caller.OfStaff staff, RegionCode region, Period period) {
        regions.within(staff.scope(), region);
        Level level = Population.below(region);
        Future<Population.People> people = population.of(region);
        Future<Map<RegionCode, OutreachStore.Sum>> sums = store.within(region, level, period);
        Future<Map<RegionCode, Long>> served = store.served(region, level, period);
        Future<Map<RegionCode, Long>> disseminators = store.disseminators(region, level);
        return Future.all(people, sums, served, disseminators)
                .map(all -> new Summing(regions, fewPeople)
                        .coverage(
                                region,
                                period,
                                people.result(),
                                sums.result(),
                                served.result(),
                                disseminators.result()));
    }

    /** Villages without a service in the last {@code days}, at most {@code most} of them by name. */
    public Future<Unserved> unserved(Caller.OfStaff staff, RegionCode region, int days, int most) {
        regions.within(staff.scope(), region);
        LocalDate since = today().minusDays(days);
        Level level = Population.below(region);
        Future<Map<RegionCode, Long>> visited = store.visitedSince(region, level, since);
        Future<Optional<Map<Long, LocalDate>>> last = region.level().compareTo(Level.CITY) < 0
                ? Future.succeededFuture(Optional.empty())
                : store.lastDays(region).map(Optional::of);
        return Future.all(visited, last)
                .map(both -> new Silence(regions, region, since).of(visited.result(), last.result(), most));
    }

    private LocalDate today() {
        return Beijing.day(clock.instant());
    }
}
