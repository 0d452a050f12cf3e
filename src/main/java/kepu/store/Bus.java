package kepu.store;

import java.util.function.Consumer;

/**
 * Hints from node to node, and nothing but hints: each may be lost, come twice, come late or be forged. What a hint is about is read from
 * PostgreSQL, and looked for without one too; so a bus that is away costs time and never correctness.
 */
public interface Bus extends AutoCloseable {
    /** Tells all other nodes; never waits, never fails. */
    void publish(String topic, String payload);

    /**
     * Hears what other nodes tell, never what this one told. Before {@link #start}. The handler is called on a thread of the bus and must be
     * quick.
     */
    void subscribe(String topic, Consumer<String> handler);

    /** Begins to hear; also when there is nothing to hear from yet. */
    void start();

    @Override
    void close();
}
