package kepu.recommend.release;

/** What serves a resident. */
public sealed interface Choice<M> {
    /** A model and its name. */
    record Serving<M>(M model, Assignment assignment) {}

    /** No model: the feed does without. */
    record Nothing<M>() implements Choice<M> {}

    /** One model. */
    record One<M>(Serving<M> serving) implements Choice<M> {}

    /** Two models that take turns in one feed. */
    record Turns<M>(Serving<M> released, Serving<M> trial) implements Choice<M> {}
}
