package kepu.people;

import java.io.IOException;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.util.List;
import kepu.region.RegionCode;
import kepu.store.Bulk;

/** Staff accounts, blocking, for the command line and the demo. */
public final class Accounts {
    private static final int PASSWORD_LENGTH = 14;
    /** Without letters and digits that look alike on a cheap screen. */
    private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789";

    private Accounts() {}

    /** Adds an account; gives its password. {@link IllegalStateException} when the account is there or the scope is not. */
    public static String add(Bulk bulk, String account, String name, Role role, RegionCode scope)
            throws SQLException, IOException {
        String password = freshPassword();
        int added = bulk.transact(() -> put(bulk, account, name, role, scope, password, "nothing"));
        if (added == 0) {
            throw new IllegalStateException("there is an account " + account + " already");
        }
        return password;
    }

    /** Adds an account with this password, or gives it to the account that is there, which is opened again and whose sessions end. */
    public static void set(Bulk bulk, String account, String name, Role role, RegionCode scope, String password)
            throws SQLException, IOException {
        bulk.transact(() -> {
            put(
                    bulk,
                    account,
                    name,
                    role,
                    scope,
                    password,
                    "update set name = excluded.name, role = excluded.role, scope = excluded.scope,"
                            + " password_hash = excluded.password_hash, password_temporary = false, active = true");
            return endSessions(bulk, account);
        });
    }

    /**
     * Gives the account a new password and ends its sessions, which were opened by the old one; within seconds every node refuses their tokens.
     * {@link IllegalStateException} when there is no such account.
     */
    public static String renew(Bulk bulk, String account) throws SQLException, IOException {
        String password = freshPassword();
        int changed = bulk.transact(() -> {
            int renewed = bulk.run(
                    "update staff set password_hash = ? where account = ? and active",
                    Passwords.hash(password),
                    account);
            endSessions(bulk, account);
            return renewed;
        });
        if (changed == 0) {
            throw new IllegalStateException("there is no open account " + account);
        }
        return password;
    }

    /** Closes an account and ends its sessions; within seconds every node refuses their tokens. */
    public static void close(Bulk bulk, String account) throws SQLException, IOException {
        int changed = bulk.transact(() -> {
            int closed = bulk.run("update staff set active = false where account = ? and active", account);
            endSessions(bulk, account);
            return closed;
        });
        if (changed == 0) {
            throw new IllegalStateException("there is no open account " + account);
        }
    }

    /** One line an open account: account, role, scope, name. */
    public static List<String> list(Bulk bulk) throws SQLException {
        return bulk.read(
                "select account, role, scope, name from staff where active order by account",
                row -> "%-24s %-14s %-12s %s"
                        .formatted(row.getString(1), row.getString(2), row.getString(3), row.getString(4)));
    }

    public static String freshPassword() {
        SecureRandom random = new SecureRandom();
        StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
        for (int i = 0; i < PASSWORD_LENGTH; i++) {
            password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return password.toString();
    }

    /** After the account is held: a login that is just being made waits for it or is here already. */
    private static int endSessions(Bulk bulk, String account) throws SQLException {
        return bulk.run("delete from session where staff = (select id from staff where account = ?)", account);
    }

    private static int put(
            Bulk bulk, String account, String name, Role role, RegionCode scope, String password, String onConflict)
            throws SQLException {
        if (bulk.read("select 1 from region where code = ?", row -> 1, scope.text())
                .isEmpty()) {
            throw new IllegalStateException("there is no region " + scope);
        }
        return bulk.run(
                "insert into staff (account, name, password_hash, role, scope) values (?, ?, ?, ?, ?) on conflict (account) do "
                        + onConflict,
                account,
                name,
                Passwords.hash(password),
                role.code(),
                scope.text());
    }
}
