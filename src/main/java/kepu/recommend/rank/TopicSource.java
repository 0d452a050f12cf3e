package kepu.recommend.rank;

/** The best of the topics that the person said they like, and of those they open most. */
final class TopicSource implements Source {
    private static final int TOPICS = 4;
    private static final int EACH = 10;

    @Override
    public String name() {
        return "topic";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        int[] keenest = visit.tastes().top(TOPICS);
        visit.eachShelf(shelf -> {
            for (long left = visit.person().interests(); left != 0; left &= left - 1) {
                add(shelf, Long.numberOfTrailingZeros(left), into);
            }
            for (int topic : keenest) {
                add(shelf, topic, into);
            }
        });
    }

    private static void add(Shelf shelf, int topic, Candidates into) {
        int added = 0;
        int[] items = topic < shelf.byTopic().length ? shelf.byTopic()[topic] : new int[0];
        for (int i = 0; i < items.length && added < EACH; i++) {
            added += into.add(items[i]) ? 1 : 0;
        }
    }
}
