package kepu.simulate;

import java.util.BitSet;
import kepu.base.Group;
import kepu.content.Item;
import kepu.region.RegionCode;

/**
 * What is fixed about an item for everybody: its quality, what each cluster makes of it at the start of the window, the change of that
 * until the end, and on which days of the window it is in season. All in logits.
 */
record Traits(
        Item item,
        long publishedMillis,
        int groupMask,
        double quality,
        double[] views,
        double[] fashions,
        BitSet inSeason) {
    static final double QUALITY_DEVIATION = 0.5;
    /** How far the views of clusters on an item differ beyond topic and words: what only behaviour can show. */
    static final double VIEW_DEVIATION = 0.45;

    static final double FASHION_DEVIATION = 0.35;

    static Traits of(Item item, Settings settings) {
        Dice dice = Dice.of(settings.seed(), Dice.Purpose.ITEM, item.id());
        double quality = dice.normal(QUALITY_DEVIATION);
        double[] views = dice.normals(Cluster.ALL.size(), VIEW_DEVIATION);
        for (int i = 0; i < views.length; i++) {
            views[i] += Cluster.ALL.get(i).taste(item);
        }
        double[] fashions = Dice.of(
                        settings.seed(), Dice.Purpose.FASHION, item.topic().code())
                .normals(Cluster.ALL.size(), FASHION_DEVIATION);
        BitSet inSeason = new BitSet(settings.days());
        for (int day = 0; day < settings.days(); day++) {
            inSeason.set(day, item.season().fits(settings.firstDay().plusDays(day)));
        }
        return new Traits(
                item, item.publishedAt().toEpochMilli(), Group.mask(item.groups()), quality, views, fashions, inSeason);
    }

    /** How closely the item is meant for the village: 0 when for everywhere, else the level of its narrowest region there, -1 if none. */
    int closeness(long village) {
        if (item.regions().isEmpty()) {
            return 0;
        }
        int closest = -1;
        for (RegionCode region : item.regions()) {
            if (region.contains(village)) {
                closest = Math.max(closest, region.level().ordinal());
            }
        }
        return closest;
    }
}
