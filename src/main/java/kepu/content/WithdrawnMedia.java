package kepu.content;

import io.vertx.core.Future;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.store.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The media that only withdrawn items have: they are served no more. What is of no item yet, or of a live one too, is. */
public final class WithdrawnMedia {
    private static final Logger LOG = LoggerFactory.getLogger(WithdrawnMedia.class);
    private static final String NAMES =
            "select m from item, unnest(array[media, poster, audio]) m where withdrawn_at is not null and m is not null"
                    + " except select m from item, unnest(array[media, poster, audio]) m where withdrawn_at is null";

    private final Database database;
    private volatile Set<String> names = Set.of();

    public WithdrawnMedia(Database database) {
        this.database = database;
    }

    /** Looks again whenever the catalogue changes. */
    public void follow(Items items) {
        items.onChange(fresh ->
                load().onFailure(cause -> LOG.warn("withdrawn media could not be read: {}", cause.toString())));
    }

    public Future<Void> load() {
        return database.query(NAMES).map(rows -> {
            names = StreamSupport.stream(rows.spliterator(), false)
                    .map(row -> row.getString(0))
                    .collect(Collectors.toUnmodifiableSet());
            return null;
        });
    }

    /** Whether a name under {@code /media/} is withdrawn. */
    public boolean has(String name) {
        return names.contains(name);
    }
}
