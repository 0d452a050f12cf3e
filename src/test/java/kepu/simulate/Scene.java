package kepu.simulate;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import kepu.activity.Event;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Kind;
import kepu.content.Season;
import kepu.region.DivisionFile;
import kepu.region.Divisions;
import kepu.region.RegionCode;

/** The real villages of 遂宁 and a made-up library, for tests without a database. */
final class Scene {
    static final long SEED = Long.getLong("kepu.seed", 5109);
    static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
    static final RegionCode SUINING = RegionCode.of("5109");
    private static final int ITEMS_PER_TOPIC = 6;

    static final Divisions DIVISIONS = divisions();
    static final Catalogue CATALOGUE = new Catalogue(items());

    private Scene() {}

    static Settings settings(int residents) {
        return settings(residents, SEED);
    }

    static Settings settings(int residents, long seed) {
        return new Settings(residents, 90, seed, SUINING, NOW, "2026-1");
    }

    static Truth truth(Settings settings) {
        return new Truth(settings, DIVISIONS, CATALOGUE);
    }

    /** What a person did, in order. */
    static List<Event> events(Behaviour behaviour, Person person) {
        List<Event> events = new ArrayList<>();
        behaviour.of(person, 1_000_000L + person.index(), (event, propensity) -> events.add(event));
        return events;
    }

    private static Divisions divisions() {
        try (InputStream file =
                Objects.requireNonNull(Scene.class.getResourceAsStream("/divisions/villages-demo.csv.gz"))) {
            return new Divisions(DivisionFile.read(file).regions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Item> items() {
        System.out.println("seed of the scene: " + SEED);
        List<Item> items = new ArrayList<>();
        for (Topic topic : Topic.values()) {
            for (int i = 0; i < ITEMS_PER_TOPIC; i++) {
                items.add(item(items.size() + 1, topic, i));
            }
        }
        return items;
    }

    /** Of each topic two items for all the year, one each for autumn and spring, one for the city and one that comes out in the window. */
    private static Item item(int seq, Topic topic, int number) {
        Set<Group> groups = EnumSet.of(
                Group.values()[seq % Group.values().length],
                Group.values()[(seq * 3 + number) % Group.values().length]);
        Season season = switch (number) {
            case 2 -> new Season(Set.of(9, 10, 11), Set.of());
            case 3 -> new Season(Set.of(), Set.of("春分", "清明"));
            default -> Season.ALWAYS;
        };
        boolean video = number == 1;
        LocalDate published = number == 5 ? LocalDate.of(2026, 10, 12) : LocalDate.of(2026, 1 + seq % 7, 1 + seq % 28);
        return new Item(
                seq,
                topic.code() + "-" + number,
                video ? Kind.VIDEO : Kind.ARTICLE,
                "标题",
                "提要",
                topic,
                groups,
                number == 4
                        ? List.of(SUINING)
                        : number == 3 ? List.of(RegionCode.of("32"), RegionCode.of("51")) : List.of(),
                season,
                List.of(),
                "来源",
                "national",
                "CC-BY-4.0",
                "zh-CN",
                video ? "a.mp4" : null,
                video ? "a.jpg" : null,
                video ? 30 + seq % 90 : 0,
                300 + seq * 11,
                published.atTime(8, 0).atZone(Beijing.ZONE).toInstant(),
                null);
    }
}
