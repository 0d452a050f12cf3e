package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.http.stream.Chunks;
import kepu.http.stream.SocketLine;
import kepu.http.stream.SseLine;
import kepu.people.Caller;
import kepu.people.Residents;
import kepu.people.Tokens;
import kepu.push.Connection;
import kepu.push.Hub;
import kepu.push.Line;
import kepu.push.Place;
import kepu.push.Push;
import kepu.push.Viewer;
import org.jspecify.annotations.Nullable;

/** Opens live lines. A line ends when its token does or its session: the reader comes back with a fresh one and resumes where it stood. */
final class LiveRoutes {
    private static final long RELEASE_MILLIS = 1_000;
    private static final long FIRST_FRAME_MILLIS = 10_000;
    private static final short POLICY = 1008;
    private static final short TRY_AGAIN = 1013;
    private static final int MOST_RECEIPTS = 100;
    private static final Set<String> FIRST_FIELDS = Set.of("token", "offset");
    private static final Set<String> LATER_FIELDS = Set.of("delivered");

    private final Vertx vertx;
    private final Hub.Shard shard;
    private final Push push;
    private final Residents residents;
    private final Tokens tokens;
    private final Clock clock;
    private final Config.Push config;
    private final Chunks chunks = new Chunks();

    LiveRoutes(
            Vertx vertx,
            Hub.Shard shard,
            Push push,
            Residents residents,
            Tokens tokens,
            Clock clock,
            Config.Push config) {
        this.vertx = vertx;
        this.shard = shard;
        this.push = push;
        this.residents = residents;
        this.tokens = tokens;
        this.clock = clock;
        this.config = config;
        vertx.setPeriodic(Duration.ofSeconds(config.heartbeatSeconds()).toMillis(), beat -> shard.beat());
        vertx.setPeriodic(RELEASE_MILLIS, second -> shard.release());
    }

    void mount(Edge edge) {
        edge.stream("stream", this::stream).stream("socket", this::socket);
    }

    private void stream(Request request, RoutingContext context) {
        Place from = place(request.maybe("Last-Event-ID"));
        viewer(request.caller(), from)
                .onSuccess(viewer -> stream(context, request.caller(), viewer, from))
                .onFailure(cause -> Problems.answer(context, cause));
    }

    /** Who it is, when all that they may have been told elsewhere is here. */
    private Future<Viewer> viewer(Caller caller, @Nullable Place from) {
        return Loop.of(vertx).own(push.reach(from).compose(reached -> InboxRoutes.viewer(caller, residents)));
    }

    private void stream(RoutingContext context, Caller caller, Viewer viewer, @Nullable Place from) {
        if (context.response().closed()) {
            return;
        }
        SseLine line = new SseLine(context.request(), config.slowReaderBytes(), chunks);
        try {
            Connection connection = open(caller, viewer, line, from);
            long ending = endAt(expiry(caller), connection);
            context.response().closeHandler(closed -> {
                vertx.cancelTimer(ending);
                connection.closed();
            });
        } catch (Failure e) {
            context.response().setChunked(false).headers().clear();
            Problems.answer(context, e);
        }
    }

    private void socket(Request request, RoutingContext context) {
        if (!"websocket".equalsIgnoreCase(context.request().getHeader("upgrade"))
                || context.request().getHeader("sec-websocket-key") == null) {
            throw notSocket();
        }
        context.request()
                .toWebSocket()
                .onSuccess(this::await)
                .onFailure(cause -> Problems.answer(context, notSocket()));
    }

    private static Failure.Invalid notSocket() {
        return new Failure.Invalid("not-websocket", "这个地址只接受 WebSocket 连接");
    }

    /** The first frame says who it is. */
    private void await(ServerWebSocket socket) {
        long late = vertx.setTimer(FIRST_FRAME_MILLIS, timer -> socket.close(POLICY, "no token"));
        socket.closeHandler(closed -> vertx.cancelTimer(late));
        socket.exceptionHandler(broken -> refuse(socket, new Failure.Invalid("socket-frame", "这一帧太大或不合规定")));
        socket.textMessageHandler(text -> {
            vertx.cancelTimer(late);
            socket.textMessageHandler(ignored -> {});
            try {
                JsonObject first = frame(text, FIRST_FIELDS);
                Caller caller = tokens.caller(String.valueOf(first.getValue("token")));
                Place from = first.getValue("offset") == null ? null : place(String.valueOf(first.getValue("offset")));
                viewer(caller, from)
                        .onSuccess(viewer -> open(socket, caller, viewer, from))
                        .onFailure(cause -> refuse(socket, cause));
            } catch (RuntimeException e) {
                refuse(socket, e);
            }
        });
    }

    private void open(ServerWebSocket socket, Caller caller, Viewer viewer, @Nullable Place from) {
        if (socket.isClosed()) {
            return;
        }
        try {
            SocketLine line = new SocketLine(socket, config.slowReaderBytes());
            Connection connection = open(caller, viewer, line, from);
            long ending = endAt(expiry(caller), connection);
            socket.closeHandler(closed -> {
                vertx.cancelTimer(ending);
                connection.closed();
            });
            socket.textMessageHandler(text -> received(socket, viewer, text));
        } catch (RuntimeException e) {
            refuse(socket, e);
        }
    }

    /** A session may have ended while its reader was looked up; from here on the hub hears of it. */
    private Connection open(Caller caller, Viewer viewer, Line line, @Nullable Place from) {
        tokens.alive(caller);
        return shard.open(viewer, session(caller), line, from);
    }

    private void received(ServerWebSocket socket, Viewer viewer, String text) {
        try {
            JsonArray ids = frame(text, LATER_FIELDS).getJsonArray("delivered");
            if (ids == null || ids.size() > MOST_RECEIPTS) {
                throw new Failure.Invalid("socket-frame", "只接受 {\"delivered\": [编号…]}，最多 " + MOST_RECEIPTS + " 个");
            }
            List<Long> seqs = new ArrayList<>();
            ids.forEach(id -> seqs.add(seq(String.valueOf(id))));
            if (viewer instanceof Viewer.OfResident(var opened)) {
                // as they are now: they may have moved since the line opened
                residents.resident(opened.id()).compose(now -> push.inbox().receive(now, seqs, false));
            }
        } catch (RuntimeException e) {
            refuse(socket, e);
        }
    }

    private static JsonObject frame(String text, Set<String> fields) {
        JsonObject frame = Wire.object(io.vertx.core.buffer.Buffer.buffer(text));
        if (!fields.containsAll(frame.fieldNames())) {
            throw new Failure.Invalid("socket-frame", "这一帧只能有 " + String.join("、", fields));
        }
        return frame;
    }

    private static void refuse(ServerWebSocket socket, Throwable cause) {
        if (!socket.isClosed()) {
            boolean later = cause instanceof Failure.TooMany || cause instanceof Failure.Unavailable;
            String type = cause instanceof Failure failure ? failure.type() : "bad-request";
            socket.close(later ? TRY_AGAIN : POLICY, type);
        }
    }

    private long endAt(Instant expires, Connection connection) {
        return vertx.setTimer(
                Math.max(1, Duration.between(clock.instant(), expires).toMillis()), timer -> connection.end());
    }

    private static UUID session(Caller caller) {
        return switch (caller) {
            case Caller.OfResident resident -> resident.session();
            case Caller.OfStaff staff -> staff.session();
            case Caller.Guest guest -> throw Request.unauthenticated();
        };
    }

    private static Instant expiry(Caller caller) {
        return switch (caller) {
            case Caller.OfResident resident -> resident.expires();
            case Caller.OfStaff staff -> staff.expires();
            case Caller.Guest guest -> throw Request.unauthenticated();
        };
    }

    private static @Nullable Place place(@Nullable String text) {
        return text == null ? null : Place.read(text);
    }

    private static long seq(String text) {
        if (!text.matches("[0-9]{1,18}")) {
            throw new Failure.Invalid("offset-invalid", "编号应为数字");
        }
        return Long.parseLong(text);
    }
}
