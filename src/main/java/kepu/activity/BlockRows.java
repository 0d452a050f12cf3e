package kepu.activity;

import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kepu.base.Sha256;
import org.jspecify.annotations.Nullable;

/** The rows that lie in a block now, to be compared with those that it was sealed over. */
final class BlockRows {
    private final List<Long> numbers = new ArrayList<>();
    private final ByteArrayOutputStream marks = new ByteArrayOutputStream();
    private final MessageDigest body = Sha256.begin();

    void add(long seq, byte[] digest) {
        numbers.add(seq);
        marks.write(digest, 0, ServiceDigest.MARK_BYTES);
        body.update(digest);
    }

    /** The first difference; null when there is none. */
    ServiceAudit.Finding.@Nullable Broken differs(ServiceAudit.Block block) {
        byte[] now = marks.toByteArray();
        int at = Arrays.mismatch(now, block.marks());
        if (at < 0) {
            return numbers.size() == block.rows() && Arrays.equals(body.digest(), block.body())
                    ? null
                    : new ServiceAudit.Finding.Broken(block.number(), null, "the block is not that of its rows");
        }
        int row = at / ServiceDigest.MARK_BYTES;
        if (row >= numbers.size()) {
            return new ServiceAudit.Finding.Broken(block.number(), last(), "a row after this one is missing");
        }
        long seq = numbers.get(row);
        int size = ServiceDigest.MARK_BYTES;
        if (same(now, row, block.marks(), row + 1, size)) {
            return new ServiceAudit.Finding.Broken(block.number(), seq, "a row before this one is missing");
        }
        if (row >= block.rows() || same(now, row + 1, block.marks(), row, size)) {
            return new ServiceAudit.Finding.Broken(block.number(), seq, "this row was put in later");
        }
        return new ServiceAudit.Finding.Broken(block.number(), seq, "this row was changed");
    }

    /** The number of the first row; null when there is none. */
    @Nullable
    Long first() {
        return numbers.isEmpty() ? null : numbers.getFirst();
    }

    private @Nullable Long last() {
        return numbers.isEmpty() ? null : numbers.getLast();
    }

    private static boolean same(byte[] now, int row, byte[] then, int mark, int size) {
        return (row + 1) * size <= now.length
                && (mark + 1) * size <= then.length
                && Arrays.equals(now, row * size, (row + 1) * size, then, mark * size, (mark + 1) * size);
    }
}
