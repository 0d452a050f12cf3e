package kepu.recommend;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import kepu.base.Beijing;
import kepu.base.Group;
import kepu.base.Shortened;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.SolarTerms;
import kepu.recommend.rank.Placed;
import kepu.recommend.rank.Prior;
import kepu.region.Level;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Says in plain Chinese why an item was placed. */
final class Reasons {
    private static final int LONGEST_TITLE = 16;
    private static final Group[] GROUPS = Group.values();
    private static final Reason PINNED = new Reason("pinned", "编辑置顶");
    private static final Reason PUSHED = new Reason("pushed", "最近推送给您这里的");
    private static final Reason EXPLORED = new Reason("explore", "看过的人还不多，请您先看看");
    private static final Reason LOCAL = new Reason("local", "为您这一带准备的");
    private static final List<Reason> MADE = Arrays.stream(GROUPS)
            .map(group -> new Reason("group", "为" + group.label() + "准备的"))
            .toList();
    private static final List<Reason> OFTEN = Arrays.stream(Topic.values())
            .map(topic -> new Reason("topic", "您常看“" + topic.label() + "”"))
            .toList();
    private static final List<Reason> OF_INTEREST = Arrays.stream(Topic.values())
            .map(topic -> new Reason("interest", "您关注“" + topic.label() + "”"))
            .toList();

    private static final Reason.Form COLLABORATIVE = new Reason.Form("collaborative", "看过“", "”的人也在看");
    private static final Reason.Form SIMILAR = new Reason.Form("similar", "和您看过的“", "”讲的相近");
    private static final Level[] LEVELS = Level.values();
    /** By level, and by group, first that of everybody. */
    private static final Reason.Form[][] POPULAR = Arrays.stream(LEVELS)
            .map(level -> IntStream.rangeClosed(Prior.EVERYBODY, GROUPS.length - 1)
                    .mapToObj(group -> popular(level, group))
                    .toArray(Reason.Form[]::new))
            .toArray(Reason.Form[][]::new);

    private final Function<RegionCode, String> regions;
    private final Supplier<Prior> prior;
    private final Clock clock;
    private volatile @Nullable Titles titles;
    private volatile @Nullable Today today;

    Reasons(Function<RegionCode, String> regions, Supplier<Prior> prior, Clock clock) {
        this.regions = regions;
        this.prior = prior;
        this.clock = clock;
    }

    /** Somebody's surroundings, of which the reasons of one page speak. */
    final class Around {
        private final RegionCode region;
        /** By group, and first that of everybody. */
        private final Prior.@Nullable Chain[] chains = new Prior.Chain[GROUPS.length + 1];
        /** By level, and by group as above; made when they are first given. */
        private final @Nullable Reason[] popular = new Reason[LEVELS.length * (GROUPS.length + 1)];

        private @Nullable Prior rates;

        Around(RegionCode region) {
            this.region = region;
        }

        private Reason popular(Placed placed) {
            int who = placed.about() + 1;
            Level level = evidence(placed, who).level();
            int at = level.ordinal() * (GROUPS.length + 1) + who;
            Reason known = popular[at];
            if (known == null) {
                known = POPULAR[level.ordinal()][who].of(where(region.at(level)));
                popular[at] = known;
            }
            return known;
        }

        private RegionCode evidence(Placed placed, int who) {
            Prior.Chain chain = chains[who];
            if (chain == null) {
                Prior of = rates == null ? prior.get() : rates;
                rates = of;
                chain = of.chain(region, placed.about(), clock.millis());
                chains[who] = chain;
            }
            return chain.evidence(placed.item());
        }
    }

    /** The shortened titles of a catalogue's items as {@link Reason#json} writes them, each made when it is first named. */
    private record Titles(Catalogue catalogue, AtomicReferenceArray<byte @Nullable []> ready) {
        Titles(Catalogue catalogue) {
            this(catalogue, new AtomicReferenceArray<>(catalogue.bound()));
        }

        /** Null when the item is not live. */
        byte @Nullable [] of(int item) {
            byte[] known = item >= 0 && item < ready.length() ? ready.get(item) : null;
            Catalogue.Entry entry = known == null ? catalogue.at(item) : null;
            if (entry != null) {
                known = Reason.json(Shortened.of(entry.item().title(), LONGEST_TITLE));
                ready.set(item, known);
            }
            return known;
        }
    }

    /**
     * What is in season.
     *
     * @param day as {@link Standing#day} numbers it
     */
    private record Today(long day, Reason month, Reason term) {
        static Today of(long day, LocalDate date) {
            return new Today(
                    day,
                    new Reason("season", date.getMonthValue() + "月正用得上"),
                    new Reason("season", "正值" + SolarTerms.at(date) + "，现在正用得上"));
        }
    }

    Around around(RegionCode region) {
        return new Around(region);
    }

    Reason of(Placed placed, Catalogue.Entry entry, Catalogue catalogue, Around around) {
        return switch (placed.cause()) {
            case PINNED -> PINNED;
            case PUSHED -> PUSHED;
            case EXPLORED -> EXPLORED;
            case COLLABORATIVE -> like(catalogue, placed.about(), COLLABORATIVE);
            case CONTENT -> like(catalogue, placed.about(), SIMILAR);
            case PLACE -> around.popular(placed);
            case GROUP -> MADE.get(placed.about());
            case TOPIC -> OFTEN.get(placed.about());
            case INTEREST -> OF_INTEREST.get(placed.about());
            case SEASON -> season(entry);
            case FRESH -> Reason.FRESH;
            case LOCAL -> LOCAL;
            case EDITORIAL, LATER -> Reason.EDITORIAL;
        };
    }

    private Reason season(Catalogue.Entry entry) {
        long day = Standing.day(clock.millis());
        Today known = today;
        if (known == null || known.day() != day) {
            known = Today.of(day, Beijing.day(clock.instant()));
            today = known;
        }
        return entry.item().season().terms().isEmpty() ? known.month() : known.term();
    }

    private Reason like(Catalogue catalogue, int item, Reason.Form form) {
        byte[] title = titles(catalogue).of(item);
        return title == null ? Reason.EDITORIAL : form.of(title);
    }

    @SuppressWarnings("ReferenceEquality") // what changes is replaced as a whole: the same object is the same state
    private Titles titles(Catalogue catalogue) {
        Titles known = titles;
        if (known == null || known.catalogue() != catalogue) {
            known = new Titles(catalogue);
            titles = known;
        }
        return known;
    }

    private static Reason.Form popular(Level level, int group) {
        String who = group == Prior.EVERYBODY ? "不少人" : "不少" + GROUPS[group].label();
        return switch (level) {
            case VILLAGE -> new Reason.Form("popular-village", "您村里" + who + "在看", "");
            case COUNTRY -> new Reason.Form("popular-country", who + "在看", "");
            case TOWN, COUNTY, CITY, PROVINCE -> new Reason.Form("popular-" + level.code(), "", who + "在看");
        };
    }

    /** What a reason calls a place; nothing where it is said without a name. */
    private String where(RegionCode region) {
        return switch (region.level()) {
            case VILLAGE, COUNTRY -> "";
            case TOWN, COUNTY, CITY, PROVINCE -> name(region);
        };
    }

    private String name(RegionCode region) {
        String name = regions.apply(region);
        return region.level() == Level.CITY && name.equals("市辖区") ? regions.apply(region.at(Level.PROVINCE)) : name;
    }
}
