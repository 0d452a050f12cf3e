package kepu.push.audience;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.store.Bulk;
import org.jspecify.annotations.Nullable;

/**
 * Lays the order of residents and the sets over it: villages are counted first, then residents are streamed as they lie in the table — each
 * takes the next position of their village, so nobody sorts — and at last the sets are filled in the order of positions. Beside the index
 * itself it holds one fetch of rows.
 */
public final class Laying {
    /** Lists of groups and of topics that are remembered with their bits: people say few different ones. */
    private static final int REMEMBERED = 100_000;

    private final Villages villages;
    private final ResidentIndex index;
    private final int[] next;
    private final Map<String, Long> groups = new HashMap<>();
    private final Map<String, Long> topics = new HashMap<>();

    /**
     * An order of villages, given by ascending code with the number of their residents.
     *
     * @param villages 12-digit codes
     * @param residents of each
     */
    public Laying(long[] villages, int[] residents, ResidentIndex.Limits limits) {
        this(new Villages(villages, residents), limits);
    }

    private Laying(Villages villages, ResidentIndex.Limits limits) {
        this.villages = villages;
        this.index = new ResidentIndex(villages, limits);
        this.next = new int[villages.count()];
        for (int village = 0; village < next.length; village++) {
            next[village] = villages.start(village);
        }
    }

    /**
     * A resident to be laid.
     *
     * @param groups and {@code topics} as bits
     * @param birthYear 0 when it is not known
     */
    public record Row(
            long id,
            long village,
            int groups,
            long topics,
            int birthYear,
            @Nullable String occupation,
            String language,
            boolean personalised) {}

    /** The index of what the database holds at this moment. Blocking. */
    public static ResidentIndex lay(Bulk bulk, ResidentIndex.Limits limits) throws SQLException {
        AudienceStore.oneMoment(bulk);
        Laying laying = new Laying(villages(bulk), limits);
        AudienceStore.residents(bulk, laying::read);
        ResidentIndex index = laying.laid();
        AudienceStore.lastServices(
                bulk, row -> index.served(row.getLong(1), row.getDate(2).toLocalDate()));
        return index;
    }

    /** Takes a resident of one of the villages, of which no more come than were counted. */
    public void resident(Row row) {
        long facts = Facts.pack(
                row.groups(),
                row.topics(),
                row.birthYear(),
                index.languages().number(row.language()),
                index.occupations().number(row.occupation()),
                row.personalised());
        index.lay(next[villages.find(row.village())]++, row.id(), facts);
    }

    /** The index with everybody who was taken. */
    public ResidentIndex laid() {
        index.raise();
        index.trim();
        return index;
    }

    private static Villages villages(Bulk bulk) throws SQLException {
        Counted counted = new Counted();
        AudienceStore.villages(bulk, row -> counted.add(row.getLong(1), row.getInt(2)));
        return counted.villages();
    }

    private void read(ResultSet row) throws SQLException {
        resident(new Row(
                row.getLong(1),
                row.getLong(2),
                (int) remembered(groups, row.getString(3), codes -> Coded.bits(codes, Group::of)),
                remembered(topics, row.getString(4), codes -> Coded.bits(codes, Topic::of)),
                row.getInt(5),
                row.getString(6),
                row.getString(7),
                row.getBoolean(8)));
    }

    private static long remembered(Map<String, Long> known, String codes, ToLongFunction<String> bits) {
        Long found = known.get(codes);
        if (found == null) {
            found = bits.applyAsLong(codes);
            if (known.size() < REMEMBERED) {
                known.put(codes, found);
            }
        }
        return found;
    }

    /** Villages as they come, in growing arrays. */
    private static final class Counted {
        private long[] codes = new long[1 << 10];
        private int[] residents = new int[1 << 10];
        private int count;

        private void add(long code, int people) {
            if (count == codes.length) {
                codes = Arrays.copyOf(codes, count * 2);
                residents = Arrays.copyOf(residents, count * 2);
            }
            codes[count] = code;
            residents[count++] = people;
        }

        private Villages villages() {
            return new Villages(Arrays.copyOf(codes, count), Arrays.copyOf(residents, count));
        }
    }
}
