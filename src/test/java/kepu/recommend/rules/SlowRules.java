package kepu.recommend.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import kepu.base.Group;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.region.RegionCode;

/** What {@link RuleSet} says, word by word and slowly: to compare with. */
final class SlowRules {
    private record Held(RuleVersion version, Rule rule) {
        private boolean isBefore(Held other) {
            int level = level(rule.terms().whom().region());
            int others = level(other.rule.terms().whom().region());
            if (level != others) {
                return level > others;
            }
            if (!version.scope().equals(other.version.scope())) {
                return level(version.scope()) > level(other.version.scope());
            }
            return version.rules().indexOf(rule) < version.rules().indexOf(other.rule);
        }

        private static int level(RegionCode region) {
            return region.level().digits();
        }
    }

    private final List<Held> held = new ArrayList<>();
    private final Catalogue catalogue;

    SlowRules(List<RuleVersion> versions, Catalogue catalogue, Ruling.Person person) {
        this.catalogue = catalogue;
        for (RuleVersion version : versions) {
            for (Rule rule : version.rules()) {
                if (holds(rule.terms(), person)) {
                    held.add(new Held(version, rule));
                }
            }
        }
    }

    private static boolean holds(Rule.Terms terms, Ruling.Person person) {
        Whom whom = terms.whom();
        int age = Ruling.YEAR - person.birthYear();
        boolean knows = person.birthYear() != 0;
        return whom.region().contains(person.village())
                && (whom.groups().isEmpty()
                        || Group.unmask(person.groups()).stream().anyMatch(whom.groups()::contains))
                && (whom.minAge() == null || knows && whom.minAge() <= age)
                && (whom.maxAge() == null || knows && whom.maxAge() >= age)
                && (terms.from() == null || terms.from().compareTo(person.now()) <= 0)
                && (terms.until() == null || terms.until().compareTo(person.now()) > 0);
    }

    boolean isBanned(Item item) {
        return rules(Rule.Ban.class).anyMatch(ban -> ban.of().covers(item));
    }

    double boost(Item item) {
        double product = rules(Rule.Boost.class)
                .filter(boost -> boost.of().covers(item))
                .mapToDouble(Rule.Boost::factor)
                .reduce(1, (a, b) -> a * b);
        return Math.max(0.1, Math.min(10, product));
    }

    /** By place: the item and the rule. */
    Map<Integer, String> pins() {
        Map<Integer, String> pins = new TreeMap<>();
        Map<String, Integer> places = new TreeMap<>();
        for (Held next : inOrder()) {
            if (next.rule() instanceof Rule.Pin pin
                    && catalogue
                            .find(pin.item())
                            .filter(item -> !isBanned(item))
                            .isPresent()
                    && !pins.containsKey(pin.place())
                    && !places.containsKey(pin.item())) {
                places.put(pin.item(), pin.place());
                pins.put(
                        pin.place(),
                        pin.item() + " by " + next.version().scope() + "/"
                                + next.version().version() + "/" + pin.terms().id());
            }
        }
        return pins;
    }

    List<Rule.Quota> quotas() {
        List<Rule.Quota> kept = new ArrayList<>();
        for (Held next : inOrder()) {
            if (next.rule() instanceof Rule.Quota quota
                    && kept.stream()
                            .filter(other -> other.of().equals(quota.of()))
                            .allMatch(other -> agree(other, quota))) {
                kept.add(quota);
            }
        }
        return kept;
    }

    private static boolean agree(Rule.Quota one, Rule.Quota other) {
        return one.bound() == Rule.Quota.Bound.LEAST
                ? other.bound() == Rule.Quota.Bound.MOST && one.count() <= other.count()
                : other.bound() == Rule.Quota.Bound.LEAST && other.count() <= one.count();
    }

    /** By choosing the first of those that are left, again and again. */
    private List<Held> inOrder() {
        List<Held> left = new ArrayList<>(held);
        List<Held> order = new ArrayList<>();
        while (!left.isEmpty()) {
            Held first = left.getFirst();
            for (Held one : left) {
                first = one.isBefore(first) ? one : first;
            }
            left.remove(first);
            order.add(first);
        }
        return order;
    }

    private <T extends Rule> Stream<T> rules(Class<T> kind) {
        return held.stream().map(Held::rule).filter(kind::isInstance).map(kind::cast);
    }
}
