package kepu.answer;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Set;
import kepu.config.Questions;
import kepu.people.PeopleStore;
import kepu.people.Role;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Database;

/**
 * To whom a question goes: to the staff of the nearest region, from the asker's village upwards, that has anybody who may answer; when they
 * do not answer in time, to those of the next one above. At the country nobody is above: there it stays overdue.
 */
final class Routing {
    /** Who may answer. */
    static final Set<Role> ANSWERING = Set.of(Role.EDITOR, Role.REVIEWER, Role.OPERATOR);

    private static final int AT_ONCE = 100;

    private final Database database;
    private final QuestionStore store;
    private final PeopleStore people;
    private final Clock clock;
    private final Questions config;

    Routing(Database database, QuestionStore store, PeopleStore people, Clock clock, Questions config) {
        this.database = database;
        this.store = store;
        this.people = people;
        this.clock = clock;
        this.config = config;
    }

    /** Whose staff answer what is asked in a region. */
    Future<RegionCode> responsible(RegionCode region) {
        List<RegionCode> path = region.path();
        return people.staffed(path, ANSWERING)
                .map(staffed -> path.reversed().stream()
                        .filter(staffed::contains)
                        .findFirst()
                        .orElse(RegionCode.COUNTRY));
    }

    /** Whose staff answer what those of a region cannot, or did not in time. */
    Future<RegionCode> above(RegionCode region) {
        return region.level() == Level.COUNTRY
                ? Future.succeededFuture(region)
                : responsible(region.path().reversed().get(1));
    }

    /** When a question that is put in somebody's hands now is to be answered. */
    Instant due(boolean urgent) {
        Duration within = Duration.ofHours(urgent ? config.urgentDueHours() : config.dueHours());
        return clock.instant().plus(within).truncatedTo(ChronoUnit.MICROS);
    }

    /** Hands up what was not answered in time. Safe on several nodes: a question is raised by an update that names the region it leaves. */
    Future<Void> escalate() {
        Instant now = clock.instant();
        return store.overdue(now, AT_ONCE).compose(overdue -> {
            Future<Void> all = Future.succeededFuture();
            for (Question question : overdue) {
                all = all.compose(done -> above(question.region())).compose(above -> raise(question, above, now));
            }
            return all;
        });
    }

    private Future<Void> raise(Question question, RegionCode above, Instant now) {
        return database.transact(transaction -> QuestionStore.raise(
                        transaction, question, above, due(question.urgent()), now)
                .compose(raised -> raised
                        ? QuestionStore.step(
                                transaction,
                                new QuestionStore.Done(question.id(), "escalate", null, above, "到时没有回答，转上一级"),
                                now)
                        : Future.succeededFuture()));
    }
}
