package kepu.command;

import java.io.PrintWriter;
import java.util.Locale;
import kepu.recommend.train.Progress;

/** Progress as lines for people and for whoever started the command: {@code progress 0.42 what is being done}. */
final class Told implements Progress {
    private static final double STEP = 0.02;

    private final PrintWriter out;
    private double last = -1;
    private String said = "";

    Told(PrintWriter out) {
        this.out = out;
    }

    @Override
    public synchronized void at(double share, String what) {
        if (!what.equals(said) || share - last >= STEP) {
            last = share;
            said = what;
            out.printf(Locale.ROOT, "progress %.2f %s%n", Math.clamp(share, 0, 1), what);
            out.flush();
        }
    }
}
