package kepu.recommend;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import kepu.base.Digest;
import kepu.base.Group;
import kepu.base.Neighbours;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.recommend.log.Things;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Rates;
import kepu.recommend.rank.World;
import org.jspecify.annotations.Nullable;

/** The present {@link World} of each served model: made anew when the catalogue, the text neighbours or the model change. */
final class Worlds {
    private static final long SHELF_MILLIS = 60_000;
    private static final int MODELS = 8;

    /** What all worlds of the present are made of: the same object as long as none of it is replaced. */
    static final class Moment {
        private final Ground ground;
        private final Object counts;
        /** Found when it is first asked for: only lists that are made before their time need it. */
        private volatile @Nullable Long digest;

        private Moment(Ground ground, Object counts) {
            this.ground = ground;
            this.counts = counts;
        }

        /** A number that follows from the items alone, the same on every node. */
        long digest() {
            Long known = digest;
            if (known == null) {
                known = digest(ground.catalogue());
                digest = known;
            }
            return known;
        }

        private static long digest(Catalogue catalogue) {
            Digest digest = new Digest();
            for (Catalogue.Entry entry : catalogue.entries()) {
                Item item = entry.item();
                digest.add(item.seq())
                        .add(Arrays.hashCode(entry.card()))
                        .add(Group.mask(item.groups()))
                        .add(item.season().months().stream()
                                .mapToInt(month -> 1 << month)
                                .sum())
                        .add(item.season().terms().stream()
                                .mapToInt(String::hashCode)
                                .sum());
                item.regions()
                        .forEach(region ->
                                digest.add(region.first()).add(region.level().ordinal()));
            }
            return digest.value();
        }
    }

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
    private volatile @Nullable Moment moment;

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

    /** What worlds are made of now. */
    @SuppressWarnings("ReferenceEquality")
    Moment moment() {
        Moment known = moment;
        if (known == null
                || known.ground.catalogue() != items.get()
                || known.ground.content() != content.get()
                || known.counts != counts.sets()) {
            known = new Moment(ground(), counts.sets());
            moment = known;
        }
        return known;
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
