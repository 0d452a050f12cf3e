package kepu.push.audience;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.roaringbitmap.longlong.Roaring64Bitmap;

/** The residents of an audience at one moment, by id. Nobody joins or leaves. About two bytes each, an eighth where most are of it. */
public final class Members {
    private final Roaring64Bitmap ids;

    private Members(Roaring64Bitmap ids) {
        this.ids = ids;
    }

    public static Members of(Iterable<Long> residents) {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        residents.forEach(ids::addLong);
        ids.runOptimize();
        return new Members(ids);
    }

    /** What {@link #bytes} gave. */
    public static Members read(byte[] bytes) {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        try {
            ids.deserialize(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("the members of a publication cannot be read", e);
        }
        return new Members(ids);
    }

    public byte[] bytes() {
        byte[] bytes = new byte[Math.toIntExact(ids.serializedSizeInBytes())];
        try {
            ids.serialize(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new IllegalStateException("the members of a publication cannot be written", e);
        }
        return bytes;
    }

    public boolean contains(long resident) {
        return ids.contains(resident);
    }

    /** Everybody who is of one of them. */
    public static Members union(Iterable<Members> all) {
        Roaring64Bitmap ids = new Roaring64Bitmap();
        all.forEach(members -> ids.or(members.ids));
        return new Members(ids);
    }

    /** At most {@code most} of them, the same ones for the same seed. */
    public Drawn draw(int most, long seed) {
        long[] ranks = Drawn.ranks(count(), most, seed);
        return new Drawn(count(), Arrays.stream(ranks).mapToObj(ids::select).toList());
    }

    public long count() {
        return ids.getLongCardinality();
    }
}
