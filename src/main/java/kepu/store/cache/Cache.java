package kepu.store.cache;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;

/**
 * Bytes that can be made again, kept for a while under a key. Anything may be absent at any time: never put, too large, over its life,
 * pushed out by others, or in a Redis that is away or slow. That is no failure: no future of a cache fails, none waits longer than
 * {@code cache.waitMillis}, and each is completed on the context of its caller. Arrays are shared: neither side changes one.
 *
 * <p>What was removed may be there again, put by somebody who was slower; whether a value still holds is for {@link Filled} to know.
 */
public interface Cache extends AutoCloseable {
    /**
     * What a value is found by. Rendered as {@code kind:{id}}: all that is kept under one id lies in one slot of a cluster, and different
     * ids are spread over it.
     *
     * @param kind what sort of thing it is and in which form, such as {@code feed.3}: letters, digits, dots, dashes; at most 40
     * @param id which one: 1 to 200 printable ASCII characters without space and braces
     */
    record Key(String kind, String id) {
        private static final int KIND_CHARS = 40;
        private static final int ID_CHARS = 200;

        public Key {
            if (kind.isEmpty() || kind.length() > KIND_CHARS || !kind.chars().allMatch(Key::isOfKind)) {
                throw new IllegalArgumentException("no kind: " + kind);
            }
            if (id.isEmpty() || id.length() > ID_CHARS || !id.chars().allMatch(Key::isOfId)) {
                throw new IllegalArgumentException("no id: " + id);
            }
        }

        /** The key of a thing with a number. */
        public Key(String kind, long id) {
            this(kind, Long.toString(id));
        }

        private static boolean isOfKind(int letter) {
            return letter >= 'a' && letter <= 'z' || letter >= '0' && letter <= '9' || letter == '.' || letter == '-';
        }

        private static boolean isOfId(int letter) {
            return letter > ' ' && letter < 0x7f && letter != '{' && letter != '}';
        }

        @Override
        public String toString() {
            return kind + ":{" + id + "}";
        }
    }

    /** The value, empty when it is absent. */
    Future<Optional<byte[]>> get(Key key);

    /** Keeps a value for as long as {@code life}, at most {@code cache.longestMinutes}; one beyond {@code cache.valueBytes} is not kept. */
    Future<Void> put(Key key, byte[] value, Duration life);

    /** Makes values absent, as far as the cache can be reached. */
    Future<Void> remove(Collection<Key> keys);

    @Override
    void close();
}
