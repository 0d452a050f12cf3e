package kepu.bench;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.region.RegionCode;

/**
 * A made-up catalogue: items dealt out to the topics in turn, so that those of one topic are {@code seq, seq + topics …}, the more popular
 * ones first. Some are for groups, regions or months only.
 */
public final class SyntheticItems {
    static final int TOPICS = Topic.values().length;

    private static final Group[] GROUPS = Group.values();
    private static final Topic[] TOPIC = Topic.values();
    private static final double AGE_DAYS = 250;
    private static final int SOURCES = 40;
    private static final String WORDS = "春耕秋收防火用电高血压糖尿病饮水安全农药残留反诈提醒手机支付防汛避险果树修剪畜禽防疫节能环保";

    private final Instant now;
    private final RandomGenerator random;

    private SyntheticItems(Instant now, RandomGenerator random) {
        this.now = now;
        this.random = random;
    }

    public static Catalogue of(int count, Instant now, RandomGenerator random) {
        SyntheticItems making = new SyntheticItems(now, random);
        List<Item> items = new ArrayList<>(count);
        for (int seq = 1; seq <= count; seq++) {
            items.add(making.item(seq));
        }
        return new Catalogue(items);
    }

    /** A popular item of a topic, by Zipf's law with exponent 1. */
    static int popular(int topic, int items, RandomGenerator random) {
        int ofTopic = (items - topic + TOPICS - 1) / TOPICS;
        return topic + 1 + TOPICS * ((int) Math.pow(ofTopic + 1, random.nextDouble()) - 1);
    }

    /** The topic of an item, as the number of its bit. */
    static int topic(int seq) {
        return (seq - 1) % TOPICS;
    }

    private Item item(int seq) {
        Kind kind = kind();
        return new Item(
                seq,
                "item-" + seq,
                kind,
                words(14) + seq,
                words(60),
                TOPIC[topic(seq)],
                groups(),
                regions(),
                season(),
                List.of(),
                "来源" + random.nextInt(SOURCES),
                "权威机构",
                "CC BY 4.0",
                "zh",
                kind == Kind.ARTICLE ? null : "media-" + seq + ".mp4",
                "poster-" + seq + ".jpg",
                kind == Kind.ARTICLE ? 0 : random.nextInt(30, 300),
                random.nextInt(300, 2_000),
                now.minus(Duration.ofSeconds((long) (-Math.log(1 - random.nextDouble()) * AGE_DAYS * 86_400))),
                null);
    }

    private Kind kind() {
        double drawn = random.nextDouble();
        return drawn < 0.8 ? Kind.ARTICLE : drawn < 0.95 ? Kind.VIDEO : drawn < 0.98 ? Kind.AUDIO : Kind.POSTER;
    }

    private Set<Group> groups() {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        for (double odds = 0.4; random.nextDouble() < odds; odds = 0.3) {
            groups.add(GROUPS[random.nextInt(GROUPS.length)]);
        }
        return groups;
    }

    private List<RegionCode> regions() {
        double drawn = random.nextDouble();
        return drawn < 0.9
                ? List.of()
                : List.of(drawn < 0.95 ? SyntheticPeople.CITY : SyntheticPeople.county(random.nextInt()));
    }

    private Season season() {
        int month = random.nextInt(12) + 1;
        return random.nextDouble() < 0.8 ? Season.ALWAYS : new Season(Set.of(month, month % 12 + 1), Set.of());
    }

    private String words(int length) {
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(WORDS.charAt(random.nextInt(WORDS.length())));
        }
        return text.toString();
    }
}
