package kepu.recommend.release;

import java.time.Instant;

/** How far the last training of a model on this node is. */
public sealed interface TrainingState {
    /** None was started since the program was. */
    record Idle() implements TrainingState {}

    /** It runs; {@code progress} is from 0 to 1. */
    record Running(String job, Instant since, double progress, String text) implements TrainingState {}

    record Failed(String job, Instant at, String detail) implements TrainingState {}

    /** Somebody of the staff ended it. */
    record Stopped(String job, Instant at) implements TrainingState {}

    /** {@code result} is the new version, or what a search came to. */
    record Done(String job, Instant at, String result) implements TrainingState {}
}
