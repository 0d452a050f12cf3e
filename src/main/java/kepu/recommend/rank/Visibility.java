package kepu.recommend.rank;

import kepu.recommend.log.Things;

/** Whether an item may be shown to the person at all, beyond its regions and their history: bans, and what is not for minors. */
public interface Visibility {
    Visibility ALL = (item, thing) -> true;

    boolean shows(int item, Things.Thing thing);
}
