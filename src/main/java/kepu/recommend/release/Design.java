package kepu.recommend.release;

import java.util.Optional;
import java.util.function.Function;
import kepu.base.Coded;

/**
 * How a trial is shared out: to single residents; to whole towns, where neighbours would compare; or both models in one feed, whose
 * openings tell which is preferred.
 */
public enum Design implements Coded {
    RESIDENTS("按居民"),
    VILLAGES("按乡镇"),
    INTERLEAVING("交错");

    private static final Function<String, Optional<Design>> BY_CODE = Coded.index(values());

    private final String label;

    Design(String label) {
        this.label = label;
    }

    public static Optional<Design> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String label() {
        return label;
    }
}
