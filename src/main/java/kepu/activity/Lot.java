package kepu.activity;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What one commit of events brought: the events of known people with items that were new, and the services that they counted.
 *
 * @param xid the transaction, as PostgreSQL numbers it
 */
public record Lot(long xid, List<Met> met, List<ServiceStore.Served> served) {
    /**
     * A person met an item.
     *
     * @param event of a person who is no guest, with an item; on other nodes than the one that stored it without its key
     * @param groups as {@link kepu.base.Group#mask}
     * @param first whether the service record had no opening of the item by the person and this route before
     */
    public record Met(Event event, int item, long village, int groups, boolean first) {}

    private record Opening(long person, int item) {}

    /** Of several first openings of an item by a person in one commit, the first is it. */
    static Lot of(long xid, List<Met> met, List<ServiceStore.Served> served) {
        Set<Opening> opened = new HashSet<>();
        List<Met> once = new ArrayList<>(met.size());
        for (Met one : met) {
            boolean again = one.first() && !opened.add(new Opening(one.event().person(), one.item()));
            once.add(again ? new Met(one.event(), one.item(), one.village(), one.groups(), false) : one);
        }
        return new Lot(xid, once, served);
    }
}
