package kepu.recommend.rank;

/**
 * What people who opened the same items also opened: sums the rows of the model's item-item weights over what the person opened lately, so
 * that one more opening changes the next feed without training. Weights: {@link kepu.recommend.train.Ease} (Steck 2019) or
 * {@link kepu.recommend.train.GraphFilter} (Shen et al. 2021; Choi et al. 2023).
 */
final class CollaborativeSource implements Source {
    private static final int MOST = 120;

    private final Foremost top = new Foremost(MOST);

    @Override
    public String name() {
        return "collaborative";
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        if (visit.hasHistory()) {
            top.of(visit.collaborative(), visit.world().things().size()).each(into::add);
        }
    }
}
