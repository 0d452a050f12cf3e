package kepu.recommend.release;

import java.util.Optional;

/** A version that is tried beside the released one. */
public sealed interface Trial {
    /** No trial goes on. */
    record None() implements Trial {}

    /** It computes, and nobody sees what. */
    record Shadow(String candidate) implements Trial {}

    /** It serves {@code percent} of the residents, or of the towns. */
    record Share(String candidate, int percent, Design by) implements Trial {}

    /** It serves {@code percent} of the residents together with the released version, in turns. */
    record Interleave(String candidate, int percent) implements Trial {}

    /** The version that is tried. */
    default Optional<String> version() {
        return switch (this) {
            case None none -> Optional.empty();
            case Shadow shadow -> Optional.of(shadow.candidate());
            case Share share -> Optional.of(share.candidate());
            case Interleave interleave -> Optional.of(interleave.candidate());
        };
    }
}
