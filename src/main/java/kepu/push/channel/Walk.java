package kepu.push.channel;

import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import kepu.region.RegionCode;

/** A walk over browsers in the order of the villages of their residents, step by step: what is for a few villages meets the browsers of these. */
final class Walk {
    /** How far a walk is: all up to this village and subscription are done. Walks over who was told have no village. */
    record Mark(long village, long subscription) {
        static final Mark START = new Mark(0, 0);
    }

    /** The columns of the last step, at the end of a statement that walks over {@code looked}. */
    static final String LAST = " select place, subscription from looked order by place desc, subscription desc limit 1";

    private Walk() {}

    /**
     * The next browsers of some regions: {@code place, subscription, resident}.
     *
     * @param from the number of the first of five parameters: first and last villages of the regions, the mark's two, how many
     */
    static String next(int from) {
        return "select s.village as place, s.id as subscription, s.resident from unnest($%1$d::bigint[], $%2$d::bigint[]) a (first, last)"
                        .formatted(from, from + 1)
                + " cross join lateral (select village, id, resident from webpush_subscription where village between a.first and a.last"
                + " and (village, id) > ($%1$d::bigint, $%2$d::bigint) order by village, id limit $%3$d::int) s"
                        .formatted(from + 2, from + 3, from + 4)
                + " where a.last >= $%1$d order by place, subscription limit $%2$d".formatted(from + 2, from + 4);
    }

    static Object[] parameters(List<RegionCode> regions, Mark mark, int rows) {
        return new Object[] {firsts(regions), lasts(regions), mark.village(), mark.subscription(), rows};
    }

    static Long[] firsts(List<RegionCode> regions) {
        return regions.stream().map(RegionCode::first).toArray(Long[]::new);
    }

    static Long[] lasts(List<RegionCode> regions) {
        return regions.stream().map(RegionCode::last).toArray(Long[]::new);
    }

    /** The mark of a step; empty at the end of the walk. */
    static Optional<Mark> mark(RowSet<Row> last) {
        return StreamSupport.stream(last.spliterator(), false)
                .findFirst()
                .map(row -> new Mark(row.getLong(0), row.getLong(1)));
    }
}
