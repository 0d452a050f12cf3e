package kepu.recommend.rank;

/** Items that too few people have seen to be judged ({@link Exploration}), so that a good one is found. */
final class ExploreSource implements Source {
    @Override
    public String name() {
        return "explore";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        for (int item : visit.exploration().items()) {
            into.add(item);
        }
    }
}
