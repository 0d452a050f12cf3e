package kepu.content.review;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.base.Cursor;
import kepu.base.Failure;
import kepu.base.Ids;
import kepu.base.Sha256;
import kepu.base.Topic;
import kepu.content.Draft;
import kepu.content.DraftJson;
import kepu.content.Trust;
import kepu.people.Audit;
import kepu.people.Caller;
import kepu.region.Regions;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/**
 * Versions as their authors move them: drafts, handing in, corrections, giving up. Each step is one transaction that holds the item, so two
 * people at once cannot take the same step twice, and a crash leaves none by half.
 */
public final class Reviews {
    private final Database database;
    private final ReviewStore store;
    private final Regions regions;
    private final Vertx vertx;
    private final Path media;
    private final Deadlines deadlines;
    private final Ids ids = new Ids();

    /** {@code media} is where media are served from. */
    Reviews(Vertx vertx, Database database, Regions regions, Path media, Deadlines deadlines) {
        this.vertx = vertx;
        this.database = database;
        this.store = new ReviewStore(database);
        this.regions = regions;
        this.media = media;
        this.deadlines = deadlines;
    }

    /** Stores a draft of a new item by a member of staff. The same {@code requestKey} again gives the same item; for another draft it is a {@link Failure.Conflict}. */
    public Future<Version> draft(Draft draft, Caller.OfStaff staff, @Nullable String requestKey) {
        draft.requireWithin(staff);
        String id = requestKey == null ? ids.next('i') : id("staff:" + staff.id(), requestKey);
        return made(id, draft, Version.Origin.STAFF, staff.id());
    }

    /**
     * Stores a draft that came from a source; the editor who hands it in becomes its author. The same {@code entry} of a source gives the same
     * item; with other contents it is a {@link Failure.Conflict} {@code idempotency-mismatch}.
     *
     * @param source its name has 1 to 80 characters and is not {@link Version.Origin#LIBRARY}
     */
    public Future<Version> draft(Draft draft, Version.Origin source, String entry) {
        String name = source.name();
        if (name.isEmpty() || name.length() > 80 || name.equals(Version.Origin.LIBRARY)) {
            throw new IllegalArgumentException("no name of a source: " + name);
        }
        return made(id("source:" + name, entry), draft, source, null);
    }

    /**
     * Changes the caller's own draft, or one that came from a source and has no author yet; {@code note} is what readers are told was corrected,
     * null leaves it.
     */
    public Future<Version> change(
            Caller.OfStaff staff, String item, UnaryOperator<Draft> change, @Nullable String note) {
        return step(staff, item, (transaction, version) -> {
            requireOwnDraft(staff, version, "修改");
            Draft changed = change.apply(version.content());
            changed.requireWithin(staff);
            changed.regions().forEach(regions::known);
            return adopt(transaction, staff, version)
                    .compose(own -> rewritten(transaction, staff, version, changed, version.noteOr(note)));
        });
    }

    private static Future<Void> rewritten(
            SqlClient transaction, Caller.OfStaff staff, Version version, Draft changed, String note) {
        return changed.equals(version.content()) && note.equals(version.note())
                ? Future.succeededFuture()
                : ReviewStore.rewrite(transaction, version, changed, note)
                        .compose(done ->
                                audit(transaction, staff, version, "change", note.equals(version.note()) ? "" : note));
    }

    /** Hands the caller's draft in: its first review begins. Again, it is as if once. */
    public Future<Version> submit(Caller.OfStaff staff, String item) {
        return step(staff, item, (transaction, version) -> {
            if (version.state() == State.FIRST && version.isAuthor(staff.id())) {
                return Future.succeededFuture();
            }
            requireOwnDraft(staff, version, "提交");
            return requireMedia(version.content())
                    .compose(there -> adopt(transaction, staff, version))
                    .compose(own -> handIn(transaction, version))
                    .compose(done -> audit(transaction, staff, version, "submit", ""));
        });
    }

    /** Opens the next version of what is live, to correct it; {@code note} tells readers what. Again, it gives the draft that is open, with this note. */
    public Future<Version> correct(Caller.OfStaff staff, String item, String note) {
        Version.requireNote(note);
        return step(staff, item, (transaction, newest) -> {
            if (newest.state() == State.DRAFT && newest.corrects() != null && newest.isAuthor(staff.id())) {
                return rewritten(transaction, staff, newest, newest.content(), note);
            }
            if (newest.state().isOpen()) {
                throw new Failure.Conflict(
                        "version-open",
                        "这条内容的第 " + newest.number() + " 版还在「" + newest.state().label() + "」，先办完这一版");
            }
            return ReviewStore.live(transaction, item).compose(live -> {
                Version published = live.orElseThrow(() -> new Failure.Conflict("not-published", "只有已发布的内容能更正"));
                published.content().requireWithin(staff);
                ReviewStore.Beginning next = new ReviewStore.Beginning(
                        item,
                        newest.number() + 1,
                        published.content(),
                        Version.Origin.STAFF,
                        note,
                        published.number(),
                        null);
                return begin(transaction, next, staff.id())
                        .compose(done -> audit(transaction, staff, newest, "correct", note));
            });
        });
    }

    /** Gives up what the caller wrote and is not out. */
    public Future<Version> discard(Caller.OfStaff staff, String item) {
        return step(staff, item, (transaction, version) -> {
            if (!version.state().isOpen()) {
                throw refused(version, "放弃");
            }
            requireAuthor(staff, version);
            return ReviewStore.move(transaction, version, State.DISCARDED, null)
                    .compose(done -> audit(transaction, staff, version, "discard", ""));
        });
    }

    /** All versions of an item that the caller may see, the newest first; {@link Failure.Missing} when there are none. */
    public Future<List<Version>> versions(Caller.OfStaff staff, String item) {
        return store.versions(item).map(all -> {
            List<Version> seen =
                    all.stream().filter(version -> isVisible(staff, version)).toList();
            if (seen.isEmpty()) {
                throw missing();
            }
            return seen;
        });
    }

    public Future<Version> version(Caller.OfStaff staff, String item, int number) {
        return store.find(item, number)
                .map(found -> found.filter(version -> isVisible(staff, version)).orElseThrow(Reviews::missing));
    }

    /** What changed from one version to another, as a unified diff. */
    public Future<String> diff(Caller.OfStaff staff, String item, int before, int after) {
        return version(staff, item, before)
                .compose(old -> version(staff, item, after)
                        .compose(fresh -> vertx.executeBlocking(
                                () -> TextDiff.of(old.side(item + "@" + before), fresh.side(item + "@" + after)))));
    }

    /**
     * Which versions to list: of a state, of a source that is trusted so far, of a topic, with these words in the title, those that the caller has
     * a part in, those that wait or are overdue; after the one so named.
     */
    public record Wanted(
            @Nullable State state,
            @Nullable Trust trust,
            @Nullable Topic topic,
            @Nullable String words,
            boolean mine,
            @Nullable Due due,
            @Nullable Mark after) {}

    /** What waits for a reviewer, and what of it waits for too long. */
    public enum Due {
        WAITING,
        OVERDUE
    }

    /** A place in a list: behind this version. */
    public record Mark(String item, int number) {
        private static final Pattern TEXT = Pattern.compile("([a-z0-9-]{3,80}):([0-9]{1,9})");

        public static Mark of(Version version) {
            return new Mark(version.item(), version.number());
        }

        /** {@link Failure.Invalid} for what {@link #text} did not write. */
        public static Mark read(String text) {
            Matcher matcher = TEXT.matcher(text);
            if (!matcher.matches()) {
                throw Cursor.broken();
            }
            return new Mark(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }

        public String text() {
            return item + ":" + number;
        }
    }

    /** Versions within the caller's scope or with a part of theirs, the newest first. */
    public Future<List<Version>> list(Caller.OfStaff staff, Wanted wanted, int limit) {
        return store.list(staff.scope(), staff.id(), wanted, limit);
    }

    /** The title of an item that is live or was; {@link Failure.Missing} for any other. */
    public Future<String> title(String item) {
        return store.title(item)
                .map(found -> found.orElseThrow(() -> new Failure.Missing("item-missing", "没有这条内容：" + item)));
    }

    /** One person's step with the newest version of an item, in a transaction that holds it. */
    interface Step {
        Future<Void> take(SqlClient transaction, Version newest);
    }

    private Future<Version> step(Caller.OfStaff staff, String item, Step step) {
        return held(database, staff, item, step);
    }

    /** Takes a step with the newest version, when the caller may see it; gives the newest after it. */
    static Future<Version> held(Database database, Caller.OfStaff staff, String item, Step step) {
        return database.transact(transaction -> ReviewStore.hold(transaction, item)
                .map(found -> found.filter(version -> isVisible(staff, version)).orElseThrow(Reviews::missing))
                .compose(version -> step.take(transaction, version))
                .compose(done -> ReviewStore.newest(transaction, item))
                .map(found -> found.orElseThrow(Reviews::missing)));
    }

    static Future<Void> audit(SqlClient transaction, Caller.OfStaff staff, Version version, String deed, String word) {
        JsonObject detail = new JsonObject()
                .put("version", version.number())
                .put("state", version.state().code());
        return Audit.add(
                transaction,
                staff.id(),
                "item." + deed,
                version.item(),
                word.isEmpty() ? detail : detail.put("note", word));
    }

    /** A version begins as a draft of its author's. */
    static Future<Void> begin(SqlClient transaction, ReviewStore.Beginning beginning, long author) {
        return ReviewStore.add(transaction, beginning)
                .compose(added -> added
                        ? ReviewStore.takePart(transaction, beginning.item(), beginning.number(), State.DRAFT, author)
                        : Future.failedFuture(new IllegalStateException(beginning.item() + " was not held")));
    }

    private Future<Version> made(String id, Draft draft, Version.Origin origin, @Nullable Long author) {
        draft.regions().forEach(regions::known);
        byte[] asked = Sha256.of(DraftJson.write(draft).encode());
        ReviewStore.Beginning first = new ReviewStore.Beginning(id, 1, draft, origin, "", null, asked);
        return requireMedia(draft)
                .compose(there -> database.transact(transaction -> ReviewStore.add(transaction, first)
                        .compose(added -> added ? signed(transaction, id, author) : repeated(transaction, id, asked))
                        .compose(done -> ReviewStore.newest(transaction, id))
                        .map(found -> found.orElseThrow(Reviews::missing))));
    }

    private static Future<Void> signed(SqlClient transaction, String id, @Nullable Long author) {
        return author == null
                ? Future.succeededFuture()
                : ReviewStore.takePart(transaction, id, 1, State.DRAFT, author)
                        .compose(done -> Audit.add(transaction, author, "item.draft", id, new JsonObject()));
    }

    /** What a retry asks for must be what the first call asked for. */
    private static Future<Void> repeated(SqlClient transaction, String id, byte[] asked) {
        return ReviewStore.asked(transaction, id)
                .compose(before -> Arrays.equals(before, asked)
                        ? Future.succeededFuture()
                        : Future.failedFuture(Failure.Conflict.keyOfAnother()));
    }

    private Future<Void> handIn(SqlClient transaction, Version version) {
        return ReviewStore.decide(transaction, version, Version.Opinion.PASS, "", "")
                .compose(done -> ReviewStore.move(transaction, version, State.FIRST, deadlines.of(State.FIRST)));
    }

    /** Who works on a draft without an author becomes it. */
    private static Future<Void> adopt(SqlClient transaction, Caller.OfStaff staff, Version version) {
        return version.part(State.DRAFT).isPresent()
                ? Future.succeededFuture()
                : ReviewStore.takePart(transaction, version, State.DRAFT, staff.id());
    }

    private Future<Void> requireMedia(Draft draft) {
        Draft.Voice voice = draft.voice();
        return Stream.of(
                        requireFile("media", draft.media()),
                        requireFile("poster", draft.poster()),
                        requireFile("audio", voice == null ? null : voice.name()))
                .reduce(Future.succeededFuture(), (all, one) -> all.compose(done -> one));
    }

    private Future<Void> requireFile(String field, @Nullable String name) {
        return name == null
                ? Future.succeededFuture()
                : vertx.fileSystem()
                        .exists(media.resolve(name).toString())
                        .compose(there -> there
                                ? Future.succeededFuture()
                                : Future.failedFuture(Failure.Invalid.at("/" + field, "没有这个文件：" + name)));
    }

    private static void requireOwnDraft(Caller.OfStaff staff, Version version, String what) {
        if (version.state() != State.DRAFT) {
            throw refused(version, what);
        }
        if (version.part(State.DRAFT).isPresent()) {
            requireAuthor(staff, version);
        }
        version.content().requireWithin(staff);
    }

    private static void requireAuthor(Caller.OfStaff staff, Version version) {
        if (!version.isAuthor(staff.id())) {
            throw new Failure.Forbidden("not-author", "只有这一版的作者能这样做");
        }
    }

    /** What is within the scope, and what one has a part in. */
    private static boolean isVisible(Caller.OfStaff staff, Version version) {
        return version.content().isWithin(staff.scope())
                || version.partOf(staff.id()).isPresent();
    }

    static Failure.Conflict refused(Version version, String what) {
        return new Failure.Conflict(
                "review-state",
                "第 %d 版现在是「%s」，不能%s".formatted(version.number(), version.state().label(), what));
    }

    private static Failure.Missing missing() {
        return new Failure.Missing("version-missing", "没有这条内容，或不在您的范围内");
    }

    /** The id that a key gives: the same for every retry. */
    private static String id(String whose, String key) {
        return "i"
                + UUID.nameUUIDFromBytes((whose + ":" + key).getBytes(StandardCharsets.UTF_8))
                        .toString()
                        .replace("-", "");
    }
}
