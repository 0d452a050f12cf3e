package kepu.people;

import java.time.Clock;
import kepu.region.Regions;
import kepu.store.Database;

/** Accounts of staff: what administrators do with them, and their owners with their own. */
public record Staffing(StaffAccounts accounts, Logins logins, OwnAccess own) {
    public static Staffing open(Database database, Passwords passwords, Tokens tokens, Regions regions, Clock clock) {
        AccountStore store = new AccountStore(database);
        return new Staffing(
                new StaffAccounts(store, passwords, tokens, regions, clock),
                new Logins(store, tokens, clock),
                new OwnAccess(store, passwords, tokens, clock));
    }
}
