package kepu.push;

import java.util.List;
import java.util.function.Function;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What goes ahead of all publications and has an order of its own: a line is told what stands when it opens, and every change at once. Its
 * frames move no offset, so a reader who resumes is told again what stands and never misses one.
 */
public interface Urgent {
    /** What stands for a reader: the ids, the frames that tell it, and the number of the last change that they know of. */
    record Standing(List<String> ids, List<Frame> frames, long change) {
        static final Standing NOTHING = new Standing(List.of(), List.of(), 0);
    }

    /** A change: its number, the regions that it concerns, and what it says to a reader (null: nothing). */
    record Word(long change, List<RegionCode> regions, Function<Viewer, @Nullable Frame> frame) {}

    /** What a line is told when it opens; a {@code resumed} one also what ended lately. */
    Standing standing(Viewer viewer, boolean resumed);

    /** What a reader is told whose profile changed. */
    Standing moved(Viewer before, Viewer after);
}
