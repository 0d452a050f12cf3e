package kepu.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A line from a port of its own to a server's port, which can be cut and mended and led to another server. */
final class Cable implements AutoCloseable {
    private static final int BACKLOG = 50;

    private final ServerSocket listening;
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile int port;
    private volatile boolean whole = true;

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
            Thread back = Thread.ofVirtual().start(() -> pass(far, near));
            pass(near, far);
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

    private static void pass(Socket from, Socket to) {
        try {
            InputStream in = from.getInputStream();
            in.transferTo(to.getOutputStream());
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
