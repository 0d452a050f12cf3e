package kepu.http;

/**
 * How long what arrives waits for its event loop, and which share of it is to be turned away. The measure is a tick: when it is late, so is
 * everything that waits on the same loop. A delay that comes and goes is a burst, which a queue is for; a delay that stands, always above the
 * target for a whole interval, means that more arrives than can be done (after CoDel: Nichols and Jacobson, Controlling Queue Delay, ACM Queue 2012,
 * whose drops become answers here). The share grows with each late tick and falls with each that is in time, so that the loop stays busy. Times
 * are those of {@link System#nanoTime}. Of one thread.
 */
final class StandingDelay {
    private static final double FIRST_SHARE = 0.5;
    private static final double LARGEST_SHARE = 0.98;
    private static final double LEAST_SHARE = 0.02;
    private static final double FALL = 0.97;

    private final long targetNanos;
    private final long standingNanos;
    private long dueNanos;
    private long goodAtNanos;
    private double share;
    /** Parts of requests that were not turned away yet: the share is kept without chance. */
    private double owed;

    StandingDelay(long targetNanos, long standingNanos, long nowNanos) {
        this.targetNanos = targetNanos;
        this.standingNanos = standingNanos;
        this.dueNanos = nowNanos;
        this.goodAtNanos = nowNanos;
    }

    /** The tick came; the next is due then. Returns how late this one was, in nanoseconds. */
    long tick(long nowNanos, long nextNanos) {
        long late = late(nowNanos);
        if (late < targetNanos) {
            goodAtNanos = nowNanos;
            share = share < LEAST_SHARE ? 0 : share * FALL;
        } else if (nowNanos - goodAtNanos >= standingNanos) {
            share = share == 0 ? FIRST_SHARE : Math.min(LARGEST_SHARE, (share + 1) / 2);
        }
        dueNanos = nextNanos;
        return late;
    }

    /** Whether some are being turned away. The tick may be late already without having come. */
    boolean stands(long nowNanos) {
        if (share == 0 && late(nowNanos) >= targetNanos && nowNanos - goodAtNanos >= standingNanos) {
            share = FIRST_SHARE;
        }
        return share > 0;
    }

    /** Whether this request is to be turned away. */
    boolean sheds(long nowNanos) {
        if (!stands(nowNanos)) {
            return false;
        }
        owed += share;
        if (owed < 1) {
            return false;
        }
        owed -= 1;
        return true;
    }

    private long late(long nowNanos) {
        return Math.max(0, nowNanos - dueNanos);
    }
}
