package kepu.recommend.rank;

/** What people of the same groups in the same county open most ({@link Prior}): the source that carries a first visit. */
final class PriorSource implements Source {
    private static final int MOST = 100;

    @Override
    public String name() {
        return "prior";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        int groups = visit.groupCount();
        int each = groups == 0 ? MOST : MOST / (groups + 1);
        visit.eachShelf(shelf -> {
            int added = 0;
            for (int i = 0; i < shelf.best().length && added < each; i++) {
                added += into.add(shelf.best()[i]) ? 1 : 0;
            }
        });
    }
}
