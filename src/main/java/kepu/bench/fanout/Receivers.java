package kepu.bench.fanout;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A process that holds many live lines by one thread and reads as little as it must. Arguments: the port, the address to connect from,
 * how many lines, and a file with a path and a token (or {@code -}) a line, which the lines take in turn. It ends when its input does.
 */
public final class Receivers {
    private static final int BUFFER_BYTES = 65_536;
    private static final int AT_ONCE = 128;
    private static final String HOST = "127.0.0.1";

    private final InetSocketAddress server;
    private final InetAddress from;
    private final int count;
    private final List<String> requests;
    private final Selector selector;
    private final Arrivals arrivals;
    private final Sample sample = new Sample();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private int started;
    private int opening;

    private Receivers(int port, InetAddress from, int count, List<String> requests, PrintStream out)
            throws IOException {
        this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        this.from = from;
        this.count = count;
        this.requests = requests;
        this.selector = Selector.open();
        this.arrivals = new Arrivals(out);
    }

    public static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        Thread.ofPlatform().daemon().start(Receivers::endWithInput);
        Receivers receivers = new Receivers(
                Integer.parseInt(arguments[0]),
                InetAddress.ofLiteral(arguments[1]),
                Integer.parseInt(arguments[2]),
                Files.readAllLines(Path.of(arguments[3])),
                out);
        try {
            receivers.run();
        } catch (IOException | RuntimeException e) {
            receivers.arrivals.fault(e.toString());
        }
    }

    private static void endWithInput() {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            while (in.readLine() != null) {
                // nothing is asked: the end is the message
            }
        } catch (IOException e) {
            // as good as the end
        }
        Runtime.getRuntime().halt(0);
    }

    private void run() throws IOException {
        arrivals.expect(count);
        while (true) {
            while (started < count && opening < AT_ONCE) {
                connect();
            }
            selector.select(this::ready);
        }
    }

    private void connect() throws IOException {
        SocketChannel channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        channel.bind(new InetSocketAddress(from, 0));
        channel.connect(server);
        channel.register(selector, SelectionKey.OP_CONNECT, requests.get(started % requests.size()));
        started++;
        opening++;
    }

    private void ready(SelectionKey key) {
        try {
            if (key.attachment() instanceof Reader reader) {
                read(key, reader);
            } else {
                ask(key, (String) key.attachment());
            }
        } catch (IOException | RuntimeException e) {
            key.cancel();
            arrivals.fault(e.toString());
        }
    }

    private void ask(SelectionKey key, String request) throws IOException {
        SocketChannel channel = (SocketChannel) key.channel();
        channel.finishConnect();
        String[] parts = request.split(" ", 2);
        String authorization = parts[1].equals("-") ? "" : "Authorization: Bearer " + parts[1] + "\r\n";
        ByteBuffer head =
                StandardCharsets.US_ASCII.encode("GET %s HTTP/1.1\r\nHost: %s:%d\r\nAccept: text/event-stream\r\n%s\r\n"
                        .formatted(parts[0], HOST, server.getPort(), authorization));
        channel.write(head);
        if (head.hasRemaining()) {
            throw new IOException("the request was not taken in one piece");
        }
        key.attach(new Reader(arrivals, () -> opening--));
        key.interestOps(SelectionKey.OP_READ);
    }

    private void read(SelectionKey key, Reader reader) throws IOException {
        buffer.clear();
        if (((SocketChannel) key.channel()).read(buffer) < 0) {
            throw new IOException("the server closed a line");
        }
        reader.take(buffer.flip(), sample);
    }
}
