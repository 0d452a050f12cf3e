package kepu.search;

import java.util.logging.Level;
import java.util.logging.Logger;

/** What Lucene tells everybody when it starts: that vectors could be faster. Nobody here uses vectors. */
public final class VectorNotice {
    /** Held, or its level would be forgotten. */
    private static final Logger VECTORS =
            Logger.getLogger("org.apache.lucene.internal.vectorization.VectorizationProvider");

    private VectorNotice() {}

    /** Before Lucene starts. */
    public static void silence() {
        VECTORS.setLevel(Level.SEVERE);
    }
}
