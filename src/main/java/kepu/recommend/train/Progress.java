package kepu.recommend.train;

/** Told how far a long piece of work is. */
public interface Progress {
    Progress SILENT = (share, what) -> {};

    /**
     * Tells how far the work is.
     *
     * @param share of the whole, 0 to 1
     * @param what is being done, for a person
     */
    void at(double share, String what);

    /** The part of this progress from one share to another, as a whole of its own. */
    default Progress part(double from, double to) {
        return (share, what) -> at(from + share * (to - from), what);
    }
}
