package kepu.people;

import java.time.Instant;
import java.util.UUID;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * An account of staff as administrators see it.
 *
 * @param temporary whether its password is one that an administrator gave, with which its owner has to choose another
 * @param sessions how many logins of it last
 * @param usedAt when one of them was last used; null when none lasts
 */
public record StaffAccount(
        Staff staff,
        boolean active,
        boolean temporary,
        Instant createdAt,
        int sessions,
        @Nullable Instant usedAt) {
    /** An account as somebody wants it. */
    public record Draft(String account, String name, Role role, RegionCode scope) {}

    /** What is to be different; null parts stay. */
    public record Change(
            @Nullable String name,
            @Nullable Role role,
            @Nullable RegionCode scope) {}

    /** An account with its new password, shown once. */
    public record Given(StaffAccount account, String password) {}

    /** Which accounts; {@code words} stand in the account or the name, {@code after} is the id that the page follows. */
    public record Search(
            RegionCode within,
            @Nullable String words,
            @Nullable Role role,
            @Nullable Boolean active,
            long after,
            int limit) {}

    /** A login that lasts. */
    public record Login(UUID id, Instant since, Instant usedAt, Instant expiresAt) {}
}
