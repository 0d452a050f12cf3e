package kepu.alert;

import io.vertx.core.Future;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import kepu.base.Shortened;
import kepu.push.Alarm;
import kepu.push.Alarms;
import org.jspecify.annotations.Nullable;

/** Has the outside channels tell what begins and what is over by a message, in the transaction that posts it. */
final class Sirens {
    /** What a notification shows, in characters; sealed for a browser it must stay below 4 KiB. */
    private static final int TITLE = 120;

    private static final int MESSAGE = 400;
    private static final int SENDER = 60;

    private final Alarms alarms;
    private final Clock clock;

    Sirens(Alarms alarms, Clock clock) {
        this.alarms = alarms;
        this.clock = clock;
    }

    /** What is not for everybody, such as an exercise, is told to nobody. */
    Future<Void> sound(SqlClient transaction, Bulletin newcomer, Chains.Joined joined) {
        if (!newcomer.message().isPublic()) {
            return Future.succeededFuture();
        }
        Alarm alarm = alarm(newcomer, joined);
        Future<Void> all = alarm == null ? Future.succeededFuture() : alarms.raised(transaction, alarm);
        for (Chains.Member member : joined.members()) {
            if (endsNow(member, joined.winner())) {
                all = all.compose(done -> alarms.lifted(transaction, member.id(), alarm));
            }
        }
        return all;
    }

    private static boolean endsNow(Chains.Member member, Chains.Member winner) {
        return member.endedBy() == null && Chains.endedBy(member, winner).isPresent();
    }

    /** Null when the message has nothing to tell any more: it came after the one that ended it, or too late. */
    private @Nullable Alarm alarm(Bulletin newcomer, Chains.Joined joined) {
        boolean decides = joined.winner().id().equals(newcomer.id());
        Instant now = clock.instant();
        List<Bulletin.Segment> segments = newcomer.segments().stream()
                .filter(segment -> segment.until().isAfter(now))
                .sorted(Comparator.comparing(segment -> segment.info().severity()))
                .toList();
        if (!decides || segments.isEmpty()) {
            return null;
        }
        return new Alarm(
                newcomer.id(),
                joined.chains().isEmpty() ? newcomer.id() : joined.chains().getFirst(),
                newcomer.message().kind() == CapMessage.Kind.UPDATE,
                newcomer.posted().at(),
                RegionSet.union(segments.stream()
                        .flatMap(segment -> segment.regions().stream())
                        .toList()),
                segments.stream().map(segment -> text(newcomer, segment)).toList());
    }

    private static Alarm.Text text(Bulletin bulletin, Bulletin.Segment segment) {
        CapMessage.Words words = segment.info().words();
        return new Alarm.Text(
                segment.info().language(),
                segment.info().severity().code(),
                Shortened.of(first(words.headline(), words.event()), TITLE),
                Shortened.of(first(words.instruction(), words.description()), MESSAGE),
                Shortened.of(first(words.senderName(), bulletin.message().key().sender()), SENDER),
                segment.regions(),
                segment.from(),
                segment.until());
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }
}
