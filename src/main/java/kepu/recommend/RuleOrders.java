package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import kepu.base.Topic;
import kepu.content.Kind;
import kepu.recommend.log.Things;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.recommend.rules.Rule;
import kepu.recommend.rules.RuleSet;
import kepu.recommend.rules.RulesFor;
import kepu.recommend.rules.Subject;

/**
 * What operators' rules order for a person now. People for whom the same rules hold share their orders. Rules for groups and ages do not
 * find those who want no personalised feed; rules for regions do.
 */
public final class RuleOrders implements Function<Person, Orders> {
    private static final int KEPT = 10_000;
    private static final Duration KEPT_FOR = Duration.ofMinutes(10);
    private static final Topic[] TOPICS = Topic.values();

    private final Supplier<RuleSet> rules;
    private final Clock clock;
    private final Cache<RulesFor, Orders> kept =
            Caffeine.newBuilder().maximumSize(KEPT).expireAfterAccess(KEPT_FOR).build();

    /** {@code rules} gives those that hold at the moment. */
    public RuleOrders(Supplier<RuleSet> rules, Clock clock) {
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Orders apply(Person person) {
        RulesFor holding = rules.get().of(person.region(), person.groups(), person.birthYear(), clock.instant());
        return holding.isEmpty() ? Orders.NONE : kept.get(holding, Ordered::of);
    }

    /** Rules in the numbers of things. An item of the library has one topic. */
    private record Ordered(RulesFor rules, int[] pinned, int[] sought, boolean isSeeking, List<Orders.Quota> quotas)
            implements Orders {
        static Orders of(RulesFor rules) {
            int[] pinned = new int[Rule.PLACES];
            for (int place = 1; place <= Rule.PLACES; place++) {
                pinned[place - 1] = rules.pinned(place);
            }
            List<Orders.Quota> quotas =
                    rules.quotas().stream().map(Ordered::quota).toList();
            return new Ordered(rules, pinned, rules.boosted(), rules.isSeeking(), quotas);
        }

        @Override
        public double logBoost(int item, Things.Thing thing) {
            return rules.logBoost(item, topic(thing), thing.source());
        }

        @Override
        public long digest() {
            return rules.digest();
        }

        @Override
        public boolean isBanned(int item, Things.Thing thing) {
            return rules.isBanned(item, topic(thing), thing.source());
        }

        private static Topic topic(Things.Thing thing) {
            return TOPICS[Long.numberOfTrailingZeros(thing.topics())];
        }

        private static Orders.Quota quota(Rule.Quota quota) {
            boolean isLeast = quota.bound() == Rule.Quota.Bound.LEAST;
            int least = isLeast ? quota.count() : 0;
            int most = isLeast ? Rule.PLACES : quota.count();
            return switch (quota.of()) {
                case Subject.OfTopic(Topic topic) -> new OfTopic(1L << topic.ordinal(), least, most);
                case Subject.OfKind(Kind kind) -> new OfKind(kind, least, most);
                case Subject.OfSource(String source) -> new OfSource(source, least, most);
                case Subject.OfItem item -> throw new IllegalStateException("a quota is not about one item");
            };
        }
    }

    private record OfTopic(long topic, int least, int most) implements Orders.Quota {
        @Override
        public boolean counts(Things.Thing thing) {
            return (thing.topics() & topic) != 0;
        }
    }

    private record OfKind(Kind kind, int least, int most) implements Orders.Quota {
        @Override
        public boolean counts(Things.Thing thing) {
            return thing.kind() == kind;
        }
    }

    private record OfSource(String source, int least, int most) implements Orders.Quota {
        @Override
        public boolean counts(Things.Thing thing) {
            return thing.source().equals(source);
        }
    }
}
