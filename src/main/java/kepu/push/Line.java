package kepu.push;

/** One live connection, used on its own event loop only. */
public interface Line {
    /** Sends a frame; the transport keeps what the reader is slow to take. */
    void send(Frame frame);

    /** Writes a sign of life that means nothing. */
    void beat();

    /** Bytes that wait for the reader passed the limit. */
    boolean isFull();

    /** Ends the connection; the reader comes back and catches up. */
    void close();

    /** Ends the connection because the node ends: the reader is asked to come back after so long. */
    void leave(long returnMillis);
}
