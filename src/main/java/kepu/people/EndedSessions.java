package kepu.people;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import kepu.store.Changes;

/**
 * The sessions that ended while tokens of theirs may still be out: those that ended here at once, those that ended elsewhere (another
 * node, the command line) as the changes tell. Each is remembered for as long as a token lives.
 */
public final class EndedSessions {
    private static final int REMEMBERED = 100_000;
    /** A transaction that ended a session became visible at most so long after its beginning. */
    private static final Duration COMMITTING = Duration.ofMinutes(1);

    private final PeopleStore store;
    private final Duration tokenLife;
    private final Cache<UUID, Boolean> ended;
    private final List<Consumer<Set<UUID>>> listeners = new CopyOnWriteArrayList<>();

    private volatile Runnable tell = () -> {};

    public EndedSessions(PeopleStore store, Duration tokenLife) {
        this.store = store;
        this.tokenLife = tokenLife;
        this.ended = Caffeine.newBuilder()
                .maximumSize(REMEMBERED)
                .expireAfterWrite(tokenLife.plus(COMMITTING))
                .build();
    }

    /** Registers what a room does with sessions that ended, each told once. */
    public void onEnd(Consumer<Set<UUID>> listener) {
        listeners.add(listener);
    }

    /** Whether a token of this session is worth nothing any more. */
    public boolean has(UUID session) {
        return ended.getIfPresent(session) != null;
    }

    /** Takes in what ends elsewhere, and tells others. */
    public void follow(Changes changes) {
        tell = changes.follow(
                "sessions",
                keys -> {
                    take(keys.stream().map(UUID::fromString).toList());
                    return Future.succeededFuture();
                },
                this::refresh);
    }

    /** Takes what ended elsewhere. At the boot. */
    public Future<Void> refresh() {
        return store.endedSessions(tokenLife.plus(COMMITTING), REMEMBERED).map(sessions -> {
            take(sessions);
            return null;
        });
    }

    /** What ended here is stored: others may look. */
    void stored() {
        tell.run();
    }

    void end(UUID session) {
        take(Set.of(session));
    }

    private void take(Collection<UUID> sessions) {
        Set<UUID> news = sessions.stream()
                .filter(session -> ended.asMap().putIfAbsent(session, true) == null)
                .collect(Collectors.toUnmodifiableSet());
        if (!news.isEmpty()) {
            listeners.forEach(listener -> listener.accept(news));
        }
    }
}
