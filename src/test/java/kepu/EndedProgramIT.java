package kepu;

import static kepu.testing.Eventually.eventually;
import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.lang.ref.WeakReference;
import java.util.Map;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What a program that has ended leaves in its process: nothing, so that another can run in its place again and again. One worker executor that
 * is not closed is enough to keep all of it.
 */
class EndedProgramIT {
    @RegisterExtension
    static final House house = new House();

    @Test
    void isCollectedWithAllItsParts() throws Exception {
        assertThat(house.get("/v1/feed", null).status()).isEqualTo(200);
        Map<String, WeakReference<Object>> ended = parts();
        assertThat(ended.values()).noneMatch(part -> part.refersTo(null));
        house.restart();
        // The driver of the database keeps the connection that was closed last, of whichever program: now not the first
        // one's.
        house.restart();
        ended.forEach((name, part) -> eventually("the ended program's " + name + " is collected", () -> {
            System.gc();
            return part.refersTo(null);
        }));
    }

    private static Map<String, WeakReference<Object>> parts() {
        App app = house.app();
        return Map.of(
                "program", new WeakReference<>(app),
                "regions", new WeakReference<>(app.regions()),
                "push", new WeakReference<>(app.push()),
                "Vert.x", new WeakReference<>(vertx(app)));
    }

    /** The one that what a part asks for comes back on. */
    private static Vertx vertx(App app) {
        return soon(
                "an answer from the database",
                app.push()
                        .load()
                        .map(done -> Vertx.currentContext().owner())
                        .toCompletionStage()
                        .toCompletableFuture());
    }
}
