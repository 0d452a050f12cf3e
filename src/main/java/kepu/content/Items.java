package kepu.content;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Predicate;
import kepu.base.Failure;
import kepu.people.Audit;
import kepu.store.Bulk;
import kepu.store.Changes;
import kepu.store.Database;

/** The live items: the present catalogue, bodies on demand, withdrawal with effect at once. */
public final class Items {
    /** An item with its body as safe HTML. */
    public record Whole(Item item, String body) {}

    private static final int CACHED_BODIES = 5_000;

    private final Database database;
    private final Cache<String, Whole> bodies =
            Caffeine.newBuilder().maximumSize(CACHED_BODIES).build();
    private final List<Consumer<Catalogue>> listeners = new CopyOnWriteArrayList<>();
    private volatile Catalogue catalogue;
    private volatile Runnable tell = () -> {};
    /** How often something was withdrawn here: a reading that began before one is out of date. Guarded by this. */
    private int withdrawals;

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
            return ItemStore.withdrawn(database, id)
                    .compose(withdrawn -> Future.failedFuture(withdrawn
                            .<Failure>map(w -> new Failure.Missing("item-withdrawn", "这条内容已撤回：" + w.reason()))
                            .orElseGet(() -> missing(id))));
        }
        Whole cached = bodies.getIfPresent(id);
        if (cached != null && cached.item().equals(item.get())) {
            return Future.succeededFuture(cached);
        }
        return ItemStore.body(database, id).map(body -> {
            Whole whole = new Whole(item.get(), body.orElseThrow(() -> missing(id)));
            bodies.put(id, whole);
            return whole;
        });
    }

    /** The bodies of live items, by seq; without those that were withdrawn meanwhile. For as many as memory can hold at once. */
    public Future<Map<Integer, String>> bodies(List<Item> some) {
        return ItemStore.bodies(database, some);
    }

    /** Takes an item out of everything that reads the catalogue; the reason stays. */
    public Future<Void> withdraw(String id, long staff, String reason) {
        Item item = known(id);
        return database.transact(transaction -> ItemStore.withdraw(transaction, id, staff, reason)
                        .compose(live -> live
                                ? Audit.add(
                                        transaction, staff, "item.withdraw", id, new JsonObject().put("reason", reason))
                                : Future.failedFuture(missing(id))))
                .map(done -> {
                    remove(item);
                    tell.run();
                    return null;
                });
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
            bodies.invalidateAll();
            replace(new Catalogue(items));
        }
        return true;
    }

    private synchronized void remove(Item withdrawn) {
        withdrawals++;
        bodies.invalidate(withdrawn.id());
        replace(new Catalogue(catalogue.entries().stream()
                .map(Catalogue.Entry::item)
                .filter(item -> item.seq() != withdrawn.seq())
                .toList()));
    }

    private synchronized void replace(Catalogue fresh) {
        catalogue = fresh;
        listeners.forEach(listener -> listener.accept(fresh));
    }

    private static Failure.Missing missing(String id) {
        return new Failure.Missing("item-missing", "没有这条内容：" + id);
    }
}
