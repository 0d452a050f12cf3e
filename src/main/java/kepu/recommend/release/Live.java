package kepu.recommend.release;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is live of a model after a number of steps: it follows from the log alone, so every node comes to the same.
 *
 * @param released the versions that were released and not rolled back, the live one last
 * @param since when the trial took its present form; null without one
 */
public record Live(
        int number,
        List<String> released,
        Trial trial,
        @Nullable Instant since) {
    public static final Live NOTHING = new Live(0, List.of(), new Trial.None(), null);

    public Live {
        released = List.copyOf(released);
    }

    /** The released version. */
    public Optional<String> version() {
        return released.isEmpty() ? Optional.empty() : Optional.of(released.getLast());
    }

    /** The version before the released one. */
    public Optional<String> previous() {
        return released.size() < 2 ? Optional.empty() : Optional.of(released.get(released.size() - 2));
    }

    /** What is live after one step more. A release and a rollback end the trial, whose other arm they change. */
    public Live after(Release release) {
        Release.Step step = release.step();
        return switch (step.action()) {
            case RELEASE -> new Live(release.number(), with(version(step)), new Trial.None(), null);
            case ROLLBACK ->
                new Live(
                        release.number(),
                        released.isEmpty() ? released : released.subList(0, released.size() - 1),
                        new Trial.None(),
                        null);
            case STOP -> new Live(release.number(), released, new Trial.None(), null);
            case SHADOW -> new Live(release.number(), released, new Trial.Shadow(version(step)), release.at());
            case SHARE -> new Live(release.number(), released, shared(step), release.at());
        };
    }

    private List<String> with(String version) {
        List<String> all = new ArrayList<>(released);
        all.add(version);
        return all;
    }

    private static Trial shared(Release.Step step) {
        Integer percent = step.share();
        Design design = step.design();
        if (percent == null || design == null) {
            throw new IllegalStateException("a share without its size");
        }
        return switch (design) {
            case INTERLEAVING -> new Trial.Interleave(version(step), percent);
            case RESIDENTS, VILLAGES -> new Trial.Share(version(step), percent, design);
        };
    }

    private static String version(Release.Step step) {
        String version = step.version();
        if (version == null) {
            throw new IllegalStateException(step.action() + " without a version");
        }
        return version;
    }
}
