package kepu.base;

/**
 * A number of 64 bits that follows from others and from nothing else, so that every node comes to the same: no enum's own hash, no order of a
 * set. The step is the finalizer of SplitMix64 (Steele, Lea and Flood 2014).
 */
public final class Digest {
    private long state;

    /** Takes in one number after the others. */
    public Digest add(long value) {
        long a = state + value + 0x9e3779b97f4a7c15L;
        long b = (a ^ a >>> 30) * 0xbf58476d1ce4e5b9L;
        long c = (b ^ b >>> 27) * 0x94d049bb133111ebL;
        state = c ^ c >>> 31;
        return this;
    }

    /** Takes in a text by its hash, which the language fixes. */
    public Digest add(String text) {
        return add(text.hashCode()).add(text.length());
    }

    public long value() {
        return state;
    }
}
