package kepu.recommend.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Rules, items and people for tests: fixed ones, and random ones from few words, so that they overlap often. */
final class Ruling {
    static final Instant NOW = Instant.parse("2026-03-12T02:00:00Z");
    static final int YEAR = 2026;

    private static final List<String> REGIONS =
            List.of("0", "51", "5109", "510903", "510903100", "510903100208", "510903100210", "510904");
    private static final List<String> SCOPES = List.of("0", "5109", "510903", "510903100");
    private static final List<Topic> TOPICS = List.of(Topic.HEALTH, Topic.FRAUD, Topic.CROPS);
    private static final List<Group> GROUPS = List.of(Group.FARMER, Group.ELDER, Group.YOUTH);
    private static final List<String> SOURCES = List.of("卫健委", "农业农村部");
    /** The last two are no items of {@link #catalogue}. */
    private static final List<String> ITEMS =
            List.of("item-1", "item-2", "item-3", "item-4", "item-5", "item-6", "withdrawn", "unknown");

    private final Random random;

    Ruling(Random random) {
        this.random = random;
    }

    /** Whoever asks for a feed. */
    record Person(long village, int groups, int birthYear, Instant now) {}

    /** Six items over three topics, two sources and all kinds. */
    static Catalogue catalogue() {
        List<Item> items = new ArrayList<>();
        for (int seq = 1; seq <= 6; seq++) {
            items.add(new Item(
                    seq,
                    "item-" + seq,
                    Kind.values()[seq % Kind.values().length],
                    "标题",
                    "摘要",
                    TOPICS.get(seq % TOPICS.size()),
                    Set.of(),
                    List.of(),
                    Season.ALWAYS,
                    List.of(),
                    SOURCES.get(seq % SOURCES.size()),
                    "national",
                    "CC-BY-4.0",
                    "zh-CN",
                    null,
                    null,
                    0,
                    500,
                    Instant.EPOCH,
                    null));
        }
        return new Catalogue(items);
    }

    static Rule.Terms terms(String id, String region) {
        return terms(id, Whom.of(RegionCode.of(region)), null, null);
    }

    static Rule.Terms terms(String id, Whom whom, @Nullable Instant from, @Nullable Instant until) {
        return new Rule.Terms(id, whom, from, until, "为了测试");
    }

    static RuleVersion version(String scope, int number, Rule... rules) {
        return new RuleVersion(RegionCode.of(scope), number, List.of(rules), "张三", "为了测试", NOW);
    }

    /** The rules of one or more scopes. */
    static RuleSet set(RuleVersion... versions) {
        return new RuleSet(List.of(versions), catalogue());
    }

    /** Versions of some scopes, with up to twenty rules each. */
    List<RuleVersion> versions() {
        List<RuleVersion> versions = new ArrayList<>();
        for (String scope : SCOPES) {
            if (random.nextInt(4) > 0) {
                List<Rule> rules = new ArrayList<>();
                int count = random.nextInt(20);
                for (int i = 1; i <= count; i++) {
                    rules.add(rule("r" + i, RegionCode.of(scope)));
                }
                versions.add(new RuleVersion(RegionCode.of(scope), 1 + random.nextInt(9), rules, "张三", "为了测试", NOW));
            }
        }
        return versions;
    }

    Person person() {
        return new Person(
                random.nextBoolean() ? 510903100208L : 510903100210L,
                Group.mask(groups()),
                random.nextInt(3) == 0 ? Whom.UNKNOWN : YEAR - random.nextInt(90),
                NOW.plus(Duration.ofHours(random.nextInt(-30, 30))));
    }

    private Rule rule(String id, RegionCode scope) {
        Rule.Terms terms = terms(id, scope);
        return switch (random.nextInt(6)) {
            case 0, 1 -> new Rule.Pin(terms, any(ITEMS), 1 + random.nextInt(4));
            case 2 ->
                new Rule.Boost(
                        terms, subject(0), List.of(0.1, 0.5, 1.0, 3.0, 10.0).get(random.nextInt(5)));
            case 3 -> random.nextInt(3) == 0 ? new Rule.Ban(terms, subject(0)) : rule(id, scope);
            default -> {
                Rule.Quota.Bound bound = random.nextBoolean() ? Rule.Quota.Bound.LEAST : Rule.Quota.Bound.MOST;
                yield new Rule.Quota(terms, subject(1), bound, 1 + random.nextInt(5));
            }
        };
    }

    private Rule.Terms terms(String id, RegionCode scope) {
        List<RegionCode> within =
                REGIONS.stream().map(RegionCode::of).filter(scope::contains).toList();
        Integer minAge = random.nextInt(4) == 0 ? (Integer) random.nextInt(60) : null;
        Integer maxAge = random.nextInt(4) == 0 ? (Integer) (60 + random.nextInt(30)) : null;
        Instant from = random.nextInt(3) == 0 ? NOW.plus(Duration.ofHours(random.nextInt(-20, 10))) : null;
        Instant until = random.nextInt(3) == 0 ? NOW.plus(Duration.ofHours(random.nextInt(10, 30))) : null;
        return terms(id, new Whom(any(within), groups(), minAge, maxAge), from, until);
    }

    /** {@code shift} 0: an item, topic or source; 1: a topic, source or kind. */
    private Subject subject(int shift) {
        return switch (random.nextInt(3) + shift) {
            case 0 -> new Subject.OfItem(any(ITEMS));
            case 1 -> new Subject.OfTopic(any(TOPICS));
            case 2 -> new Subject.OfSource(any(SOURCES));
            default -> new Subject.OfKind(any(List.of(Kind.values())));
        };
    }

    private Set<Group> groups() {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (Group group : GROUPS) {
            if (random.nextInt(4) == 0) {
                groups.add(group);
            }
        }
        return groups;
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
