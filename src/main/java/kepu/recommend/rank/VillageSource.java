package kepu.recommend.rank;

/** What people of the same village open, though the county does not: news of the village travel by mouth. */
final class VillageSource implements Source {
    private static final double LEAST_OPENS = 1;
    private static final int MOST = 24;

    private final TopItems top = new TopItems(MOST);

    @Override
    public String name() {
        return "village";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        int size = visit.world().things().size();
        top.clear();
        visit.world()
                .prior()
                .chain(visit.person().region(), Prior.EVERYBODY, visit.nowMillis())
                .each((item, seen, opened) -> {
                    if (opened >= LEAST_OPENS && item >= 0 && item < size) {
                        top.offer(item, (float) (opened / (seen + 5)));
                    }
                });
        top.each(into::add);
    }
}
