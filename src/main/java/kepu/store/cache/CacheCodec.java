package kepu.store.cache;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.ToByteBufEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Keys as {@code <prefix>kind:{id}}, values as they are; one from elsewhere that is too large is none. */
record CacheCodec(String prefix, int valueBytes)
        implements RedisCodec<Cache.Key, byte[]>, ToByteBufEncoder<Cache.Key, byte[]> {
    private static final int SIGNS = 3;

    @Override
    public Cache.Key decodeKey(ByteBuffer bytes) {
        throw new UnsupportedOperationException("no command answers with keys");
    }

    @Override
    @SuppressWarnings("NullAway") // Lettuce has null for what is absent
    public byte @Nullable [] decodeValue(ByteBuffer bytes) {
        if (bytes.remaining() > valueBytes) {
            return null;
        }
        byte[] value = new byte[bytes.remaining()];
        bytes.get(value);
        return value;
    }

    @Override
    public ByteBuffer encodeKey(Cache.Key key) {
        return StandardCharsets.US_ASCII.encode(prefix + key);
    }

    @Override
    public ByteBuffer encodeValue(byte[] value) {
        return ByteBuffer.wrap(value);
    }

    @Override
    public void encodeKey(Cache.Key key, ByteBuf target) {
        ByteBufUtil.writeAscii(target, prefix);
        ByteBufUtil.writeAscii(target, key.kind());
        target.writeByte(':').writeByte('{');
        ByteBufUtil.writeAscii(target, key.id());
        target.writeByte('}');
    }

    @Override
    public void encodeValue(byte[] value, ByteBuf target) {
        target.writeBytes(value);
    }

    @Override
    public int estimateSize(Object keyOrValue) {
        return keyOrValue instanceof Cache.Key key
                ? prefix.length() + key.kind().length() + key.id().length() + SIGNS
                : ((byte[]) keyOrValue).length;
    }

    @Override
    public boolean isEstimateExact() {
        return true;
    }
}
