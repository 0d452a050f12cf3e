package kepu.recommend;

import java.time.Clock;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
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

    private final Function<RegionCode, String> regions;
    private final Supplier<Prior> prior;
    private final Clock clock;

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

        Around(RegionCode region) {
            this.region = region;
        }

        private RegionCode evidence(Placed placed) {
            Prior.Chain chain = chains[placed.about() + 1];
            if (chain == null) {
                chain = prior.get().chain(region, placed.about(), clock.millis());
                chains[placed.about() + 1] = chain;
            }
            return chain.evidence(placed.item());
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
            case COLLABORATIVE -> like(catalogue, placed.about(), "collaborative", "看过“", "”的人也在看");
            case CONTENT -> like(catalogue, placed.about(), "similar", "和您看过的“", "”讲的相近");
            case PLACE -> popular(placed, around);
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
        LocalDate today = Beijing.day(clock.instant());
        return entry.item().season().terms().isEmpty()
                ? new Reason("season", today.getMonthValue() + "月正用得上")
                : new Reason("season", "正值" + SolarTerms.at(today) + "，现在正用得上");
    }

    private static Reason like(Catalogue catalogue, int item, String code, String before, String after) {
        Catalogue.Entry anchor = catalogue.at(item);
        return anchor == null
                ? Reason.EDITORIAL
                : new Reason(code, before + Shortened.of(anchor.item().title(), LONGEST_TITLE) + after);
    }

    private Reason popular(Placed placed, Around around) {
        String who = placed.about() == Prior.EVERYBODY ? "不少人" : "不少" + GROUPS[placed.about()].label();
        RegionCode where = around.evidence(placed);
        return switch (where.level()) {
            case VILLAGE -> new Reason("popular-village", "您村里" + who + "在看");
            case COUNTRY -> new Reason("popular-country", who + "在看");
            case TOWN, COUNTY, CITY, PROVINCE ->
                new Reason("popular-" + where.level().code(), name(where) + who + "在看");
        };
    }

    private String name(RegionCode region) {
        String name = regions.apply(region);
        return region.level() == Level.CITY && name.equals("市辖区") ? regions.apply(region.at(Level.PROVINCE)) : name;
    }
}
