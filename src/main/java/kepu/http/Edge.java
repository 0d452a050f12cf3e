package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Tokens;

/**
 * The way of every call: who is calling, does the call keep the contract, what does the feature answer. Rooms add calls by the
 * operation ids of the contract; an operation that nobody serves stops the boot.
 */
final class Edge {
    /** What a feature does with a call. */
    interface Call {
        Future<Answer> answer(Request request);
    }

    /** What a feature does with a call that it answers over time: a stream or a socket. */
    interface Streaming {
        void open(Request request, RoutingContext context);
    }

    private static final String BEARER = "Bearer ";

    private final Router router;
    private final Contract contract;
    private final Tokens tokens;
    private final GuestLimit guests;
    private final long requestMillis;
    private final BodyHandler bodies;
    private final Set<String> served = new HashSet<>();

    Edge(Router router, Contract contract, Tokens tokens, GuestLimit guests, Limits limits) {
        this.router = router;
        this.contract = contract;
        this.tokens = tokens;
        this.guests = guests;
        this.requestMillis = limits.requestMillis();
        this.bodies = BodyHandler.create(false).setBodyLimit(limits.bodyBytes());
    }

    record Limits(int bodyBytes, long requestMillis) {}

    /** Serves an operation with an answer. */
    Edge on(String operationId, Call call) {
        Contract.Operation operation = open(operationId);
        var route = router.route(operation.method, operation.path);
        if (operation.takesBody()) {
            route.handler(bodies);
        }
        route.handler(context -> run(context, operation, call));
        return this;
    }

    /** Serves an operation over time. */
    Edge stream(String operationId, Streaming streaming) {
        Contract.Operation operation = open(operationId);
        router.route(operation.method, operation.path).handler(context -> {
            try {
                streaming.open(request(context, operation), context);
            } catch (RuntimeException e) {
                Problems.answer(context, e);
            }
        });
        return this;
    }

    /** Fails when an operation of the contract has no one to serve it; refuses other methods at its addresses. */
    void complete() {
        Map<String, Set<String>> methods = new TreeMap<>();
        for (Contract.Operation operation : contract.operations()) {
            if (!served.contains(operation.id)) {
                throw new IllegalStateException("nobody serves operation " + operation.id);
            }
            methods.computeIfAbsent(operation.path, path -> new TreeSet<>()).add(operation.method.name());
        }
        methods.forEach((path, allowed) -> router.route(path).handler(context -> {
            context.response().putHeader("allow", String.join(", ", allowed));
            Problems.send(context, Problems.status(405), 405);
        }));
    }

    /** Who calls, by the header {@code Authorization: Bearer …}; a guest without it. */
    Caller caller(RoutingContext context) {
        String header = context.request().getHeader("authorization");
        if (header == null) {
            return new Caller.Guest();
        }
        if (!header.startsWith(BEARER)) {
            throw new Failure.Unauthenticated("token-invalid", "登录信息无效，请重新登录");
        }
        return tokens.caller(header.substring(BEARER.length()));
    }

    private Contract.Operation open(String operationId) {
        served.add(operationId);
        return contract.operation(operationId);
    }

    private void run(RoutingContext context, Contract.Operation operation, Call call) {
        Future<Answer> answer;
        try {
            answer = call.answer(request(context, operation));
        } catch (RuntimeException e) {
            Problems.answer(context, e);
            return;
        }
        Loop.of(context.vertx())
                .own(answer.timeout(requestMillis, TimeUnit.MILLISECONDS))
                .onSuccess(done -> send(context.response(), done))
                .onFailure(cause -> Problems.answer(context, cause instanceof TimeoutException ? late() : cause));
    }

    private Request request(RoutingContext context, Contract.Operation operation) {
        Caller caller = caller(context);
        if (caller instanceof Caller.Guest) {
            if (operation.needsToken) {
                throw Request.unauthenticated();
            }
            guests.pass(context.request());
        }
        var parameters = operation.parameters(
                context.pathParams(), context.queryParams(), context.request().headers());
        if (!operation.takesBody()) {
            return new Request(caller, parameters, new JsonObject(), null);
        }
        MIMEHeader type = context.parsedHeaders().contentType();
        String name = (type.component() + "/" + type.subComponent()).toLowerCase(Locale.ROOT);
        return operation.takesDocument(name)
                ? new Request(
                        caller,
                        parameters,
                        new JsonObject(),
                        new Request.Document(bytes(context), type.parameter("charset")))
                : new Request(caller, parameters, json(context, operation), null);
    }

    private static JsonObject json(RoutingContext context, Contract.Operation operation) {
        String type = String.valueOf(context.request().getHeader("content-type"));
        int parameters = type.indexOf(';');
        if (!(parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase("application/json")) {
            throw new HttpException(415);
        }
        return operation.body(bytes(context));
    }

    private static Buffer bytes(RoutingContext context) {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            throw new Failure.Invalid("json-malformed", "请求内容是空的");
        }
        return bytes;
    }

    private static void send(HttpServerResponse response, Answer answer) {
        if (response.ended() || response.closed()) {
            return;
        }
        response.setStatusCode(answer.status())
                .putHeader("cache-control", answer.etag() == null ? "no-store" : "no-cache");
        if (answer.etag() != null) {
            response.putHeader("etag", answer.etag().text());
        }
        if (answer.body() == null) {
            response.end();
        } else {
            response.putHeader("content-type", answer.type()).end(answer.body());
        }
    }

    private static Failure.Unavailable late() {
        return new Failure.Unavailable("late", "服务器太忙，没有及时答复，请稍后再试");
    }
}
