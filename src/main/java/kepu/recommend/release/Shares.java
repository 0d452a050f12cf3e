package kepu.recommend.release;

import java.nio.ByteBuffer;
import kepu.base.Sha256;
import kepu.region.Level;

/**
 * Who takes part in a trial: a salted hash of the resident, or of the town, against the trial's share. The salt is the version's name, so
 * a share that grows keeps those who were in it, and the next trial meets others.
 */
final class Shares {
    private static final long HUNDREDTHS = 10_000;

    private final long salt;

    Shares(VersionId trial) {
        this.salt = salt(trial.toString());
    }

    boolean includesResident(long resident, int percent) {
        return includes(resident, percent);
    }

    /** Whether the town of a village (12 digits) takes part, and with it all of its villages. */
    boolean includesTownOf(long village, int percent) {
        return includes(village / Level.TOWN.span(), percent);
    }

    private boolean includes(long unit, int percent) {
        return Long.remainderUnsigned(mixed(unit ^ salt), HUNDREDTHS) < percent * (HUNDREDTHS / 100);
    }

    /** The finalizer of SplitMix64 (Steele, Lea and Flood 2014), twice: neighbouring numbers come apart. */
    private static long mixed(long value) {
        return once(once(value + 0x9e3779b97f4a7c15L));
    }

    private static long once(long value) {
        long a = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        long b = (a ^ a >>> 27) * 0x94d049bb133111ebL;
        return b ^ b >>> 31;
    }

    private static long salt(String text) {
        return ByteBuffer.wrap(Sha256.of(text)).getLong();
    }
}
