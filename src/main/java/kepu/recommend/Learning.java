package kepu.recommend;

import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.activity.Lot;
import kepu.recommend.log.Things;
import kepu.recommend.rank.History;

/** What people did changes histories and rates at once. On one event loop. */
final class Learning {
    private final Histories histories;
    private final Counts counts;
    private final Worlds worlds;

    Learning(Histories histories, Counts counts, Worlds worlds) {
        this.histories = histories;
        this.counts = counts;
        this.worlds = worlds;
    }

    void learn(Lot lot) {
        for (Lot.Met met : lot.met()) {
            count(met, lot.xid());
            histories.add(met.event(), met.item(), lot.xid());
        }
    }

    /** Lots were missed: reads histories and counts behaviour again. */
    void again() {
        histories.clear();
        counts.again();
    }

    private void count(Lot.Met met, long xid) {
        Things things = worlds.things();
        Event event = met.event();
        int item = met.item();
        boolean shown = event.type() == EventType.IMPRESSION;
        boolean opened = met.first() && !isKnown(event.person(), item);
        if (item < things.size() && things.all()[item].isThere() && (shown || opened)) {
            Things.Thing thing = things.all()[item];
            counts.add(new Counts.Deed(
                    xid, met.village(), met.groups(), item, thing, event.at().toEpochMilli(), opened));
        }
    }

    private boolean isKnown(long person, int item) {
        History history = histories.known(person);
        return history != null && history.met(item).isPositive();
    }
}
