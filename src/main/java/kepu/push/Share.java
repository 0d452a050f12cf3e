package kepu.push;

/**
 * A share of everybody, as a part of {@value #ALL} lots: the persons whose lot for a campaign lies in it. A person's lot is a stable hash of campaign
 * and person (FNV-1a of the id, then the finaliser of SplitMix64: Steele, Lea and Flood, 2014), so that it is the same on every node and look, and
 * independent from campaign to campaign.
 *
 * @param from first lot
 * @param to the lot after the last
 */
public record Share(int from, int to) {
    public static final int ALL = 10_000;
    public static final Share EVERYBODY = new Share(0, ALL);

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    public Share {
        if (from < 0 || to > ALL || from >= to) {
            throw new IllegalArgumentException("no share of " + ALL + ": " + from + " to " + to);
        }
    }

    public boolean isEverybody() {
        return from == 0 && to == ALL;
    }

    public boolean holds(int lot) {
        return from <= lot && lot < to;
    }

    /** What {@link #lot} needs of a campaign. */
    public static long salt(String campaign) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < campaign.length(); i++) {
            hash = (hash ^ campaign.charAt(i)) * FNV_PRIME;
        }
        return hash;
    }

    /** The lot of a person, from 0 to {@value #ALL} - 1. */
    public static int lot(long salt, long person) {
        long z = salt + person * 0x9e3779b97f4a7c15L;
        z = (z ^ z >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return (int) Long.remainderUnsigned(z ^ z >>> 31, ALL);
    }
}
