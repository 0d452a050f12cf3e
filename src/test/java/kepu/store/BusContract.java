package kepu.store;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every bus does. A hint may be lost, so tests tell it again until it is heard. */
abstract class BusContract {
    private static final AtomicInteger HINTS = new AtomicInteger();

    private final List<Bus> open = new ArrayList<>();
    Node a;
    Node b;

    /** A node that writes down what it hears on {@code news}. */
    record Node(Bus bus, Queue<String> heard) {
        /** Tells others until one has heard it. */
        void reaches(Node other) {
            String hint = "hint " + HINTS.incrementAndGet();
            eventually("a hint is heard", () -> {
                bus.publish("news", hint);
                return other.heard().contains(hint);
            });
        }
    }

    /** The bus of another node of the same installation. */
    abstract Bus bus();

    @BeforeEach
    void twoNodes() {
        a = node();
        b = node();
        a.reaches(b);
        b.reaches(a);
    }

    @AfterEach
    void close() {
        open.forEach(Bus::close);
    }

    Node node() {
        Node node = new Node(bus(), new ConcurrentLinkedQueue<>());
        open.add(node.bus());
        node.bus().subscribe("news", node.heard()::add);
        node.bus().start();
        return node;
    }

    @Test
    void aHintReachesEveryOtherNodeAsItWasTold() {
        Node c = node();
        a.reaches(c);
        String hint = "县里 \"{}\"\n" + HINTS.incrementAndGet();
        eventually("both hear it", () -> {
            a.bus().publish("news", hint);
            return b.heard().contains(hint) && c.heard().contains(hint);
        });
    }

    @Test
    void whoTellsDoesNotHearItself() {
        a.bus().publish("news", "of a");
        a.reaches(b);
        b.reaches(a);
        assertThat(a.heard()).doesNotContain("of a");
    }

    @Test
    void aTopicIsHeardByThoseWhoAskedForIt() {
        a.bus().publish("other", "of another topic");
        a.reaches(b);
        assertThat(b.heard()).doesNotContain("of another topic");
    }

    @Test
    void aHandlerThatFailsKeepsNoOtherFromHearing() {
        Bus bus = bus();
        open.add(bus);
        Queue<String> heard = new ConcurrentLinkedQueue<>();
        bus.subscribe("news", hint -> {
            throw new IllegalStateException("a test's");
        });
        bus.subscribe("news", heard::add);
        bus.start();
        a.reaches(new Node(bus, heard));
        a.reaches(b);
    }

    @Test
    void whoLeftHearsNothingAndTellsNobody() {
        b.bus().close();
        b.heard().clear();
        b.bus().publish("news", "from beyond");
        Node c = node();
        a.reaches(c);
        assertThat(b.heard()).isEmpty();
        assertThat(a.heard()).doesNotContain("from beyond");
    }
}
