package kepu.recommend.rank;

/** What reads like the items that the person opened last: text neighbours, which need no behaviour and so find new items. */
final class ContentSource implements Source {
    private static final int MOST = 40;

    private final TopItems top = new TopItems(MOST);

    @Override
    public String name() {
        return "content";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        if (visit.hasHistory()) {
            top.clear();
            visit.offerContent(top);
            top.each(into::add);
        }
    }
}
