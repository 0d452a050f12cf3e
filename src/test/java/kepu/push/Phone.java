package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.testing.LiveSocket;
import kepu.testing.LiveStream;
import kepu.testing.Told;
import org.jspecify.annotations.Nullable;

/**
 * A resident's phone. It has a live line, goes back to its last place when the line breaks, after the wait that the node asked for, says
 * that it read what came, and reports that it was opened; when it comes back it reports everything again, under the same ids.
 */
final class Phone {
    private static final int LISTENING_MILLIS = 25;

    private final Calls calls;
    private final String token;
    private final boolean isSocket;
    private final String at = Instant.now().toString();
    private final List<Told> told = new CopyOnWriteArrayList<>();
    private final List<Long> waits = new CopyOnWriteArrayList<>();
    private final AtomicInteger read = new AtomicInteger();
    private final AtomicInteger opened = new AtomicInteger();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private volatile @Nullable String place;
    private volatile boolean isOver;

    private Phone(Calls calls, String token, boolean isSocket, @Nullable String place) {
        this.calls = calls;
        this.token = token;
        this.isSocket = isSocket;
        this.place = place;
    }

    /** Switches one on; {@code place} is where it stood before, null for one that begins now. */
    static Phone on(Calls calls, String token, boolean isSocket, @Nullable String place) {
        Phone phone = new Phone(calls, token, isSocket, place);
        Thread.ofVirtual().start(() -> {
            try {
                phone.live();
                phone.end.complete(null);
            } catch (Throwable e) {
                phone.ready.completeExceptionally(e);
                phone.end.completeExceptionally(e);
            }
        });
        return phone;
    }

    /** Done at the first hello. */
    CompletableFuture<Void> ready() {
        return ready;
    }

    /** What it was told in all its lines, in that order. */
    List<String> told() {
        return told.stream().map(Told::id).toList();
    }

    int toldCount() {
        return told.size();
    }

    /** Publications that it got an answer for, when it said that they were read. */
    int read() {
        return read.get();
    }

    /** How many lines it had. */
    int opened() {
        return opened.get();
    }

    /** The waits in milliseconds that nodes asked it for, as they ended. */
    List<Long> waits() {
        return waits;
    }

    /** Whether something went wrong. */
    boolean isBroken() {
        return end.isCompletedExceptionally();
    }

    /** Switches it off; done, with what went wrong, when it is. */
    CompletableFuture<Void> off() {
        isOver = true;
        return end;
    }

    private void live() {
        while (!isOver) {
            long wait = Calls.PAUSE_MILLIS;
            try (Line line = line()) {
                if (line != null) {
                    listen(line);
                    wait = asked(line, wait);
                }
            }
            calls.pause(wait);
        }
    }

    /** A line of either kind. */
    private record Line(
            BlockingQueue<Told> told,
            CompletableFuture<Void> ended,
            CompletableFuture<Long> retry,
            AutoCloseable closing)
            implements AutoCloseable {
        @Override
        public void close() {
            try {
                closing.close();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }
    }

    private long asked(Line line, long otherwise) {
        Long asked = line.retry().getNow(null);
        if (asked != null) {
            waits.add(asked);
        }
        return asked == null ? otherwise : asked;
    }

    /** Null when the node does not let it in. */
    private @Nullable Line line() {
        try {
            if (isSocket) {
                LiveSocket socket = LiveSocket.open(calls.client(), calls.uri("/v1/socket"), token, place);
                return new Line(socket.told(), socket.ended(), socket.retry(), socket);
            }
            LiveStream stream = LiveStream.open(calls.client(), calls.uri("/v1/stream"), token, place);
            return new Line(stream.told(), stream.ended(), stream.retry(), stream);
        } catch (AssertionError e) {
            return null;
        }
    }

    private void listen(Line line) {
        boolean isHello = true;
        while (!isOver) {
            Told next = next(line);
            if (next == null && line.ended().isDone() && line.told().isEmpty()) {
                return;
            }
            if (next == null) {
                continue;
            }
            if (isHello) {
                hello(next);
                isHello = false;
                continue;
            }
            List<Told> news = new ArrayList<>(List.of(next));
            line.told().drainTo(news);
            news.forEach(this::hear);
            say(news.stream().map(Told::id).toList());
        }
    }

    private void hello(Told hello) {
        assertThat(hello.event()).isEqualTo("hello");
        assertThat(hello.data().getBoolean("resumed")).as("%s", hello).isEqualTo(place != null);
        place = place == null ? hello.data().getString("offset") : place;
        opened.incrementAndGet();
        ready.complete(null);
        report(told());
    }

    private void hear(Told next) {
        assertThat(next.event()).as("%s", next).isEqualTo("publication");
        told.add(next);
        place = next.offset();
    }

    private void say(List<String> publications) {
        JsonObject body = new JsonObject().put("publications", new JsonArray(publications));
        Calls.Answer answer = calls.insist("POST", "/v1/inbox/read", body, token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        report(publications);
        read.addAndGet(publications.size());
    }

    /** Reports each as opened from the push, and once more from the feed; gives how many of these reports were new. */
    int report(List<String> publications) {
        JsonArray events = new JsonArray();
        for (Told one : told) {
            if (publications.contains(one.id())) {
                events.add(opened(one, "p", "push:" + one.id())).add(opened(one, "f", "f"));
            }
        }
        if (events.isEmpty()) {
            return 0;
        }
        Calls.Answer answer = calls.insist("POST", "/v1/events", new JsonObject().put("events", events), token);
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        JsonObject stored = answer.json();
        assertThat(stored.getInteger("accepted") + stored.getInteger("duplicates"))
                .as(answer.text())
                .isEqualTo(events.size());
        return stored.getInteger("accepted");
    }

    private JsonObject opened(Told one, String kind, String feed) {
        return new JsonObject()
                .put("id", kind + one.id())
                .put("type", "open")
                .put("item", one.data().getJsonObject("item").getString("id"))
                .put("feed", feed)
                .put("at", at);
    }

    private static @Nullable Told next(Line line) {
        try {
            return line.told().poll(LISTENING_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
