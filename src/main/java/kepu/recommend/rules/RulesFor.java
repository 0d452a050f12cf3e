package kepu.recommend.rules;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import kepu.base.Digest;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import org.jspecify.annotations.Nullable;

/** The rules that hold for one kind of person at one moment, asked item by item without allocation. Immutable; see {@link RuleSet}. */
public final class RulesFor {
    /** No rule holds. */
    public static final RulesFor NONE = new RulesFor(List.of(), new Catalogue(List.of()));

    /** Says that there is no such place or item. */
    public static final int NOWHERE = -1;

    private static final double MOST = Math.log(Rule.MOST_FACTOR);
    private static final double LEAST = Math.log(Rule.LEAST_FACTOR);

    private final BitSet bannedItems = new BitSet();
    private final boolean[] bannedTopics = new boolean[Topic.values().length];
    private final Set<String> bannedSources = new HashSet<>();

    private final int[] boostedItems;
    private final double[] itemBoosts;
    private final double[] topicBoosts = new double[Topic.values().length];
    private final Map<String, Double> sourceBoosts = new HashMap<>();

    private final int[] pinned = new int[Rule.PLACES];
    private final @Nullable String[] pinnedBy = new String[Rule.PLACES];
    private final List<Rule.Quota> quotas;
    private final long digest;
    private final boolean empty;

    /** {@code applying} in the order of precedence. */
    RulesFor(List<RuleSet.Placed> applying, Catalogue catalogue) {
        this.empty = applying.isEmpty();
        this.digest = digest(applying);
        TreeMap<Integer, Double> boosts = new TreeMap<>();
        List<Rule.Quota> held = new ArrayList<>();
        for (RuleSet.Placed placed : applying) {
            switch (placed.rule()) {
                case Rule.Ban ban -> ban(ban.of(), catalogue);
                case Rule.Boost boost -> boost(boost, boosts, catalogue);
                case Rule.Quota quota when held.stream().noneMatch(quota::clashes) -> held.add(quota);
                case Rule.Quota idle -> {}
                case Rule.Pin pin -> {}
            }
        }
        this.boostedItems = boosts.keySet().stream().mapToInt(Integer::intValue).toArray();
        this.itemBoosts =
                boosts.values().stream().mapToDouble(Double::doubleValue).toArray();
        this.quotas = List.copyOf(held);
        Arrays.fill(pinned, NOWHERE);
        for (RuleSet.Placed placed : applying) {
            if (placed.rule() instanceof Rule.Pin pin) {
                pin(pin, placed.version().name(pin), catalogue);
            }
        }
    }

    public boolean isEmpty() {
        return empty;
    }

    /** A number that follows from which rules these are, the same on every node. */
    public long digest() {
        return digest;
    }

    /** The place (1 … 10) that an item is pinned to, or {@link #NOWHERE}. */
    public int pinAt(int itemSeq) {
        for (int i = 0; i < pinned.length; i++) {
            if (pinned[i] == itemSeq && itemSeq != NOWHERE) {
                return i + 1;
            }
        }
        return NOWHERE;
    }

    /** The seq of the item that is pinned to a place (1 … 10), or {@link #NOWHERE}. */
    public int pinned(int place) {
        return pinned[place - 1];
    }

    /** The name of the rule that pins to a place (1 … 10), e.g. {@code 510903/4/r2}; null when nothing is pinned there. */
    public @Nullable String pinnedBy(int place) {
        return pinnedBy[place - 1];
    }

    /** The natural logarithm of the product of all boosts of an item, within ±ln 10; 0 without any. */
    public double logBoost(int itemSeq, Topic topic, String source) {
        int at = Arrays.binarySearch(boostedItems, itemSeq);
        Double ofSource = sourceBoosts.get(source);
        double sum = (at < 0 ? 0 : itemBoosts[at]) + topicBoosts[topic.ordinal()] + (ofSource == null ? 0 : ofSource);
        return Math.clamp(sum, LEAST, MOST);
    }

    /** The seqs of the items that are boosted above 1 by name. */
    public int[] boosted() {
        return IntStream.range(0, boostedItems.length)
                .filter(i -> itemBoosts[i] > 0)
                .map(i -> boostedItems[i])
                .toArray();
    }

    /** Whether some topic or source is boosted above 1, or has a quota to fill. */
    public boolean isSeeking() {
        return Arrays.stream(topicBoosts).anyMatch(boost -> boost > 0)
                || sourceBoosts.values().stream().anyMatch(boost -> boost > 0)
                || quotas.stream().anyMatch(quota -> quota.bound() == Rule.Quota.Bound.LEAST);
    }

    /** Whether an item must not be shown. */
    public boolean isBanned(int itemSeq, Topic topic, String source) {
        return itemSeq >= 0 && bannedItems.get(itemSeq)
                || bannedTopics[topic.ordinal()]
                || bannedSources.contains(source);
    }

    /** The quotas that hold, none of which clash. */
    public List<Rule.Quota> quotas() {
        return quotas;
    }

    /** A stored version never changes, so a rule is told by where it stands. */
    private static long digest(List<RuleSet.Placed> applying) {
        Digest digest = new Digest();
        for (RuleSet.Placed placed : applying) {
            RuleVersion version = placed.version();
            digest.add(version.scope().first())
                    .add(version.scope().level().ordinal())
                    .add(version.version())
                    .add(placed.position());
        }
        return digest.value();
    }

    private void ban(Subject of, Catalogue catalogue) {
        switch (of) {
            case Subject.OfItem(String id) -> catalogue.find(id).ifPresent(item -> bannedItems.set(item.seq()));
            case Subject.OfTopic(Topic topic) -> bannedTopics[topic.ordinal()] = true;
            case Subject.OfSource(String source) -> bannedSources.add(source);
            case Subject.OfKind kind -> throw new IllegalStateException("kinds are not banned");
        }
    }

    private void boost(Rule.Boost boost, Map<Integer, Double> items, Catalogue catalogue) {
        double log = Math.log(boost.factor());
        switch (boost.of()) {
            case Subject.OfItem(String id) ->
                catalogue.find(id).ifPresent(item -> items.merge(item.seq(), log, Double::sum));
            case Subject.OfTopic(Topic topic) -> topicBoosts[topic.ordinal()] += log;
            case Subject.OfSource(String source) -> sourceBoosts.merge(source, log, Double::sum);
            case Subject.OfKind kind -> throw new IllegalStateException("kinds are not boosted");
        }
    }

    private void pin(Rule.Pin pin, String name, Catalogue catalogue) {
        Item item = catalogue.find(pin.item()).orElse(null);
        if (item != null
                && !isBanned(item.seq(), item.topic(), item.source())
                && pinned[pin.place() - 1] == NOWHERE
                && pinAt(item.seq()) == NOWHERE) {
            pinned[pin.place() - 1] = item.seq();
            pinnedBy[pin.place() - 1] = name;
        }
    }
}
