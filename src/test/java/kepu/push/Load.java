package kepu.push;

import static kepu.testing.Eventually.soon;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * People behind a balancer: they turn the pages of feeds and tell what they did, each call on the node whose turn it is. Whatever gets no
 * answer goes to the next node with the same words, and a node that gave none gets no more, as a balancer has it.
 */
final class Load {
    private static final int BATCH = 20;
    private static final int PAUSE_MILLIS = 5;
    private static final List<String> TYPES = List.of("impression", "open", "finish", "like", "play", "progress");

    private final List<Calls> nodes;
    private final Set<Calls> out = ConcurrentHashMap.newKeySet();
    private final List<String> items;
    private final List<CompletableFuture<Void>> people = new ArrayList<>();
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
    private final Set<String> opened = ConcurrentHashMap.newKeySet();
    private final AtomicInteger pages = new AtomicInteger();
    private volatile boolean isOver;

    Load(List<URI> nodes, List<String> items) {
        this.nodes = nodes.stream().map(uri -> new Calls(() -> uri)).toList();
        this.items = items;
    }

    /** Somebody who tells what they do, some of it twice. */
    void tells(String token, long seed) {
        Random random = new Random(seed);
        int person = people.size();
        begin(turn -> {
            JsonArray events = new JsonArray();
            for (int i = 0; i < BATCH; i++) {
                events.add(event("l" + person + "-" + turn + "-" + i, random));
            }
            JsonObject body = new JsonObject().put("events", events);
            told(person, events, balanced(person + turn, "POST", "/v1/events", body, token));
            if (random.nextInt(8) == 0) {
                JsonObject again = balanced(person + turn + 1, "POST", "/v1/events", body, token)
                        .json();
                assertThat(again.getInteger("duplicates")).as(again.encode()).isEqualTo(BATCH);
            }
        });
    }

    /** Somebody who reads two pages of a feed, on two nodes. */
    void reads(String token) {
        int person = people.size();
        begin(turn -> {
            JsonObject first = balanced(person + turn, "GET", "/v1/feed?size=10", null, token)
                    .json();
            assertThat(first.getJsonArray("items")).hasSize(10);
            String next = "/v1/feed?size=10&cursor=" + first.getString("next");
            Calls.Answer second = balanced(person + turn + 1, "GET", next, null, token);
            assertThat(second.status()).as(second.text()).isEqualTo(200);
            assertThat(second.json().getJsonArray("items")).hasSize(10);
            pages.addAndGet(2);
        });
    }

    private interface Turn {
        void take(int number);
    }

    private void begin(Turn turn) {
        CompletableFuture<Void> end = new CompletableFuture<>();
        people.add(end);
        Thread.ofVirtual().start(() -> {
            try {
                for (int number = 0; !isOver; number++) {
                    turn.take(number);
                    nodes.getFirst().pause(PAUSE_MILLIS);
                }
                end.complete(null);
            } catch (Throwable e) {
                end.completeExceptionally(e);
            }
        });
    }

    private JsonObject event(String id, Random random) {
        return new JsonObject()
                .put("id", id)
                .put("type", TYPES.get(random.nextInt(TYPES.size())))
                .put("item", items.get(random.nextInt(items.size())))
                .put("at", Instant.now().toString());
    }

    private void told(int person, JsonArray events, Calls.Answer answer) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
        JsonObject said = answer.json();
        assertThat(said.getInteger("accepted") + said.getInteger("duplicates"))
                .as(answer.text())
                .isEqualTo(BATCH);
        events.stream().map(JsonObject.class::cast).forEach(event -> {
            acknowledged.add(event.getString("id"));
            if (Set.of("open", "play").contains(event.getString("type"))) {
                opened.add(person + " " + event.getString("item"));
            }
        });
    }

    /** The first answer of a node from the one whose turn it is on. */
    private Calls.Answer balanced(int turn, String method, String path, @Nullable JsonObject body, String token) {
        for (int i = 0; i < nodes.size(); i++) {
            Calls node = nodes.get((turn + i) % nodes.size());
            Calls.Answer answer = out.contains(node) ? null : node.once(method, path, body, token);
            if (answer != null) {
                return answer;
            }
            out.add(node);
        }
        throw new AssertionError("no node answers " + method + " " + path);
    }

    /** Ends it, as soon as everybody has their answer. */
    void end() {
        isOver = true;
        people.forEach(person -> soon("somebody has their answer", person));
    }

    boolean isBroken() {
        return people.stream().anyMatch(CompletableFuture::isCompletedExceptionally);
    }

    /** The ids of events that were acknowledged. */
    Set<String> acknowledged() {
        return new HashSet<>(acknowledged);
    }

    /** Openings that count a service each. */
    int opened() {
        return opened.size();
    }

    int pages() {
        return pages.get();
    }

    /** Calls of a node that got no answer, and answers of 503. */
    int errors(int node) {
        return nodes.get(node).broken() + nodes.get(node).refusals();
    }

    int size() {
        return people.size();
    }
}
