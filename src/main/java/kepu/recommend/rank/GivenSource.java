package kepu.recommend.rank;

import java.util.function.Function;

/** Items that somebody decided on: pinned by an operator, pushed to the region. */
final class GivenSource implements Source {
    private final String name;
    private final Function<Person, int[]> given;

    GivenSource(String name, Function<Person, int[]> given) {
        this.name = name;
        this.given = given;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void propose(Visit visit, Candidates into) {
        for (int item : given.apply(visit.person())) {
            into.add(item);
        }
    }
}
