package kepu.bench.load;

import io.vertx.core.json.JsonObject;

/**
 * What came of sending requests as fast as they are answered for a while.
 *
 * @param answers of status 2xx or 3xx
 * @param errors other answers, broken connections and answers that did not come in time
 * @param seconds it took
 * @param p50Millis what half of the answers took at most, from sending
 * @param p99Millis what 99 of 100 took at most; under full load both say how long requests queue, and no more
 * @param generatorMillis processor time of the generator
 */
public record Turn(
        long answers, long errors, double seconds, double p50Millis, double p99Millis, double generatorMillis) {
    /** Good answers a second. */
    public double perSecond() {
        return answers / seconds;
    }

    /** Processors that the generator was busy on. */
    double generatorCores() {
        return generatorMillis / 1e3 / seconds;
    }

    Turn withGenerator(double millis) {
        return new Turn(answers, errors, seconds, p50Millis, p99Millis, millis);
    }

    JsonObject json() {
        return new JsonObject()
                .put("answers", answers)
                .put("errors", errors)
                .put("seconds", seconds)
                .put("p50", p50Millis)
                .put("p99", p99Millis);
    }

    static Turn of(JsonObject json) {
        return new Turn(
                json.getLong("answers"),
                json.getLong("errors"),
                json.getDouble("seconds"),
                json.getDouble("p50"),
                json.getDouble("p99"),
                0);
    }
}
