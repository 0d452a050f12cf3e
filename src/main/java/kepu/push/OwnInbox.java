package kepu.push;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import kepu.region.RegionCode;

/**
 * What is a resident's own of their inbox: what went to them alone, by seq, and which publications they read.
 *
 * @param read seqs in order, of those that may still be in an inbox
 */
record OwnInbox(List<PersonalStore.Kept> personal, long[] read) {
    /** Of the entry of a cache with its key and future, and of the two lists. */
    private static final int BYTES = 256;
    /** Of a publication to one person without its texts, which take two bytes a character. */
    private static final int PERSONAL_BYTES = 600;

    OwnInbox {
        personal = List.copyOf(personal);
    }

    /** @param shared seqs of what went to more people and was read */
    static OwnInbox of(List<PersonalStore.Kept> personal, long[] shared) {
        LongStream alone = personal.stream()
                .filter(PersonalStore.Kept::isRead)
                .mapToLong(kept -> kept.posted().seq());
        return new OwnInbox(
                personal,
                LongStream.concat(alone, LongStream.of(shared)).sorted().toArray());
    }

    boolean hasRead(long seq) {
        return Arrays.binarySearch(read, seq) >= 0;
    }

    /** Whether what went to them alone names this village. */
    boolean isOf(RegionCode village) {
        return personal.stream()
                .allMatch(kept -> kept.posted().publication().bounds().contains(village));
    }

    boolean hasReadAll(String[] seqs) {
        return Arrays.stream(seqs).mapToLong(Long::parseLong).allMatch(this::hasRead);
    }

    /** Memory that it takes, roughly. */
    int bytes() {
        int own = personal.stream()
                .map(kept -> kept.posted().publication())
                .mapToInt(publication -> PERSONAL_BYTES
                        + 2
                                * (publication.title().length()
                                        + publication.message().length()
                                        + publication.sender().length()))
                .sum();
        return BYTES + own + Long.BYTES * read.length;
    }
}
