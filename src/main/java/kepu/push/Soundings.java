package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import kepu.activity.ServiceStore;
import kepu.base.Beijing;
import kepu.base.Failure;
import kepu.base.FewPeople;
import kepu.base.Topic;
import kepu.config.Config;
import kepu.content.Item;
import kepu.content.Items;
import kepu.push.audience.AudienceIndex;
import kepu.push.audience.Drawn;
import kepu.push.audience.Members;
import org.jspecify.annotations.Nullable;

/** Looks at residents of an audience one by one: how a campaign stands with them, and what it would say to them. */
public final class Soundings implements AutoCloseable {
    /** A preview's publications come after all others. */
    private static final long IMAGINED = Long.MAX_VALUE / 2;

    /** Whoever is drawn to be looked at is drawn again at the next look. */
    private static final long SEED = 0;

    private static final int RETRY_AFTER_SECONDS = 10;

    private final Parts parts;
    private final Items items;
    private final Clock clock;
    private final WorkerExecutor worker;
    private final Config.Governor config;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;

    /** What it looks things up in. */
    record Parts(
            PushStore store,
            ServiceStore services,
            AudienceIndex audiences,
            Publications publications,
            Governor governor) {}

    Soundings(
            Parts parts,
            Items items,
            Clock clock,
            WorkerExecutor worker,
            Config.Governor config,
            MeterRegistry meters) {
        this.parts = parts;
        this.items = items;
        this.clock = clock;
        this.worker = worker;
        this.config = config;
        this.refused = meters.counter("kepu.governor.soundings.refused");
        Gauge.builder("kepu.governor.soundings", waiting, AtomicInteger::get).register(meters);
    }

    /** How the campaign's publications stand with its audience now. */
    public Future<Sounding> sound(Campaign campaign) {
        Instant now = clock.instant();
        List<Publication> publications = new ArrayList<>();
        campaign.publications().forEach(seq -> {
            Posted posted = parts.publications().find(Long.parseLong(seq));
            if (posted != null) {
                publications.add(posted.publication());
            }
        });
        return inTurn(() -> drawn(campaign, publications)
                .compose(drawn -> people(campaign, drawn, now))
                .compose(people -> worker.executeBlocking(
                        () -> Sounding.count(parts.governor(), publications, people, now), false)));
    }

    /**
     * What {@code count} residents would see if it went out now, the same ones for the same seed; nobody, where the audience is so small that it
     * would tell of persons.
     */
    public Future<List<Sounding.Sample>> preview(Campaign campaign, int count, long seed) {
        Instant now = clock.instant();
        return inTurn(() -> parts.audiences()
                .draw(campaign.audience(), count, seed)
                .compose(drawn -> drawn.audience() < FewPeople.FEWEST
                        ? Future.succeededFuture(List.<Who>of())
                        : parts.store().residents(drawn.ids(), now))
                .compose(people -> worker.executeBlocking(() -> samples(campaign, people, now), false)));
    }

    @Override
    public void close() {
        worker.close();
    }

    /** {@link Failure.TooMany} when so many looks are under way as may wait. */
    private <T> Future<T> inTurn(Supplier<Future<T>> look) {
        if (waiting.incrementAndGet() > config.soundings()) {
            waiting.decrementAndGet();
            refused.increment();
            return Future.failedFuture(new Failure.TooMany("soundings-busy", "正在统计的推送任务太多，请稍后再试", RETRY_AFTER_SECONDS));
        }
        return Future.<Void>succeededFuture()
                .compose(begun -> look.get())
                .onComplete(done -> waiting.decrementAndGet());
    }

    /** Of whom an audience is that asks what residents did, those whom it went to know; of all others, it does itself. */
    private Future<Drawn> drawn(Campaign campaign, List<Publication> publications) {
        List<Members> members =
                publications.stream().flatMap(Soundings::members).toList();
        return members.isEmpty()
                ? parts.audiences().draw(campaign.audience(), config.counted(), SEED)
                : worker.executeBlocking(() -> Members.union(members).draw(config.counted(), SEED), false);
    }

    private static Stream<Members> members(Publication publication) {
        return Stream.ofNullable(publication.members());
    }

    private List<Sounding.Sample> samples(Campaign campaign, List<Who> people, Instant now) {
        List<Posted> imagined = imagined(campaign, people, now);
        return people.stream().map(who -> sample(campaign, imagined, who, now)).toList();
    }

    private Future<Sounding.People> people(Campaign campaign, Drawn drawn, Instant now) {
        Integer[] seqs = campaign.plan().dealt(campaign.title(), campaign.items()).stream()
                .flatMap(dealt -> dealt.arm().items().stream())
                .distinct()
                .flatMap(item -> items.catalogue().find(item).stream())
                .map(Item::seq)
                .toArray(Integer[]::new);
        return parts.store()
                .residents(drawn.ids(), now)
                .compose(sample -> parts.services()
                        .served(
                                sample.stream().map(Who::id).toArray(Long[]::new),
                                seqs,
                                Beijing.day(campaign.startAt()))
                        .map(reached -> new Sounding.People(drawn.audience(), sample, Set.copyOf(reached))));
    }

    private List<Posted> imagined(Campaign campaign, List<Who> people, Instant now) {
        Members members = campaign.audience().asksActivity()
                ? Members.of(people.stream().map(Who::id).toList())
                : null;
        List<Posted> imagined = new ArrayList<>();
        Iterator<Long> seqs = LongStream.iterate(IMAGINED, seq -> seq + 1).iterator();
        Press.make(new Press.Order(campaign, "", members), now, seqs, this::topic, item -> true)
                .forEach(publication -> imagined.add(Posted.of(publication)));
        return imagined;
    }

    private @Nullable Topic topic(String item) {
        return items.catalogue().find(item).map(Item::topic).orElse(null);
    }

    private Sounding.Sample sample(Campaign campaign, List<Posted> imagined, Who who, Instant now) {
        Timeline timeline = parts.governor().timeline(who, now, List.of());
        imagined.forEach(timeline::arrive);
        List<String> seen = new ArrayList<>();
        @Nullable Publication first = null;
        Outcome outcome = Outcome.NOT_ADDRESSED;
        for (Posted posted : imagined) {
            Outcome one = timeline.outcome(posted.seq());
            if (one != Outcome.NOT_ADDRESSED) {
                first = first == null ? posted.publication() : first;
                outcome = outcome == Outcome.NOT_ADDRESSED || one == Outcome.SENT ? one : outcome;
                seen.add(posted.publication().item());
            }
        }
        Arm arm = first == null || outcome == Outcome.HOLDOUT
                ? new Arm("", campaign.title(), List.of(), 0)
                : new Arm(first.handling().arm(), first.title(), seen, 0);
        return new Sounding.Sample(
                who.village(), who.groups(), who.age(), arm.name(), arm.title(), arm.items(), outcome);
    }
}
