package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
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

    /** What a world of the present moment is made of, but for the model. */
    private record Ground(Catalogue catalogue, Neighbours content, World world) {}

    private final Supplier<Catalogue> items;
    private final Supplier<Neighbours> content;
    private final Rates rates;
    private final Cache<Model, World> worlds =
            Caffeine.newBuilder().maximumSize(MODELS).build();
    private volatile @Nullable Ground ground;

    Worlds(Supplier<Catalogue> items, Supplier<Neighbours> content, Rates rates) {
        this.items = items;
        this.content = content;
        this.rates = rates;
    }

    /** The world in which {@code model}, as it was read from disk, serves. */
    @SuppressWarnings("ReferenceEquality") // what changes is replaced as a whole: the same object is the same state
    World of(Model model) {
        World world = worlds.getIfPresent(model);
        Ground now = ground();
        if (world == null || world.things() != now.world().things() || world.content() != now.content()) {
            world = now.world().with(model.numbered(now.world().things()));
            worlds.put(model, world);
        }
        return world;
    }

    /** The live items, by seq. */
    Things things() {
        return ground().world().things();
    }

    @SuppressWarnings("ReferenceEquality")
    private Ground ground() {
        Catalogue catalogue = items.get();
        Neighbours neighbours = content.get();
        Ground known = ground;
        if (known == null || known.catalogue() != catalogue || known.content() != neighbours) {
            known = new Ground(
                    catalogue,
                    neighbours,
                    new World(
                            Things.of(catalogue),
                            rates.prior(),
                            rates.trend(),
                            neighbours,
                            Model.untrained(),
                            SHELF_MILLIS));
            ground = known;
        }
        return known;
    }
}
