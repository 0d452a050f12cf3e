package kepu.recommend.release;

import kepu.base.Coded;

/**
 * What may be said of a trial at any time, however often one looks: the mixture sequential probability ratio test of Johari, Koomen, Pekelis and
 * Walsh ("Peeking at A/B tests", KDD 2017; "Always valid inference", Operations Research 2022) of a difference that is about normal, mixed
 * over N(0, {@link #TAU}²). To stop when the interval leaves zero is wrong with probability at most {@link #ALPHA}, whenever that is.
 *
 * @param difference of the trial from the control
 * @param low end of the interval that holds at all times at once
 * @param p smallest level at which this moment's data tell the arms apart
 */
public record Sequential(double difference, double low, double high, double p, Verdict verdict) {
    static final double ALPHA = 0.05;
    /** Differences that are looked for: about two openings in a hundred. */
    static final double TAU = 0.02;
    /** Below so many residents or towns in an arm their mean is not yet about normal. */
    static final int LEAST_CLUSTERS = 20;

    /** What to do. */
    public enum Verdict implements Coded {
        TOO_EARLY("数据还少，先不下结论"),
        UNDECIDED("还看不出差别，可以继续试"),
        BETTER("试用版本更好，可以结束试用并发布"),
        WORSE("试用版本更差，应结束试用");

        private final String label;

        Verdict(String label) {
            this.label = label;
        }

        @Override
        public String label() {
            return label;
        }
    }

    /** Compares the rates of two arms. */
    static Sequential of(Ratio control, Ratio trial) {
        return of(
                trial.rate() - control.rate(),
                trial.variance() + control.variance(),
                Math.min(control.clusters(), trial.clusters()));
    }

    /** Compares a rate with a half: whose items were opened when two took turns. */
    static Sequential ofTurns(Ratio toTrial) {
        return of(toTrial.rate() - 0.5, toTrial.variance(), toTrial.clusters());
    }

    private static Sequential of(double difference, double variance, long clusters) {
        if (clusters < LEAST_CLUSTERS || variance == 0 || !Double.isFinite(variance)) {
            return new Sequential(clusters == 0 ? 0 : difference, -1, 1, 1, Verdict.TOO_EARLY);
        }
        double mixed = variance + TAU * TAU;
        double log = Math.log(mixed / variance);
        double half = Math.sqrt(variance * mixed / (TAU * TAU) * (2 * Math.log(1 / ALPHA) + log));
        double p = Math.exp(log / 2 - TAU * TAU * difference * difference / (2 * variance * mixed));
        return new Sequential(
                difference,
                Math.max(-1, difference - half),
                Math.min(1, difference + half),
                Math.min(1, p),
                verdict(difference, half));
    }

    private static Verdict verdict(double difference, double half) {
        if (Math.abs(difference) <= half) {
            return Verdict.UNDECIDED;
        }
        return difference > 0 ? Verdict.BETTER : Verdict.WORSE;
    }
}
