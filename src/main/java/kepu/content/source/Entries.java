package kepu.content.source;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Shortened;
import kepu.content.Kind;
import kepu.content.Markdown;
import kepu.content.SafeHtml;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.region.Regions;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The desk at which staff look through what came in: near-duplicates side by side, merged, dismissed, or handed to review. */
public final class Entries {
    /** Near-duplicates that are shown beside an entry. */
    private static final int MOST_ALIKE = 50;

    private static final int TITLE = 60;
    private static final int SUMMARY = 120;

    private final Database database;
    private final DeskStore store;
    private final Drafts drafts;
    private final Regions regions;
    private final Clock clock;

    Entries(Database database, Drafts drafts, Regions regions, Clock clock) {
        this.database = database;
        this.store = new DeskStore(database);
        this.drafts = drafts;
        this.regions = regions;
        this.clock = clock;
    }

    /** An entry and those that are nearly the same, each compared with it. */
    public record View(Entry entry, List<Beside> alike) {
        /** The one whose source is trusted most, of several such the oldest: which to make the main one when nothing else decides. */
        public Entry mostTrusted() {
            return Stream.concat(Stream.of(entry), alike.stream().map(Beside::entry))
                    .min(Comparator.comparing(
                                    (Entry one) -> one.origin().given().trust())
                            .thenComparingLong(Entry::id))
                    .orElseThrow();
        }
    }

    /** A near-duplicate; {@code here} in the comparison is the entry that it stands beside. */
    public record Beside(Entry entry, Comparison comparison) {}

    /** What staff say of a draft that the source does not: null leaves what there is. How far it is trusted stays the source's. */
    public record Choice(@Nullable String title, @Nullable String summary, Source.@Nullable Given given) {}

    public Future<List<Entry>> list(
            Caller.OfStaff staff, Entry.State state, @Nullable Long source, long before, int limit) {
        return store.list(staff.scope(), state, source, before, limit);
    }

    public Future<View> view(Caller.OfStaff staff, long id) {
        return store.alike(staff.scope(), id, MOST_ALIKE + 1).map(found -> {
            if (found.isEmpty()) {
                throw missing();
            }
            Entry entry = found.getFirst();
            return new View(
                    entry,
                    found.stream()
                            .skip(1)
                            .map(other -> new Beside(other, Comparison.of(entry.text(), other.text())))
                            .toList());
        });
    }

    /** Makes one of several near-duplicates the main one; the others, and what was merged into them, are kept as its further sources. Again, it is as if once. */
    public Future<View> merge(Caller.OfStaff staff, long id, List<Long> others) {
        List<Long> all =
                Stream.concat(Stream.of(id), others.stream()).distinct().toList();
        return database.transact(transaction -> held(transaction, staff, all)
                        .compose(held -> isMerged(held, id)
                                ? Future.<Void>succeededFuture()
                                : merged(transaction, staff, id, mergeable(held))))
                .compose(done -> view(staff, id));
    }

    private Future<Void> merged(SqlClient transaction, Caller.OfStaff staff, long id, List<Entry> held) {
        List<Long> others =
                held.stream().map(Entry::id).filter(other -> other != id).toList();
        return DeskStore.merge(transaction, id, others, decision(staff, null))
                .compose(done -> audit(
                        transaction, staff, "entry.merge", id, new JsonObject().put("others", others.toString())));
    }

    /** Whether all others are merged into this one already. */
    private static boolean isMerged(List<Entry> held, long id) {
        return held.size() > 1
                && held.stream()
                        .allMatch(entry -> entry.id() == id
                                || Objects.equals(entry.standing().main(), id));
    }

    public Future<View> dismiss(Caller.OfStaff staff, long id, String reason) {
        return database.transact(transaction -> held(transaction, staff, List.of(id))
                        .map(Entries::open)
                        .compose(held -> DeskStore.dismiss(transaction, id, decision(staff, reason)))
                        .compose(done ->
                                audit(transaction, staff, "entry.dismiss", id, new JsonObject().put("reason", reason))))
                .compose(done -> view(staff, id));
    }

    /** Takes back that it is a duplicate, was merged or dismissed. */
    public Future<View> reopen(Caller.OfStaff staff, long id) {
        return database.transact(transaction -> held(transaction, staff, List.of(id))
                        .map(Entries::closed)
                        .compose(held -> DeskStore.reopen(transaction, id, decision(staff, null)))
                        .compose(done -> audit(transaction, staff, "entry.reopen", id, new JsonObject())))
                .compose(done -> view(staff, id));
    }

    /** An entry, and what would be handed to review of it. */
    private record Asked(Entry entry, Proposal proposal) {}

    /** Hands it to review, with everybody who said the same. Again with the same words, it is as if once. */
    public Future<View> accept(Caller.OfStaff staff, long id, Choice choice) {
        return database.transact(transaction -> held(transaction, staff, List.of(id))
                        .map(Entries::acceptable)
                        .compose(entry -> DeskStore.mergedInto(transaction, id)
                                .map(merged -> new Asked(entry, proposal(entry, merged, choice)))))
                .compose(asked -> drafted(staff, asked))
                .compose(draft -> accepted(staff, id, draft))
                .compose(done -> view(staff, id));
    }

    /** Whoever accepts it again with other words is told which draft there is. */
    private Future<String> drafted(Caller.OfStaff staff, Asked asked) {
        Entry entry = asked.entry();
        return drafts.add(staff, checked(staff, asked.proposal()), "feed", Long.toString(entry.id()))
                .recover(cause -> Future.failedFuture(
                        isAccepted(entry) && cause instanceof Failure.Conflict ? decided(entry) : cause));
    }

    private Proposal checked(Caller.OfStaff staff, Proposal proposal) {
        proposal.given().regions().forEach(region -> regions.within(staff.scope(), region));
        return proposal;
    }

    /** Review has the draft by now, under a name that another try gives again. */
    private Future<Void> accepted(Caller.OfStaff staff, long id, String draft) {
        return database.transact(transaction -> held(transaction, staff, List.of(id))
                .map(Entries::acceptable)
                .compose(entry -> isAccepted(entry)
                        ? Future.<Void>succeededFuture()
                        : DeskStore.accept(transaction, id, draft, decision(staff, null))
                                .compose(done -> audit(
                                        transaction,
                                        staff,
                                        "entry.accept",
                                        id,
                                        new JsonObject().put("draft", draft)))));
    }

    /** The one that is held, when it is open or was accepted. */
    private static Entry acceptable(List<Entry> held) {
        return isAccepted(held.getFirst()) ? held.getFirst() : open(held).getFirst();
    }

    private static boolean isAccepted(Entry entry) {
        return entry.standing().state() == Entry.State.ACCEPTED;
    }

    private static Proposal proposal(Entry entry, List<Entry> merged, Choice choice) {
        String text = SafeHtml.text(entry.text().html()).replaceAll("\\s+", " ");
        List<Proposal.Attribution> attributions = Stream.concat(Stream.of(entry), merged.stream())
                .map(Entry::origin)
                .map(origin -> new Proposal.Attribution(
                        origin.name(), origin.url(), origin.given().licence()))
                .distinct()
                .toList();
        Source.Given own = entry.origin().given();
        return new Proposal(
                Kind.ARTICLE,
                choice.title() == null ? Shortened.of(entry.text().title(), TITLE) : choice.title(),
                choice.summary() == null
                        ? Shortened.of(text.isEmpty() ? entry.text().title() : text, SUMMARY)
                        : choice.summary(),
                entry.origin().name(),
                choice.given() == null ? own : choice.given().trusted(own.trust()),
                Markdown.of(entry.text().html()),
                attributions,
                null);
    }

    /** The entries with these ids; all of them, or {@link Failure.Missing}. */
    private static Future<List<Entry>> held(SqlClient transaction, Caller.OfStaff staff, List<Long> ids) {
        return DeskStore.held(transaction, staff.scope(), ids).map(found -> {
            if (found.size() < ids.size()) {
                throw missing();
            }
            return found;
        });
    }

    private static List<Entry> mergeable(List<Entry> held) {
        if (held.size() < 2) {
            throw Failure.Invalid.at("/others", "至少要有一条别的才能合并");
        }
        if (held.stream().map(entry -> entry.standing().leader()).distinct().count() > 1) {
            throw new Failure.Conflict("entries-unlike", "这些条目不是同一组近似重复，不能合并");
        }
        return open(held);
    }

    private static List<Entry> open(List<Entry> held) {
        List<Entry> closed = new ArrayList<>(held);
        closed.removeIf(entry -> entry.standing().isOpen());
        if (!closed.isEmpty()) {
            throw decided(closed.getFirst());
        }
        return held;
    }

    /** What can be opened again: everything but what is open and like no other, and what review has. */
    private static List<Entry> closed(List<Entry> held) {
        Entry.State state = held.getFirst().standing().state();
        if (state == Entry.State.NEW || state == Entry.State.ACCEPTED) {
            throw decided(held.getFirst());
        }
        return held;
    }

    private static Failure.Conflict decided(Entry entry) {
        String draft = entry.standing().draft();
        return new Failure.Conflict(
                "entry-decided",
                "这一条现在是“%s”%s，不能这样处理"
                        .formatted(entry.standing().state().label(), draft == null ? "" : "（草稿 " + draft + "）"));
    }

    private DeskStore.Decision decision(Caller.OfStaff staff, @Nullable String reason) {
        return new DeskStore.Decision(staff.id(), clock.instant(), reason);
    }

    private static Future<Void> audit(
            SqlClient transaction, Caller.OfStaff staff, String deed, long id, JsonObject detail) {
        return Audit.add(transaction, staff.id(), deed, "entry:" + id, detail);
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("entry-missing", "没有这一条，或不在您的地区范围内");
    }
}
