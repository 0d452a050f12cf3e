package kepu.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/**
 * Begins, continues and ends sessions. A refresh token names its session and works once; using any earlier one of the session ends it
 * (RFC 9700, 4.14.2).
 */
public final class Sessions {
    /** What a login gives: a short token, the refresh token for the next, and who it is for. */
    public record Opened(String token, String refresh, Role role, RegionCode scope, Instant expires) {}

    private static final Duration PENALTY = Duration.ofMinutes(1);
    private static final Pattern REFRESH =
            Pattern.compile("([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\\.[\\w-]{43}");

    private final PeopleStore store;
    private final Residents residents;
    private final Passwords passwords;
    private final Codes codes;
    private final Tokens tokens;
    private final Secrets secrets;
    private final OwnAccess own;
    private final Clock clock;
    private final Regions regions;
    private final Config.People config;
    private final Cache<String, AtomicInteger> wrong =
            Caffeine.newBuilder().maximumSize(100_000).expireAfterWrite(PENALTY).build();

    public Sessions(Door door, Residents residents, Regions regions, Config.People config, Clock clock) {
        this.store = door.store();
        this.passwords = door.passwords();
        this.codes = door.codes();
        this.tokens = door.tokens();
        this.secrets = door.secrets();
        this.own = door.own();
        this.residents = residents;
        this.regions = regions;
        this.config = config;
        this.clock = clock;
    }

    /** What proves who somebody is. */
    public record Door(
            PeopleStore store, Secrets secrets, Passwords passwords, Codes codes, Tokens tokens, OwnAccess own) {}

    /** A resident by phone and code. A number that is new needs to say who comes, who consented; null when they did not. */
    public Future<Opened> resident(Phone phone, String code, @Nullable Newcomer newcomer) {
        return codes.check(phone, code)
                .compose(right -> residents.byPhone(phone))
                .compose(known -> known.map(Future::succeededFuture).orElseGet(() -> register(phone, newcomer)))
                .compose(resident -> codes.used(phone).compose(done -> open(resident)));
    }

    /**
     * A member of staff by account and password; {@code fresh} is their password from now on. One that an administrator gave opens nothing
     * without it: {@link Failure.Conflict}.
     */
    public Future<Opened> staff(String account, String password, @Nullable String fresh) {
        return proven(account, password).compose(login -> {
            if (fresh != null) {
                return own.password(login, password, fresh, null).compose(hash -> open(login.staff(), hash));
            }
            return login.temporary() ? Future.failedFuture(change()) : open(login.staff(), login.passwordHash());
        });
    }

    /** Gives the caller another password and ends their other sessions. */
    public Future<Void> password(Caller.OfStaff caller, String present, String fresh) {
        return knownStaff(caller.id())
                .compose(staff -> proven(staff.account(), present))
                .recover(cause -> Future.failedFuture(
                        cause instanceof Failure.Unauthenticated ? Failure.Invalid.at("/password", "现在的密码不对") : cause))
                .compose(login -> own.password(login, present, fresh, caller.session()))
                .mapEmpty();
    }

    private static Failure.Conflict change() {
        return new Failure.Conflict("password-change-needed", "这是管理员给的临时密码，请设一个自己的新密码再登录");
    }

    private Future<PeopleStore.StaffLogin> proven(String account, String password) {
        AtomicInteger tries = wrong.get(account, name -> new AtomicInteger());
        if (tries.incrementAndGet() > config.passwordTries()) {
            return Future.failedFuture(
                    new Failure.TooMany("password-tries", "密码错误次数太多，请一分钟后再试", (int) PENALTY.toSeconds()));
        }
        return store.staffLogin(account)
                .compose(login -> login.isPresent()
                        ? passwords
                                .matches(password, login.get().passwordHash())
                                .map(right -> right ? login.get() : null)
                        : passwords.matchesNobody(password).map((PeopleStore.StaffLogin) null))
                .compose(login -> {
                    if (login == null) {
                        return Future.failedFuture(passwordWrong());
                    }
                    wrong.invalidate(account);
                    return Future.succeededFuture(login);
                });
    }

    static Failure.Unauthenticated passwordWrong() {
        return new Failure.Unauthenticated("password-wrong", "账号或密码不对");
    }

    /** Whoever a ticket names. */
    public Future<Opened> ticket(String ticket) {
        return switch (tokens.ticketed(ticket)) {
            case Tokens.Subject.OfResident(long id) -> residents.resident(id).compose(this::open);
            case Tokens.Subject.OfStaff(long id) -> knownStaff(id).compose(staff -> open(staff, null));
        };
    }

    /** The next pair of tokens of a session. */
    public Future<Opened> refresh(String refresh) {
        Optional<UUID> named = sessionOf(refresh);
        if (named.isEmpty()) {
            return Future.failedFuture(expired());
        }
        String next = freshRefresh(named.get());
        Instant now = clock.instant();
        return store.continueSession(hash(refresh), hash(next), now, now.plus(Duration.ofDays(config.refreshDays())))
                .compose(continued -> {
                    if (continued.isEmpty()) {
                        return endReused(named.get(), refresh);
                    }
                    PeopleStore.Continued session = continued.get();
                    Long resident = session.resident();
                    return resident != null
                            ? residents.resident(resident).map(of -> opened(of, session.session(), next))
                            : knownStaff(java.util.Objects.requireNonNull(session.staff()))
                                    .map(of -> opened(of, session.session(), next));
                });
    }

    public Future<Void> end(UUID session) {
        tokens.end(session);
        return store.endSession(session).onSuccess(done -> tokens.stored());
    }

    private Future<Resident> register(Phone phone, @Nullable Newcomer newcomer) {
        if (newcomer == null) {
            return Future.failedFuture(new Failure.Conflict("registration-needed", "这个号码还没有登记：请选择所在村（社区），并同意隐私政策"));
        }
        regions.known(RegionCode.village(newcomer.village()));
        return residents.add(phone, newcomer);
    }

    private Future<Staff> knownStaff(long id) {
        return store.staff(id).map(staff -> staff.orElseThrow(Sessions::closed));
    }

    private static Failure.Unauthenticated closed() {
        return new Failure.Unauthenticated("account-closed", "这个账号已停用");
    }

    private Future<Opened> endReused(UUID session, String refresh) {
        return store.endReused(session, hash(refresh)).compose(ended -> {
            if (!ended) {
                return Future.failedFuture(expired());
            }
            tokens.end(session);
            tokens.stored();
            return Future.failedFuture(new Failure.Unauthenticated("refresh-reused", "登录凭据被重复使用，为了安全请重新登录"));
        });
    }

    private static Failure.Unauthenticated expired() {
        return new Failure.Unauthenticated("refresh-invalid", "登录已过期，请重新登录");
    }

    private String freshRefresh(UUID session) {
        return session + "." + secrets.fresh();
    }

    private static Optional<UUID> sessionOf(String refresh) {
        Matcher matcher = REFRESH.matcher(refresh);
        return matcher.matches() ? Optional.of(UUID.fromString(matcher.group(1))) : Optional.empty();
    }

    private Future<Opened> open(Resident resident) {
        UUID session = UUID.randomUUID();
        String refresh = freshRefresh(session);
        return store.startSession(session, resident.id(), hash(refresh), refreshExpiry())
                .map(done -> opened(resident, session, refresh));
    }

    private Future<Opened> open(Staff staff, @Nullable String passwordHash) {
        UUID session = UUID.randomUUID();
        String refresh = freshRefresh(session);
        return store.startStaffSession(session, staff, passwordHash, hash(refresh), refreshExpiry())
                .compose(started ->
                        started ? Future.succeededFuture(opened(staff, session, refresh)) : changedMeanwhile(staff));
    }

    /** The account was closed, its password renewed or its rights changed, while somebody logged in. */
    private Future<Opened> changedMeanwhile(Staff staff) {
        return knownStaff(staff.id()).compose(open -> Future.failedFuture(passwordWrong()));
    }

    private Opened opened(Resident resident, UUID session, String refresh) {
        Instant expires = tokens.expiry();
        return new Opened(
                tokens.forResident(resident.id(), session, expires),
                refresh,
                Role.RESIDENT,
                RegionCode.village(resident.village()),
                expires);
    }

    private Opened opened(Staff staff, UUID session, String refresh) {
        Instant expires = tokens.expiry();
        return new Opened(tokens.forStaff(staff, session, expires), refresh, staff.role(), staff.scope(), expires);
    }

    private Instant refreshExpiry() {
        return clock.instant().plus(Duration.ofDays(config.refreshDays()));
    }

    private byte[] hash(String refresh) {
        return secrets.hash("refresh", refresh);
    }
}
