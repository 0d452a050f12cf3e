package kepu.recommend.rank;

/** Proposes items for a visit. Sources know nothing of one another; what they propose is ranked together. */
interface Source {
    /** As metrics and previews name it. */
    String name();

    /** Proposes items, the best first; what is not for this person is refused by {@code into}. */
    void propose(Visit visit, Candidates into);
}
