package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import kepu.base.Neighbours;
import kepu.content.Catalogue;
import kepu.recommend.log.Things;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Rates;
import kepu.recommend.rank.World;
import org.jspecify.annotations.Nullable;

/** The present {@link World} of each served model: made anew when the catalogue, the text neighbours or the model change. */
final class Worlds {
    private static final long SHELF_MILLIS = 60_000;
    private static final int MODELS = 8;

    /** What worlds of the present moment are made of, and one without a model for each of the rates. */
    private record Ground(Catalogue catalogue, Neighbours content, Things things, Map<Rates, World> worlds) {
        Ground(Catalogue catalogue, Neighbours content) {
            this(catalogue, content, Things.of(catalogue), new ConcurrentHashMap<>());
        }

        World of(Rates rates) {
            return worlds.computeIfAbsent(
                    rates,
                    own -> new World(things, own.prior(), own.trend(), content, Model.untrained(), SHELF_MILLIS)
                            .forServing());
        }
    }

    private final Supplier<Catalogue> items;
    private final Supplier<Neighbours> content;
    private final Counts counts;
    private final Cache<Model, World> worlds =
            Caffeine.newBuilder().maximumSize(MODELS).build();
    private volatile @Nullable Ground ground;

    Worlds(Supplier<Catalogue> items, Supplier<Neighbours> content, Counts counts) {
        this.items = items;
        this.content = content;
        this.counts = counts;
    }

    /** The world in which {@code model}, as it was read from disk, serves. */
    @SuppressWarnings("ReferenceEquality") // what changes is replaced as a whole: the same object is the same state
    World of(Model model) {
        World world = worlds.getIfPresent(model);
        Ground now = ground();
        Rates rates = counts.of(model.manner().counting());
        if (world == null
                || world.things() != now.things()
                || world.content() != now.content()
                || world.prior() != rates.prior()) {
            world = now.of(rates).with(model.numbered(now.things()));
            worlds.put(model, world);
        }
        return world;
    }

    /** The live items, by seq. */
    Things things() {
        return ground().things();
    }

    @SuppressWarnings("ReferenceEquality")
    private Ground ground() {
        Catalogue catalogue = items.get();
        Neighbours neighbours = content.get();
        Ground known = ground;
        if (known == null || known.catalogue() != catalogue || known.content() != neighbours) {
            known = new Ground(catalogue, neighbours);
            ground = known;
        }
        return known;
    }
}
