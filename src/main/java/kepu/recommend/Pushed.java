package kepu.recommend;

import java.util.function.Function;
import kepu.recommend.rank.Person;

/** The items that went out lately to where a person is, by seq, the latest first. */
@FunctionalInterface
public interface Pushed extends Function<Person, int[]> {
    /** Another number whenever something went out or was taken back; as long as it is the same nobody has to be asked for again. */
    default long edition() {
        return 0;
    }
}
