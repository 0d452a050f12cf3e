package kepu.bench.load;

import io.vertx.core.buffer.Buffer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One kind of request in a mix.
 *
 * @param weight its share of all requests is this over the sum of all weights
 */
public record Kind(String name, double weight, Making making, Check check) {
    /** Makes a request out of chance; called on several event loops. */
    public interface Making {
        Ask ask(RandomGenerator random);
    }

    /** Tells in few words what is wrong with an answer, null when it is as it should be; called on several event loops. */
    public interface Check {
        @Nullable
        String fault(Ask ask, int status, Buffer body);
    }

    public Kind {
        if (weight <= 0) {
            throw new IllegalArgumentException("nothing of " + name);
        }
    }

    /** A kind that is answered with this status and a body. */
    public static Kind answered(String name, double weight, int status, Making making) {
        return new Kind(name, weight, making, expecting(status));
    }

    /** Expects a status and a body that is not empty. */
    public static Check expecting(int expected) {
        return (ask, status, body) ->
                status != expected ? "status " + status : body.length() == 0 ? "an empty body" : null;
    }
}
