package kepu.activity;

import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import kepu.people.Secrets;
import kepu.region.Level;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;

/** Recomputes what the service record says of itself: the chain of its blocks, and its totals. Blocking, for commands. */
public final class ServiceAudit {
    /** What an audit of the chain found. */
    public sealed interface Finding {
        /**
         * All is as it was sealed. {@code erased} rows have no person any more; {@code unsealed} ones wait for a block; the rows of {@code gone}
         * blocks were older than is kept.
         */
        record Sound(long blocks, long gone, long rows, long erased, long unsealed, String head) implements Finding {}

        /** The first thing that is not. {@code seq} is the service, null when the block itself was touched. */
        record Broken(long block, @Nullable Long seq, String what) implements Finding {}

        /** The chain is whole, and an earlier head is not in it: it was made anew, or cut off. */
        record Another(String head) implements Finding {}
    }

    /** A total that is not the sum of its rows. */
    public record Wrong(String region, String day, String route, String group, long total, long rows) {}

    /** How many totals there are, and the first of those that are wrong. */
    public record Totals(long cells, long people, List<Wrong> wrong) {}

    /** {@code gone} says under the program's secret that its rows were let go; null when they are there. */
    record Block(
            long number,
            long last,
            int rows,
            byte[] body,
            byte[] marks,
            byte[] hash,
            byte[] mac,
            byte @Nullable [] gone) {}

    private static final int BLOCKS_AT_ONCE = 200;
    private static final int SHOWN = 20;

    private final Bulk bulk;
    private final Secrets secrets;

    public ServiceAudit(Bulk bulk, Secrets secrets) {
        this.bulk = bulk;
        this.secrets = secrets;
    }

    /** Recomputes the chain; when {@code head} is given, that hash must be in it. */
    public Finding verify(@Nullable String head) throws SQLException, IOException {
        return bulk.transact(() -> {
            Walk walk = new Walk(first("select coalesce(max(number), 0) from service_block"));
            long end = first("select coalesce(max(last), 0) from service_block");
            bulk.each(
                    "select " + ServiceDigest.COLUMNS
                            + " from service s left join resident r on r.id = s.person where s.seq <= ? order by s.seq",
                    row -> walk.row(row.getLong(1), ServiceDigest.row(row), row.getLong(2) < 0),
                    end);
            walk.end();
            if (walk.broken != null) {
                return walk.broken;
            }
            if (head != null && !known(head)) {
                return new Finding.Another(head);
            }
            long unsealed = first("select count(*) from service where seq > " + end);
            return new Finding.Sound(
                    walk.number,
                    walk.gone,
                    walk.rows,
                    walk.erased,
                    unsealed,
                    HexFormat.of().formatHex(walk.before));
        });
    }

    /** Compares every total with its rows, and what is left of those that have gone. */
    public Totals check() throws SQLException, IOException {
        String rows =
                "select l.level, t.town - t.town % l.span as region, t.day, t.route, g.code as grp, sum(t.people) as people"
                        + " from (" + SealStore.towns("seq <= (select coalesce(max(last), 0) from service_block)")
                        + " union all " + RetentionStore.TOWNS + ") t cross join (values " + SealStore.LEVELS
                        + ") as l (level, span)"
                        + " cross join lateral (select '' as code union all select code from service_group where bit & t.groups <> 0) g"
                        + " group by 1, 2, 3, 4, 5";
        String both =
                "select coalesce(t.level, r.level), coalesce(t.region, r.region), coalesce(t.day, r.day), coalesce(t.route, r.route),"
                        + " coalesce(t.grp, r.grp), coalesce(t.people, 0), coalesce(r.people, 0), count(*) over (),"
                        + " coalesce(sum(r.people) filter (where r.level = 0 and r.grp = '') over (), 0)"
                        + " from service_total t full join (" + rows + ") r using (level, region, day, route, grp)"
                        + " order by coalesce(t.people, 0) = coalesce(r.people, 0), 1, 2, 3, 4, 5 limit " + SHOWN;
        return bulk.transact(() -> {
            long[] sums = new long[2];
            List<Wrong> wrong = new java.util.ArrayList<>();
            bulk.each(both, row -> {
                sums[0] = row.getLong(8);
                sums[1] = row.getLong(9);
                if (row.getLong(6) != row.getLong(7)) {
                    wrong.add(new Wrong(
                            new kepu.region.RegionCode(Level.values()[row.getInt(1)], row.getLong(2)).text(),
                            row.getString(3),
                            row.getString(4),
                            row.getString(5),
                            row.getLong(6),
                            row.getLong(7)));
                }
            });
            return new Totals(sums[0], sums[1], wrong);
        });
    }

    private boolean known(String head) throws SQLException {
        return bulk.read(
                        "select exists (select from service_block where encode(hash, 'hex') = lower(?))",
                        row -> row.getBoolean(1),
                        head)
                .getFirst();
    }

    private long first(String sql) throws SQLException {
        return bulk.read(sql, row -> row.getLong(1)).getFirst();
    }

    /** Goes through rows and blocks side by side, as far as they fit. */
    private final class Walk {
        private final long blocks;
        private final Deque<Block> ahead = new ArrayDeque<>();
        private long read;
        private long number;
        private long gone;
        private long rows;
        private long erased;
        private byte[] before = ServiceDigest.ORIGIN;
        private @Nullable Block block;
        private BlockRows inBlock = new BlockRows();
        private Finding.@Nullable Broken broken;

        Walk(long blocks) {
            this.blocks = blocks;
        }

        void row(long seq, byte @Nullable [] digest, boolean isErased) throws SQLException {
            if (broken != null) {
                return;
            }
            if (digest == null) {
                broken = new Finding.Broken(number + 1, seq, "its person is gone, though nobody erased them");
                return;
            }
            while (broken == null && (block == null || seq > block.last())) {
                finish();
                open(seq);
            }
            inBlock.add(seq, digest);
            rows++;
            erased += isErased ? 1 : 0;
        }

        void end() throws SQLException {
            finish();
            while (broken == null && number < blocks) {
                open(Long.MAX_VALUE);
                finish();
            }
        }

        private void open(long seq) throws SQLException {
            if (broken != null) {
                return;
            }
            Block next = next();
            if (next == null || next.number() != number + 1) {
                broken = new Finding.Broken(number + 1, seq == Long.MAX_VALUE ? null : seq, "the block is missing");
                return;
            }
            block = next;
            inBlock = new BlockRows();
        }

        private void finish() {
            Block now = block;
            if (now == null || broken != null) {
                return;
            }
            broken = now.gone() == null ? inBlock.differs(now) : leftWrongly(now, now.gone());
            byte[] hash = ServiceDigest.block(before, now.number(), now.last(), now.rows(), now.body());
            if (broken == null && !Arrays.equals(hash, now.hash())) {
                broken = new Finding.Broken(now.number(), null, "the block does not stand on the one before");
            }
            if (broken == null && !Secrets.same(Sealer.mac(secrets, now.hash()), now.mac())) {
                broken = new Finding.Broken(now.number(), null, "the block was not sealed by this installation");
            }
            number = now.number();
            before = now.hash();
            block = null;
        }

        /** What is wrong with a block whose rows are said to have gone; null when nothing is. */
        private Finding.@Nullable Broken leftWrongly(Block now, byte[] mac) {
            gone++;
            Long first = inBlock.first();
            if (first != null) {
                return new Finding.Broken(
                        now.number(), first, "this row was put in later: those of its block have gone");
            }
            return Secrets.same(Retention.mac(secrets, now.number(), now.hash()), mac)
                    ? null
                    : new Finding.Broken(now.number(), null, "its rows were not let go by this installation");
        }

        private @Nullable Block next() throws SQLException {
            if (ahead.isEmpty() && read < blocks) {
                ahead.addAll(bulk.read(
                        "select b.number, b.last, b.rows, b.body, b.marks, b.hash, b.mac, g.mac from service_block b"
                                + " left join service_gone g on g.block = b.number where b.number > ? and b.number <= ?"
                                + " order by b.number limit " + BLOCKS_AT_ONCE,
                        row -> new Block(
                                row.getLong(1),
                                row.getLong(2),
                                row.getInt(3),
                                row.getBytes(4),
                                row.getBytes(5),
                                row.getBytes(6),
                                row.getBytes(7),
                                row.getBytes(8)),
                        read,
                        blocks));
                read = ahead.isEmpty() ? blocks : ahead.getLast().number();
            }
            return ahead.poll();
        }
    }
}
