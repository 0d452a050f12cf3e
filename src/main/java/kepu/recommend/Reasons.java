package kepu.recommend;

import java.time.Clock;
import java.time.LocalDate;
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

/** Says in plain Chinese why an item was placed. */
final class Reasons {
    private static final int LONGEST_TITLE = 16;
    private static final Group[] GROUPS = Group.values();
    private static final Topic[] TOPICS = Topic.values();

    private final Function<RegionCode, String> regions;
    private final Supplier<Prior> prior;
    private final Clock clock;

    Reasons(Function<RegionCode, String> regions, Supplier<Prior> prior, Clock clock) {
        this.regions = regions;
        this.prior = prior;
        this.clock = clock;
    }

    Reason of(Placed placed, Catalogue.Entry entry, Catalogue catalogue, RegionCode region) {
        return switch (placed.cause()) {
            case PINNED -> new Reason("pinned", "编辑置顶");
            case PUSHED -> new Reason("pushed", "最近推送给您这里的");
            case EXPLORED -> new Reason("explore", "看过的人还不多，请您先看看");
            case COLLABORATIVE -> like(catalogue, placed.about(), "collaborative", "看过“", "”的人也在看");
            case CONTENT -> like(catalogue, placed.about(), "similar", "和您看过的“", "”讲的相近");
            case PLACE -> popular(placed, region);
            case GROUP -> new Reason("group", "为" + GROUPS[placed.about()].label() + "准备的");
            case TOPIC -> new Reason("topic", "您常看“" + TOPICS[placed.about()].label() + "”");
            case INTEREST -> new Reason("interest", "您关注“" + TOPICS[placed.about()].label() + "”");
            case SEASON -> season(entry);
            case FRESH -> Reason.FRESH;
            case LOCAL -> new Reason("local", "为您这一带准备的");
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

    private Reason popular(Placed placed, RegionCode region) {
        String who = placed.about() == Prior.EVERYBODY ? "不少人" : "不少" + GROUPS[placed.about()].label();
        RegionCode where =
                prior.get().chain(region, placed.about(), clock.millis()).evidence(placed.item());
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
