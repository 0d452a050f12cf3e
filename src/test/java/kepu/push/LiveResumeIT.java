package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import kepu.people.Role;
import kepu.testing.Desk;
import kepu.testing.Eventually;
import kepu.testing.House;
import kepu.testing.LiveSocket;
import kepu.testing.LiveStream;
import kepu.testing.Told;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Readers who lose their connection again and again while publications go on. */
class LiveResumeIT {
    private static final String VILLAGE = "510903100208";
    private static final String NEIGHBOUR = "510903100210";
    private static final int PUBLISHERS = 3;
    private static final int CAMPAIGNS_EACH = 25;
    private static final int READERS = 6;
    private static final int MOST_BEFORE_A_DROP = 15;
    private static final int LONGEST_READ = 5_000;

    @RegisterExtension
    static final House house = new House();

    /** A reader: {@code started} when the first hello was said, {@code end} with all that was told. */
    private record Reader(CompletableFuture<Void> started, CompletableFuture<List<Told>> end) {}

    /** Set when the last publication is out. */
    private final AtomicReference<@Nullable String> last = new AtomicReference<>();

    @Test
    void nothingIsLostAndNothingComesTwice() {
        long seed = new Random().nextLong();
        List<String> items = house.items(5);
        List<Reader> readers = IntStream.range(0, READERS)
                .mapToObj(i -> reader(house.resident(VILLAGE), i % 2 == 0, new Random(seed + i)))
                .toList();
        readers.forEach(reader -> Eventually.soon("a first hello", reader.started()));
        List<CompletableFuture<Void>> publishing = IntStream.range(0, PUBLISHERS)
                .mapToObj(i -> publisher(items, new Random(seed - 1 - i)))
                .toList();
        publishing.forEach(done -> Eventually.soon("all publications, seed " + seed, done));
        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        last.set(operator.publications(Desk.region(VILLAGE), items.getFirst()).getFirst());

        List<String> published = house
                .sql("select seq from publication where audience::text like ? order by seq", "%" + VILLAGE + "%")
                .stream()
                .map(List::getFirst)
                .toList();
        List<String> live = Desk.inbox(house, house.resident(VILLAGE)).reversed();
        for (Reader reader : readers) {
            List<Told> told = Eventually.soon("a reader gets to the end, seed " + seed, reader.end());
            List<String> got = ids(told, "publication");
            assertThat(got).as("seed %d: once each", seed).doesNotHaveDuplicates();
            assertThat(got).as("seed %d: in order", seed).isSubsetOf(published).isSortedAccordingTo(byNumber());
            List<String> cancelled = ids(told, "cancel");
            assertThat(cancelled).as("seed %d: cancellations once each", seed).doesNotHaveDuplicates();
            List<String> left = new ArrayList<>(got);
            left.removeAll(cancelled);
            assertThat(tail(left)).as("seed %d: what is out at the end", seed).isEqualTo(live);
            Set<String> neverTold = new HashSet<>(published);
            neverTold.removeAll(got);
            assertThat(cancelled)
                    .as("seed %d: only cancelled ones were missed", seed)
                    .containsAll(neverTold);
        }
    }

    /** An inbox page holds a hundred. */
    private static List<String> tail(List<String> ids) {
        return ids.subList(Math.max(0, ids.size() - 100), ids.size());
    }

    private static java.util.Comparator<String> byNumber() {
        return java.util.Comparator.comparingLong(Long::parseLong);
    }

    private static List<String> ids(List<Told> told, String event) {
        return told.stream()
                .filter(one -> one.event().equals(event))
                .map(Told::id)
                .toList();
    }

    /** Publishes to this village and its neighbour, a few items at a time, and takes some back. */
    private CompletableFuture<Void> publisher(List<String> items, Random random) {
        Desk operator = Desk.of(house, Role.OPERATOR, "510903");
        return CompletableFuture.runAsync(() -> {
            for (int i = 0; i < CAMPAIGNS_EACH; i++) {
                String village = random.nextInt(4) == 0 ? NEIGHBOUR : VILLAGE;
                String[] some =
                        items.subList(0, 1 + random.nextInt(items.size())).toArray(String[]::new);
                JsonObject running = operator.published(Desk.region(village), some);
                if (random.nextInt(5) == 0) {
                    operator.withdrawn(running.getString("id"));
                }
            }
        });
    }

    private Reader reader(String token, boolean socket, Random random) {
        Reader reader = new Reader(new CompletableFuture<>(), new CompletableFuture<>());
        Thread.ofVirtual().start(() -> {
            try {
                List<Told> told = new ArrayList<>();
                String offset = null;
                while (told.isEmpty() || !told.getLast().id().equals(last.get())) {
                    assertThat(told).hasSizeLessThan(LONGEST_READ);
                    offset = socket ? bySocket(token, offset, random, told) : byStream(token, offset, random, told);
                    reader.started().complete(null);
                }
                reader.end().complete(told);
            } catch (Throwable e) {
                reader.started().completeExceptionally(e);
                reader.end().completeExceptionally(e);
            }
        });
        return reader;
    }

    private String byStream(String token, @Nullable String offset, Random random, List<Told> told) {
        try (LiveStream line = LiveStream.open(house, token, offset)) {
            Told hello = line.next("hello");
            return read(line.told(), hello.data().getString("offset"), random, told);
        }
    }

    private String bySocket(String token, @Nullable String offset, Random random, List<Told> told) {
        try (LiveSocket line = LiveSocket.open(house, token, offset)) {
            Told hello = line.next("hello");
            return read(line.told(), hello.data().getString("offset"), random, told);
        }
    }

    /** Reads a few, or until nothing comes for a moment; gives where it stands. */
    private static String read(BlockingQueue<Told> line, String from, Random random, List<Told> told) {
        String offset = from;
        try {
            for (int i = random.nextInt(MOST_BEFORE_A_DROP + 1); i > 0; i--) {
                Told next = line.poll(200, TimeUnit.MILLISECONDS);
                if (next == null) {
                    return offset;
                }
                assertThat(next.event()).isIn("publication", "cancel");
                told.add(next);
                offset = next.offset();
            }
            return offset;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
