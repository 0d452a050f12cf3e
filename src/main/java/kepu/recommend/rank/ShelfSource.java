package kepu.recommend.rank;

import java.util.function.Function;

/** One list of the {@link Shelf}s of the person's groups: what is in season, what is new, what was made for them. */
final class ShelfSource implements Source {
    private final String name;
    private final int most;
    private final Function<Shelf, int[]> list;

    ShelfSource(String name, int most, Function<Shelf, int[]> list) {
        this.name = name;
        this.most = most;
        this.list = list;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        visit.eachShelf(shelf -> {
            int[] items = list.apply(shelf);
            int added = 0;
            for (int i = 0; i < items.length && added < most; i++) {
                added += into.add(items[i]) ? 1 : 0;
            }
        });
    }
}
