package kepu.insight;

import java.util.Arrays;
import java.util.stream.Stream;
import kepu.activity.Route;
import kepu.base.Group;
import kepu.region.Kind;

/** The parts that outreach is told in, as the roll-up names them. */
final class Part {
    static final String EVERYBODY = "";
    static final String GROUP = "group:";
    static final String ROUTE = "route:";
    static final String KIND = "kind:";

    private static final String[] ALL = Stream.of(
                    Stream.of(EVERYBODY),
                    Arrays.stream(Group.values()).map(Part::of),
                    Arrays.stream(Route.values()).map(Part::of),
                    Arrays.stream(Kind.values()).map(Part::of))
            .flatMap(parts -> parts)
            .toArray(String[]::new);

    private Part() {}

    static String of(Group group) {
        return GROUP + group.code();
    }

    static String of(Route route) {
        return ROUTE + route.code();
    }

    static String of(Kind kind) {
        return KIND + kind.code();
    }

    /** Every part that there is. */
    static String[] all() {
        return ALL.clone();
    }
}
