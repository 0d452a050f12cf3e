package kepu.store;

import io.lettuce.core.codec.RedisCodec;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** UTF-8 texts from a stranger: a longer one than expected is an empty one. */
record ShortText(int mostBytes) implements RedisCodec<String, String> {
    /** What stands around a payload: the node, a space. */
    private static final int AROUND = 64;

    @Override
    public String decodeKey(ByteBuffer bytes) {
        return decoded(bytes);
    }

    @Override
    public String decodeValue(ByteBuffer bytes) {
        return decoded(bytes);
    }

    @Override
    public ByteBuffer encodeKey(String key) {
        return StandardCharsets.UTF_8.encode(key);
    }

    @Override
    public ByteBuffer encodeValue(String value) {
        return StandardCharsets.UTF_8.encode(value);
    }

    private String decoded(ByteBuffer bytes) {
        return bytes.remaining() > mostBytes + AROUND
                ? ""
                : StandardCharsets.UTF_8.decode(bytes).toString();
    }
}
