package kepu.recommend.rank;

import java.util.function.Supplier;

/** What orders speak for: without it a boost would miss what nobody else proposes, and a quota could not be filled. */
final class SoughtSource implements Source {
    /** Of each list. */
    private static final int MOST = 40;

    private final Supplier<Orders> orders;

    SoughtSource(Supplier<Orders> orders) {
        this.orders = orders;
    }

    @Override
    public String name() {
        return "sought";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        Orders now = orders.get();
        for (int item : now.sought()) {
            into.add(item);
        }
        if (now.isSeeking()) {
            Shelf shelf = visit.shelf();
            add(visit, now, shelf.best(), into);
            for (int[] topic : shelf.byTopic()) {
                add(visit, now, topic, into);
            }
        }
    }

    private static void add(Visit visit, Orders orders, int[] items, Candidates into) {
        int added = 0;
        for (int i = 0; i < items.length && added < MOST; i++) {
            if (orders.seeks(items[i], visit.thing(items[i]))) {
                added += into.add(items[i]) ? 1 : 0;
            }
        }
    }
}
