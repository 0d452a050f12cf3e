package kepu.recommend.train;

import java.util.ServiceLoader;

/** Something beyond this machine that makes {@link Gram} products. It is on the class path only of whoever asked for it. */
public interface GramEngine {
    /**
     * Connects to it.
     *
     * @param master where it is, in its own way of saying so
     * @throws IllegalStateException when it is not there, with what a person can do
     */
    Gram open(String master);

    /** The engine on the class path. */
    static GramEngine found() {
        return ServiceLoader.load(GramEngine.class)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(
                        "Spark is not on the class path: `./kepu train --spark`, called in a shell, fetches it"));
    }
}
