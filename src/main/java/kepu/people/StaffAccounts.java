package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import kepu.base.Failure;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/**
 * What administrators do with accounts, within their scope and with a trace. A deed holds the accounts of both, and looks whether the one
 * who does it may still: so of two who switch off each other, one stays, and where there is an administrator there always will be.
 */
public final class StaffAccounts {
    /** What a deed gave, and the sessions that ended by it. */
    private record Done<T>(T value, List<UUID> ended) {}

    private final AccountStore store;
    private final Passwords passwords;
    private final Tokens tokens;
    private final Regions regions;
    private final Clock clock;

    StaffAccounts(AccountStore store, Passwords passwords, Tokens tokens, Regions regions, Clock clock) {
        this.store = store;
        this.passwords = passwords;
        this.tokens = tokens;
        this.regions = regions;
        this.clock = clock;
    }

    public Future<List<StaffAccount>> list(StaffAccount.Search search) {
        return store.list(search);
    }

    /** An account within the scope of who asks; {@link Failure.Missing} for any other. */
    public Future<StaffAccount> find(Caller.OfStaff staff, long id) {
        return store.account(id)
                .map(found -> found.filter(account ->
                                staff.scope().contains(account.staff().scope()))
                        .orElseThrow(StaffAccounts::missing));
    }

    public Future<List<StaffAccount.Login>> logins(Caller.OfStaff staff, long id) {
        return find(staff, id).compose(account -> store.logins(id, clock.instant()));
    }

    /** What staff within a scope did. */
    public Future<List<Trace>> traces(Trace.Search search) {
        return store.traces(search);
    }

    /** Adds an account, whose owner has to choose another password at the first login. */
    public Future<StaffAccount.Given> add(Caller.OfStaff staff, StaffAccount.Draft draft) {
        regions.within(staff.scope(), draft.scope());
        requirePlace(draft.role(), draft.scope());
        String password = Accounts.freshPassword();
        return passwords
                .hashed(password)
                .compose(hash -> store.transact(transaction -> AccountStore.hold(transaction, staff.id())
                        .compose(held -> {
                            requireAdministrator(held.get(staff.id()), draft.scope());
                            return AccountStore.add(transaction, draft, hash);
                        })
                        .map(id -> id.orElseThrow(() ->
                                new Failure.Conflict("account-taken", "已经有人用“" + draft.account() + "”这个账号了，请换一个")))
                        .compose(id -> traced(transaction, staff, id, "add", trace(draft.role(), draft.scope())))))
                .map(account -> new StaffAccount.Given(account, password));
    }

    /** Changes the name, the role or the scope; with another role or scope the sessions end, for their tokens say the old ones. */
    public Future<StaffAccount> change(Caller.OfStaff staff, long id, StaffAccount.Change change) {
        boolean rights = change.role() != null || change.scope() != null;
        if (rights) {
            requireOther(staff, id);
        }
        return deed(staff, id, (transaction, known) -> {
            Role role = change.role() == null ? known.staff().role() : change.role();
            RegionCode scope = change.scope() == null ? known.staff().scope() : change.scope();
            regions.within(staff.scope(), scope);
            if (rights) {
                requirePlace(role, scope);
            }
            JsonObject trace = trace(role, scope)
                    .put("formerRole", known.staff().role().code())
                    .put("formerScope", known.staff().scope().text());
            return AccountStore.change(transaction, id, change)
                    .compose(done -> rights ? AccountStore.endSessions(transaction, id, null) : nothing())
                    .compose(ended ->
                            traced(transaction, staff, id, "change", trace).map(changed -> new Done<>(changed, ended)));
        });
    }

    /** Gives an account a new password, by which its owner chooses their own; its sessions end. */
    public Future<StaffAccount.Given> renew(Caller.OfStaff staff, long id) {
        requireOther(staff, id);
        String password = Accounts.freshPassword();
        return passwords
                .hashed(password)
                .compose(hash -> deed(
                        staff,
                        id,
                        (transaction, known) -> AccountStore.givePassword(transaction, id, hash)
                                .compose(done -> AccountStore.endSessions(transaction, id, null))
                                .compose(ended -> traced(transaction, staff, id, "password", new JsonObject())
                                        .map(changed -> new Done<>(changed, ended)))))
                .map(account -> new StaffAccount.Given(account, password));
    }

    /** Switches an account off, which ends its sessions, or on again. */
    public Future<StaffAccount> activate(Caller.OfStaff staff, long id, boolean on) {
        requireOther(staff, id);
        return deed(
                staff,
                id,
                (transaction, known) -> AccountStore.activate(transaction, id, on)
                        .compose(done -> on ? nothing() : AccountStore.endSessions(transaction, id, null))
                        .compose(ended -> traced(transaction, staff, id, on ? "on" : "off", new JsonObject())
                                .map(changed -> new Done<>(changed, ended))));
    }

    /** Ends one session of an account, or all of them. */
    public Future<Void> end(Caller.OfStaff staff, long id, @Nullable UUID session) {
        return deed(
                        staff,
                        id,
                        (transaction, known) -> ended(transaction, id, session)
                                .compose(ended -> traced(
                                                transaction,
                                                staff,
                                                id,
                                                "logout",
                                                new JsonObject().put("sessions", ended.size()))
                                        .map(changed -> new Done<>(changed, ended))))
                .mapEmpty();
    }

    private static Future<List<UUID>> ended(SqlClient transaction, long id, @Nullable UUID session) {
        return session == null
                ? AccountStore.endSessions(transaction, id, null)
                : AccountStore.endSession(transaction, id, session).map(ended -> {
                    if (ended.isEmpty()) {
                        throw new Failure.Missing("session-missing", "这次登录已经结束了");
                    }
                    return ended;
                });
    }

    /** Does something to an account while both accounts are held; the sessions that ended by it end here at once. */
    private <T> Future<T> deed(
            Caller.OfStaff staff, long id, BiFunction<SqlClient, StaffAccount, Future<Done<T>>> work) {
        return store.transact(transaction -> AccountStore.hold(transaction, staff.id(), id)
                        .compose(held -> AccountStore.account(transaction, id)
                                .map(found -> found.filter(account -> staff.scope()
                                                .contains(account.staff().scope()))
                                        .orElseThrow(StaffAccounts::missing))
                                .map(account -> mayStill(held, staff, account)))
                        .compose(account -> work.apply(transaction, account)))
                .map(done -> {
                    done.ended().forEach(tokens::end);
                    tokens.stored();
                    return done.value();
                });
    }

    private static StaffAccount mayStill(Map<Long, Staff> held, Caller.OfStaff staff, StaffAccount account) {
        requireAdministrator(held.get(staff.id()), account.staff().scope());
        return account;
    }

    /** What the token says of the one who acts may be over by a moment. */
    static void requireAdministrator(@Nullable Staff acting, RegionCode scope) {
        if (acting == null
                || acting.role() != Role.ADMINISTRATOR
                || !acting.scope().contains(scope)) {
            throw new Failure.Forbidden("role-forbidden", "您的权限刚刚变了，请重新登录");
        }
    }

    private static void requireOther(Caller.OfStaff staff, long id) {
        if (staff.id() == id) {
            throw new Failure.Conflict("own-account", "不能停用自己的账号，也不能给自己改角色、地区或重设密码；请另一位管理员来做");
        }
    }

    /** A disseminator serves one village. */
    private static void requirePlace(Role role, RegionCode scope) {
        if (role == Role.DISSEMINATOR && scope.level() != Level.VILLAGE) {
            throw Failure.Invalid.at("/scope", "传播员管一个村或社区，请选到村（社区）");
        }
    }

    private static Future<StaffAccount> traced(
            SqlClient transaction, Caller.OfStaff staff, long id, String deed, JsonObject detail) {
        return AccountStore.account(transaction, id)
                .map(found -> found.orElseThrow(StaffAccounts::missing))
                .compose(account -> Audit.add(
                                transaction,
                                staff.id(),
                                "account." + deed,
                                "account:" + id,
                                detail.put("account", account.staff().account()))
                        .map(account));
    }

    private static JsonObject trace(Role role, RegionCode scope) {
        return new JsonObject().put("role", role.code()).put("scope", scope.text());
    }

    private static Future<List<UUID>> nothing() {
        return Future.succeededFuture(List.of());
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("account-missing", "没有这个账号，或不在您的地区范围内");
    }
}
