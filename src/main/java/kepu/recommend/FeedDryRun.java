package kepu.recommend;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.content.Item;
import kepu.people.Residents;
import kepu.recommend.log.Things;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rules.DryRun;
import kepu.recommend.rules.Rule;
import kepu.recommend.rules.RuleSet;
import kepu.recommend.rules.Rules;
import kepu.recommend.rules.Sample;
import kepu.recommend.rules.Sampling;
import kepu.region.RegionCode;

/**
 * Arranges the beginning of feeds twice, under the live rules and under the proposed ones, with the same luck, so that only the rules make
 * a difference. Of a scope the same people are drawn all day, so that an operator sees what the next draft changes. Nothing is kept.
 */
public final class FeedDryRun implements DryRun, AutoCloseable {
    private static final int THREADS = 1;

    private record Trial(RuleOrders before, RuleOrders after, long seed) {}

    /** Not an event loop's work, and one thread is enough for it. */
    private final WorkerExecutor worker;

    private final Feeds feeds;
    private final Residents residents;
    private final Rules rules;
    private final Sampling sampling;
    private final Clock clock;

    public FeedDryRun(Vertx vertx, Feeds feeds, Residents residents, Rules rules, Sampling sampling, Clock clock) {
        this.worker = vertx.createSharedWorkerExecutor("dry-run", THREADS);
        this.feeds = feeds;
        this.residents = residents;
        this.rules = rules;
        this.sampling = sampling;
        this.clock = clock;
    }

    @Override
    public Future<List<Change>> run(RuleSet proposed, RegionCode scope, int count) {
        RuleSet live = rules.live();
        long seed = scope.first() + clock.millis() / Duration.ofDays(1).toMillis();
        Trial trial = new Trial(new RuleOrders(() -> live, clock), new RuleOrders(() -> proposed, clock), seed);
        return sampling.draw(scope, count, seed).compose(samples -> changes(samples, trial));
    }

    @Override
    public void close() {
        worker.close();
    }

    /** One after another: a trial is in no hurry, and feeds are. */
    private Future<List<Change>> changes(List<Sample> samples, Trial trial) {
        List<Change> changes = new ArrayList<>();
        Future<Void> tried = Future.succeededFuture();
        for (Sample sample : samples) {
            tried = tried.compose(before -> change(sample, trial))
                    .recover(FeedDryRun::nobody)
                    .map(change -> {
                        change.ifPresent(changes::add);
                        return null;
                    });
        }
        return tried.map(changes);
    }

    private Future<Optional<Change>> change(Sample sample, Trial trial) {
        return residents
                .resident(sample.resident())
                .compose(resident -> feeds.person(resident)
                        .compose(person -> worker.executeBlocking(() -> compare(sample, person, trial), false)));
    }

    /** Somebody who was drawn may erase themself before their turn. */
    private static Future<Optional<Change>> nobody(Throwable failure) {
        return failure instanceof Failure.Unauthenticated
                ? Future.succeededFuture(Optional.empty())
                : Future.failedFuture(failure);
    }

    private Optional<Change> compare(Sample sample, Person person, Trial trial) {
        Orders live = trial.before().apply(person);
        Orders proposed = trial.after().apply(person);
        List<Feeds.Slot> before = feeds.arranged(person, live, trial.seed(), Rule.PLACES);
        List<Feeds.Slot> after = feeds.arranged(person, proposed, trial.seed(), Rule.PLACES);
        List<String> idsBefore = ids(before);
        List<String> idsAfter = ids(after);
        return idsBefore.equals(idsAfter)
                ? Optional.empty()
                : Optional.of(new Change(
                        sample.who(), idsBefore, idsAfter, why(before, live, after, proposed), titles(before, after)));
    }

    private static Map<String, String> titles(List<Feeds.Slot> before, List<Feeds.Slot> after) {
        Map<String, String> titles = new HashMap<>();
        Stream.concat(before.stream(), after.stream())
                .map(slot -> slot.entry().item())
                .forEach(item -> titles.put(item.id(), item.title()));
        return titles;
    }

    private static List<String> ids(List<Feeds.Slot> slots) {
        return slots.stream().map(slot -> slot.entry().item().id()).toList();
    }

    private static List<String> why(List<Feeds.Slot> before, Orders live, List<Feeds.Slot> after, Orders proposed) {
        Map<String, Feeds.Slot> stood = new HashMap<>();
        before.forEach(slot -> stood.put(slot.entry().item().id(), slot));
        List<String> why = new ArrayList<>();
        for (int i = 0; i < after.size(); i++) {
            Feeds.Slot slot = after.get(i);
            Item item = slot.entry().item();
            Feeds.Slot was = stood.remove(item.id());
            double boost = boost(proposed, item);
            String place = "第" + (i + 1) + "位“" + item.title() + "”：";
            if (boost != boost(live, item)) {
                why.add(place + "加权 " + String.format(Locale.ROOT, "%.1f", Math.exp(boost)) + " 倍");
            } else if (was == null || !was.reason().code().equals(slot.reason().code())) {
                why.add(place + slot.reason().text());
            }
        }
        for (Feeds.Slot left : before) {
            if (stood.containsKey(left.entry().item().id())) {
                why.add("“" + left.entry().item().title() + "”"
                        + (isBanned(proposed, left.entry().item()) ? "不再展示" : "退到" + Rule.PLACES + "位之后"));
            }
        }
        return why.isEmpty() ? List.of("前" + Rule.PLACES + "位的次序变了") : why;
    }

    private static double boost(Orders orders, Item item) {
        return orders.logBoost(item.seq(), Things.of(item));
    }

    private static boolean isBanned(Orders orders, Item item) {
        return orders.isBanned(item.seq(), Things.of(item));
    }
}
