package kepu.content.review;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import kepu.base.Text;
import kepu.content.Draft;
import kepu.content.Trust;
import org.jspecify.annotations.Nullable;

/**
 * One version of an item with all that was done to it.
 *
 * @param revision grows with every change of the content
 * @param origin where it came from
 * @param note why it was made: what was corrected, or why the version before was returned
 * @param corrects the published version that this one corrects, or null
 * @param dueAt when the present stage should be over; null when none waits
 */
public record Version(
        String item,
        int number,
        State state,
        Draft content,
        int revision,
        Origin origin,
        String note,
        @Nullable Integer corrects,
        Instant createdAt,
        @Nullable Instant dueAt,
        @Nullable Instant publishedAt,
        List<Part> parts,
        List<Signature> signatures) {
    public Version {
        parts = List.copyOf(parts);
        signatures = List.copyOf(signatures);
    }

    /**
     * Where a version came from: its name is empty for staff, {@link #LIBRARY} for content/, else that of the way in; {@code trust} is how far
     * its source is trusted before people have looked at it, null where there is none.
     */
    public record Origin(String name, @Nullable Trust trust) {
        /** The name of what is imported from content/. */
        public static final String LIBRARY = "library";

        static final Origin STAFF = new Origin("", null);
    }

    /**
     * Somebody's part in it: the author's stage is {@link State#DRAFT}. {@code opinion} is null while they are at it; {@code diff} is what they
     * changed, as a unified diff.
     */
    public record Part(
            State stage,
            long staff,
            String name,
            Instant claimedAt,
            @Nullable Opinion opinion,
            String comment,
            String diff,
            @Nullable Instant doneAt) {}

    /** What somebody says of a version at their stage. */
    public enum Opinion {
        PASS,
        RETURN
    }

    /** Who vouches for a revision. */
    public record Signature(Check what, int revision, long staff, String name, String note, Instant at) {}

    /** Who has, or had, a stage. */
    public Optional<Part> part(State stage) {
        return parts.stream().filter(part -> part.stage() == stage).findFirst();
    }

    public Optional<Part> partOf(long staff) {
        return parts.stream().filter(part -> part.staff() == staff).findFirst();
    }

    /** What nobody vouches for as it reads now. */
    List<Check> unsigned() {
        return Arrays.stream(Check.values())
                .filter(check ->
                        signatures.stream().noneMatch(one -> one.what() == check && one.revision() == revision))
                .toList();
    }

    /** The next revision of it. */
    Version rewritten(Draft fresh, String note) {
        return new Version(
                item,
                number,
                state,
                fresh,
                revision + 1,
                origin,
                note,
                corrects,
                createdAt,
                dueAt,
                publishedAt,
                parts,
                signatures);
    }

    /** What readers are told was corrected, as somebody wishes it; null leaves it. {@link Failure.Invalid} when this corrects nothing. */
    String noteOr(@Nullable String wished) {
        if (wished == null) {
            return note;
        }
        if (corrects == null) {
            throw Failure.Invalid.at("/note", "这一版不是更正，没有给读者的更正说明");
        }
        requireNote(wished);
        return wished;
    }

    /** What of it stands in a diff: its contents, and what readers are told was corrected. */
    TextDiff.Side side(String name) {
        return new TextDiff.Side(name, content, corrects == null ? "" : note);
    }

    /** {@link Failure.Invalid} when a note says readers nothing. */
    static void requireNote(String note) {
        if (Text.isBlank(note)) {
            throw Failure.Invalid.at("/note", "请写明更正了什么，读者会看到");
        }
    }

    boolean isAuthor(long staff) {
        return part(State.DRAFT).filter(part -> part.staff() == staff).isPresent();
    }
}
