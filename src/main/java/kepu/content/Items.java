package kepu.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.SqlClient;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kepu.base.Failure;
import kepu.base.Text;
import kepu.people.Audit;
import kepu.store.Bulk;
import kepu.store.Changes;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The live items: the present catalogue, bodies on demand, withdrawal with effect at once. */
public final class Items {
    /**
     * An item with its body as safe HTML, the number of its version, and its corrections, the newest last; {@code audio} is the name of its
     * recording under {@code /media/}.
     */
    public record Whole(
            Item item,
            String body,
            int version,
            List<Correction> corrections,
            @Nullable String audio) {
        public Whole {
            corrections = List.copyOf(corrections);
        }
    }

    private static final int CACHED_BODIES = 5_000;

    private final Database database;
    private final Cache<String, Whole> bodies =
            Caffeine.newBuilder().maximumSize(CACHED_BODIES).build();
    private final List<Consumer<Catalogue>> listeners = new CopyOnWriteArrayList<>();
    private volatile Catalogue catalogue;
    private volatile Runnable tell = () -> {};
    /** How often something was withdrawn here: a reading that began before one is out of date. Guarded by this. */
    private int withdrawals;
    /** How often the catalogue was replaced: a body that was read before is not kept. Guarded by this. */
    private int replacements;

    public Items(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /** Reads the catalogue. Blocking, for the boot. */
    public static Catalogue load(Bulk bulk) throws SQLException {
        return new Catalogue(ItemStore.live(bulk));
    }

    /** The bodies of the live items, by seq. Blocking, for commands. */
    public static Map<Integer, String> bodies(Bulk bulk) throws SQLException {
        return ItemStore.bodies(bulk);
    }

    /** Takes in what other nodes withdraw and what is imported, and tells them. */
    public void follow(Changes changes) {
        tell = changes.follow("items", this::take, this::reload);
    }

    public Catalogue catalogue() {
        return catalogue;
    }

    /** Registers a listener for new catalogues. */
    public void onChange(Consumer<Catalogue> listener) {
        listeners.add(listener);
    }

    /** The live item of an id that a caller gave; {@link Failure.Missing} when there is none. */
    public Item known(String id) {
        return catalogue.find(id).orElseThrow(() -> missing(id));
    }

    /** The item with its body; a withdrawn one fails with the reason. */
    public Future<Whole> whole(String id) {
        Optional<Item> item = catalogue.find(id);
        if (item.isEmpty()) {
            return WithdrawalStore.withdrawn(database, id)
                    .compose(withdrawn ->
                            Future.failedFuture(withdrawn.map(Items::gone).orElseGet(() -> missing(id))));
        }
        Whole cached = bodies.getIfPresent(id);
        if (cached != null && cached.item().equals(item.get())) {
            return Future.succeededFuture(cached);
        }
        int before = replacements();
        return ItemStore.body(database, id).map(found -> {
            ItemStore.Body body = found.orElseThrow(() -> missing(id));
            Whole whole = new Whole(item.get(), body.html(), body.version(), body.corrections(), body.audio());
            keep(whole, before);
            return whole;
        });
    }

    private synchronized int replacements() {
        return replacements;
    }

    private synchronized void keep(Whole whole, int before) {
        if (replacements == before) {
            bodies.put(whole.item().id(), whole);
        }
    }

    /** The bodies of live items, by seq; without those that were withdrawn meanwhile. For as many as memory can hold at once. */
    public Future<Map<Integer, String>> bodies(List<Item> some) {
        return ItemStore.bodies(database, some);
    }

    /**
     * Withdraws an item in a transaction with what others do about it; the reason stays. {@link #withdrawn} when it is committed.
     * {@link Failure.Missing} when it is not live.
     */
    public static Future<Void> withdraw(SqlClient transaction, String id, long staff, String reason) {
        if (Text.isBlank(reason)) {
            throw Failure.Invalid.at("/reason", "请写明为什么撤回");
        }
        return WithdrawalStore.withdraw(transaction, id, staff, reason)
                .compose(live -> live
                        ? Audit.add(transaction, staff, "item.withdraw", id, new JsonObject().put("reason", reason))
                        : Future.failedFuture(missing(id)));
    }

    /** Succeeds when this member of staff withdrew it before; else {@link Failure.Missing}, with the reason of whoever did. */
    public Future<Void> withdrawnBy(String id, long staff) {
        return WithdrawalStore.withdrawn(database, id)
                .compose(found -> found.filter(one -> one.by() == staff).isPresent()
                        ? Future.succeededFuture()
                        : Future.failedFuture(found.map(Items::gone).orElseGet(() -> missing(id))));
    }

    /** Takes a withdrawn item out of everything that reads the catalogue, here at once and on other nodes when they hear of it. */
    public void withdrawn(Item item) {
        remove(item);
        tell.run();
    }

    /** Those of the items that are live, as this transaction sees it, which keeps them so until it is over. */
    public static Future<Set<String>> live(SqlClient transaction, Collection<String> ids) {
        return ItemStore.live(transaction, ids);
    }

    /** Puts the first version of an item into the catalogue's table; {@link #published} when it is committed. */
    public Future<Void> publish(SqlClient transaction, Edition edition) {
        return ItemStore.add(transaction, edition)
                .compose(added -> added
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Failure.Conflict("item-taken", "已有同名的内容：" + edition.item())));
    }

    /** Puts a correction in the place of what is live; {@link #published} when it is committed. */
    public Future<Void> correct(SqlClient transaction, Edition edition) {
        return ItemStore.correct(transaction, edition)
                .compose(live -> live
                        ? Future.succeededFuture()
                        : Future.failedFuture(new Failure.Conflict("item-withdrawn", "这条内容已撤回，不能再更正")));
    }

    /** Takes in what was published, here before the future succeeds, and tells other nodes. */
    public Future<Void> published() {
        tell.run();
        return read(items -> true);
    }

    /** Reads the catalogue again. */
    public Future<Void> reload() {
        return read(items -> true);
    }

    /** What was withdrawn here and is gone already makes no new catalogue; a live item may have another body, which only its key tells. */
    private Future<Void> take(Set<String> ids) {
        return read(items -> items.stream().anyMatch(item -> ids.contains(item.id()))
                || !items.equals(
                        catalogue.entries().stream().map(Catalogue.Entry::item).toList()));
    }

    private Future<Void> read(Predicate<List<Item>> isNews) {
        int before = withdrawals();
        return ItemStore.live(database)
                .compose(items -> replaced(items, before, isNews) ? Future.<Void>succeededFuture() : read(isNews));
    }

    private synchronized int withdrawals() {
        return withdrawals;
    }

    /** False when the items were read before something was withdrawn here. */
    private synchronized boolean replaced(List<Item> items, int before, Predicate<List<Item>> isNews) {
        if (withdrawals != before) {
            return false;
        }
        if (isNews.test(items)) {
            replace(new Catalogue(items));
            bodies.invalidateAll();
        }
        return true;
    }

    private synchronized void remove(Item withdrawn) {
        withdrawals++;
        replace(new Catalogue(catalogue.entries().stream()
                .map(Catalogue.Entry::item)
                .filter(item -> item.seq() != withdrawn.seq())
                .toList()));
        bodies.invalidate(withdrawn.id());
    }

    private synchronized void replace(Catalogue fresh) {
        replacements++;
        catalogue = fresh;
        listeners.forEach(listener -> listener.accept(fresh));
    }

    private static Failure.Missing gone(WithdrawalStore.Withdrawn withdrawn) {
        return new Failure.Missing("item-withdrawn", "这条内容已撤回：" + withdrawn.reason());
    }

    private static Failure.Missing missing(String id) {
        return new Failure.Missing("item-missing", "没有这条内容：" + id);
    }
}
