package kepu.bench.load;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection with at most one request under way. One that the server closes between two requests is opened anew at once, so that no request
 * waits for that; one that breaks with a request on it, by the next request. Touched on its event loop only.
 */
final class Connection {
    /** How a request ends: with an answer, or by what went wrong in few words. */
    interface End {
        void answered(int status, Buffer body);

        void failed(String fault);
    }

    private final NetClient client;
    private final FixedRate.Target target;
    private @Nullable NetSocket socket;
    private @Nullable Future<NetSocket> opening;
    private @Nullable End underWay;
    private long since;

    Connection(NetClient client, FixedRate.Target target) {
        this.client = client;
        this.target = target;
    }

    Future<NetSocket> open() {
        Future<NetSocket> now = opening;
        if (now == null) {
            now = client.connect(target.port(), target.host());
            opening = now;
            now.onComplete(done -> opening = null).onSuccess(this::opened);
        }
        return now;
    }

    private void opened(NetSocket opened) {
        AnswerReader reader = AnswerReader.withBodies(this::answered);
        socket = opened;
        opened.handler(bytes -> {
            if (opened.equals(socket)) {
                read(reader, bytes);
            }
        });
        opened.closeHandler(closed -> {
            if (opened.equals(socket)) {
                boolean idle = underWay == null;
                end("closed");
                if (idle) {
                    open();
                }
            }
        });
    }

    /** Sends a request on a connection that is free. */
    void ask(byte[] request, End end) {
        underWay = end;
        since = System.nanoTime();
        NetSocket open = socket;
        if (open != null) {
            open.write(Buffer.buffer(request));
            return;
        }
        open().onComplete(done -> {
            if (done.failed()) {
                end(done.cause().getClass().getSimpleName());
            } else if (end.equals(underWay)) {
                done.result().write(Buffer.buffer(request));
            }
        });
    }

    /** Gives up what is under way for too long. */
    void giveUp(long now) {
        if (underWay != null && now - since > target.timeout().toNanos()) {
            end("no answer in time");
        }
    }

    private void read(AnswerReader reader, Buffer bytes) {
        try {
            reader.read(bytes);
        } catch (IllegalStateException noAnswer) {
            end("no answer of HTTP");
        }
    }

    private void answered(int status, Buffer body) {
        End end = underWay;
        underWay = null;
        if (end != null) {
            end.answered(status, body);
        }
    }

    /** Breaks the connection and with it what is under way. */
    private void end(String fault) {
        NetSocket broken = socket;
        socket = null;
        if (broken != null) {
            broken.close();
        }
        End end = underWay;
        underWay = null;
        if (end != null) {
            end.failed(fault);
        }
    }
}
