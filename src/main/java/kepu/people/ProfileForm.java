package kepu.people;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.store.cache.Filled;

/** A profile in some hundred bytes: numbers, and texts with their length before them. Words stand there by their codes. */
final class ProfileForm implements Filled.Form<Resident> {
    /** Raised whenever the form, or what a profile is, changes. */
    static final int VERSION = 2;

    private static final int NUMBERS = 2 * Long.BYTES + Integer.BYTES + 1 + 2 * (Long.BYTES + Integer.BYTES);
    private static final int TEXTS = 7;
    private static final Resident.Guardian NOBODY = new Resident.Guardian("", Instant.EPOCH);
    private static final int NO_YEAR = Integer.MIN_VALUE;
    private static final int LARGE_PRINT = 1;
    private static final int PERSONALISED = 2;
    private static final int OCCUPATION = 4;
    private static final int GUARDED = 8;
    private static final int KNOWN_SIGNS = 15;

    @Override
    public ByteBuffer write(Resident resident) {
        Resident.Guardian guardian = resident.guardian() == null ? NOBODY : resident.guardian();
        byte[][] texts = {
            bytes(codes(resident.groups())),
            bytes(resident.occupation() == null ? "" : resident.occupation()),
            bytes(codes(resident.interests())),
            bytes(codes(resident.deletedTopics())),
            bytes(resident.language()),
            bytes(resident.consentVersion()),
            bytes(guardian.version())
        };
        int length = NUMBERS + TEXTS * Integer.BYTES;
        for (byte[] text : texts) {
            length += text.length;
        }
        Instant consentAt = resident.consentAt();
        Instant guardianAt = guardian.at();
        ByteBuffer to = ByteBuffer.allocate(length)
                .putLong(resident.id())
                .putLong(resident.village())
                .putInt(resident.birthYear() == null ? NO_YEAR : resident.birthYear())
                .put(signs(resident))
                .putLong(consentAt.getEpochSecond())
                .putInt(consentAt.getNano())
                .putLong(guardianAt.getEpochSecond())
                .putInt(guardianAt.getNano());
        for (byte[] text : texts) {
            to.putInt(text.length).put(text);
        }
        return to.flip();
    }

    @Override
    public Resident read(ByteBuffer from) {
        long id = from.getLong();
        long village = from.getLong();
        int year = from.getInt();
        int signs = from.get();
        if ((signs & ~KNOWN_SIGNS) != 0) {
            throw new IllegalArgumentException("no profile");
        }
        Instant consentAt = Instant.ofEpochSecond(from.getLong(), from.getInt());
        Instant guardianAt = Instant.ofEpochSecond(from.getLong(), from.getInt());
        Set<Group> groups = words(Group.class, text(from));
        String occupation = text(from);
        Set<Topic> interests = words(Topic.class, text(from));
        Set<Topic> deletedTopics = words(Topic.class, text(from));
        String language = text(from);
        String consentVersion = text(from);
        String guardianVersion = text(from);
        return new Resident(
                id,
                village,
                groups,
                year == NO_YEAR ? null : Integer.valueOf(year),
                (signs & OCCUPATION) == 0 ? null : occupation,
                interests,
                deletedTopics,
                language,
                (signs & LARGE_PRINT) != 0,
                (signs & PERSONALISED) != 0,
                consentVersion,
                consentAt,
                (signs & GUARDED) == 0 ? null : new Resident.Guardian(guardianVersion, guardianAt));
    }

    private static byte signs(Resident resident) {
        return (byte) ((resident.largePrint() ? LARGE_PRINT : 0)
                | (resident.personalised() ? PERSONALISED : 0)
                | (resident.occupation() == null ? 0 : OCCUPATION)
                | (resident.guardian() == null ? 0 : GUARDED));
    }

    private static String codes(Set<? extends Coded> words) {
        return words.stream().map(Coded::name).collect(Collectors.joining(","));
    }

    private static <T extends Enum<T>> Set<T> words(Class<T> type, String codes) {
        Set<T> words = EnumSet.noneOf(type);
        for (String code : codes.isEmpty() ? new String[0] : codes.split(",")) {
            words.add(Enum.valueOf(type, code));
        }
        return words;
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(ByteBuffer from) {
        int length = from.getInt();
        if (length < 0 || length > from.remaining()) {
            throw new IllegalArgumentException("no text of " + length + " bytes");
        }
        byte[] text = new byte[length];
        from.get(text);
        return new String(text, StandardCharsets.UTF_8);
    }
}
