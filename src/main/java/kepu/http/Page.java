package kepu.http;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;
import kepu.base.Cursor;

/** A page of a list as the wire has it. The list is asked for one more than the page shows, which tells whether more follows. */
final class Page {
    private Page() {}

    /** The first {@code size} of {@code found} under a name, and {@code next} with the mark of the last of them when more follows. */
    static <T> JsonObject of(String name, List<T> found, int size, Function<T, JsonObject> wire, Function<T, ?> mark) {
        boolean isWhole = found.size() <= size;
        JsonObject page = new JsonObject().put(name, array(isWhole ? found : found.subList(0, size), wire));
        return isWhole ? page : page.put("next", Cursor.of(String.valueOf(mark.apply(found.get(size - 1)))));
    }

    static <T> JsonArray array(List<T> all, Function<T, JsonObject> wire) {
        JsonArray array = new JsonArray();
        all.forEach(one -> array.add(wire.apply(one)));
        return array;
    }
}
