package kepu.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A line from a port of its own to a server's port, which can be cut and mended and led to another server, and counts what comes over it. */
final class Cable implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int CHUNK = 16 * 1024;

    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean whole = true;
    private volatile boolean answers = true;
    private final AtomicLong brought = new AtomicLong();

    private Cable(ServerSocket listening, int port) {
        this.listening = listening;
        this.port = port;
    }

    static Cable to(int port) throws IOException {
        Cable cable = new Cable(new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress()), port);
        Thread.ofVirtual().start(cable::accept);
        return cable;
    }

    /** Where a browser finds the server. */
    URI end() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Ends all connections; new ones end as soon as they are made. */
    void cut() {
        whole = false;
        sockets.forEach(Cable::end);
    }

    void mend() {
        whole = true;
        answers = true;
    }

    /** From now on the server gets what it is asked, and its answers are lost, until the line is mended. */
    void loseAnswers() {
        answers = false;
    }

    /** The bytes that came from the server so far, headers and all. */
    long brought() {
        return brought.get();
    }

    void leadTo(int other) {
        port = other;
        sockets.forEach(Cable::end);
    }

    @Override
    public void close() {
        cut();
        try {
            listening.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket near = listening.accept();
                Thread.ofVirtual().start(() -> connect(near));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket near) {
        sockets.add(near);
        try (near;
                Socket far = new Socket(InetAddress.getLoopbackAddress(), port)) {
            sockets.add(far);
            if (!whole) {
                return;
            }
            Thread back = Thread.ofVirtual().start(() -> pass(far, near, true));
            pass(near, far, false);
            back.join();
            sockets.remove(far);
        } catch (IOException gone) {
            end(near);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.remove(near);
        }
    }

    private void pass(Socket from, Socket to, boolean back) {
        byte[] chunk = new byte[CHUNK];
        try {
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
                if (back) {
                    brought.addAndGet(length);
                }
                if (!back || answers) {
                    out.write(chunk, 0, length);
                }
            }
            to.shutdownOutput();
        } catch (IOException gone) {
            end(from);
            end(to);
        }
    }

    private static void end(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
