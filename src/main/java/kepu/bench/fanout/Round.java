package kepu.bench.fanout;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import kepu.bench.load.Usage;

/**
 * What one publication to everybody took, in milliseconds.
 *
 * @param fromAsked from the publisher's request to the last reader's receipt
 * @param fromFirst from the first reader's receipt to the last reader's
 * @param fromAnswer from the answer to the publisher to the last reader's receipt; below nothing when the answer came later, as it does
 *     where the server tells the readers before it answers
 * @param cpu of the server, its database not counted
 * @param databaseCpu of the database meanwhile
 * @param readersCpu of the readers
 */
record Round(double fromAsked, double fromFirst, double fromAnswer, double cpu, double databaseCpu, double readersCpu) {
    /** The server may still have something to put away when everybody has been told; that counts. */
    private static final long PUTTING_AWAY_NANOS = 50_000_000;

    /** The processes whose time is taken. */
    record Watched(List<ProcessHandle> server, List<ProcessHandle> database, List<ProcessHandle> readers) {
        /** Those that run now, with what they started. */
        static Watched of(Broadcaster server, List<ProcessHandle> database, Crowd crowd) {
            return new Watched(Usage.trees(server.processes()), Usage.trees(database), crowd.processes());
        }
    }

    private static final double NANOS_A_MILLI = 1e6;

    /** Publishes once and waits until everybody was told. */
    static Round run(int round, Broadcaster server, Crowd crowd, Watched watched) throws IOException {
        server.prepare(round);
        LockSupport.parkNanos(PUTTING_AWAY_NANOS);
        long cpu = Usage.cpuMillis(watched.server());
        long databaseCpu = Usage.cpuMillis(watched.database());
        long readersCpu = Usage.cpuMillis(watched.readers());
        Broadcaster.Sent sent = server.publish();
        Crowd.Told told = crowd.told(round);
        LockSupport.parkNanos(PUTTING_AWAY_NANOS);
        return new Round(
                millis(told.lastNanos() - sent.askedNanos()),
                millis(told.lastNanos() - told.firstNanos()),
                millis(told.lastNanos() - sent.answeredNanos()),
                Usage.cpuMillis(watched.server()) - cpu,
                Usage.cpuMillis(watched.database()) - databaseCpu,
                Usage.cpuMillis(watched.readers()) - readersCpu);
    }

    private static double millis(long nanos) {
        return nanos / NANOS_A_MILLI;
    }
}
