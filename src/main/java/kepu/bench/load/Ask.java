package kepu.bench.load;

import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** One request. {@code target} is the path with its query; {@code token} whose it is, null for a guest; {@code body} is JSON that is posted. */
public record Ask(
        String target, @Nullable String token, @Nullable Buffer body) {
    public static Ask get(String target, @Nullable String token) {
        return new Ask(target, token, null);
    }

    public static Ask post(String target, @Nullable String token, Buffer body) {
        return new Ask(target, token, body);
    }
}
