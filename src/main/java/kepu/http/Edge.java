package kepu.http;

import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.HttpException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Tokens;
import org.jspecify.annotations.Nullable;

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
    private static final Caller.Guest GUEST = new Caller.Guest();

    private final Vertx vertx;
    private final Router router;
    private final Contract contract;
    private final Tokens tokens;
    private final GuestLimit guests;
    private final Timings timings;
    private final Overload overload;
    private final long requestMillis;
    private final BodyHandler bodies;
    /** What an operation does when it is called, by its id; each step stands at a route of its own. */
    private final Map<String, List<Consumer<Route>>> served = new HashMap<>();
    /** What answers the operations that need nothing but their parameters, by their ids. */
    private final Map<String, Call> plain = new HashMap<>();

    private final ShortWay shortWay = new ShortWay();

    Edge(Vertx vertx, Router router, Ground ground, Overload overload, Limits limits) {
        this.vertx = vertx;
        this.router = router;
        this.contract = ground.contract();
        this.tokens = ground.tokens();
        this.guests = ground.guests();
        this.timings = ground.timings();
        this.overload = overload;
        this.requestMillis = limits.requestMillis();
        this.bodies = BodyHandler.create(false).setBodyLimit(limits.bodyBytes());
    }

    /** What the edges of all event loops of a node share. */
    record Ground(Contract contract, Tokens tokens, GuestLimit guests, Timings timings) {}

    record Limits(int bodyBytes, long requestMillis) {}

    /** Serves an operation with an answer. */
    Edge on(String operationId, Call call) {
        return on(operationId, call, bodies);
    }

    /** The same, with bodies of so many bytes. */
    Edge on(String operationId, int bodyBytes, Call call) {
        return on(operationId, call, BodyHandler.create(false).setBodyLimit(bodyBytes));
    }

    private Edge on(String operationId, Call call, BodyHandler body) {
        Contract.Operation operation = contract.operation(operationId);
        if (!operation.takesBody() && !served.containsKey(operationId)) {
            plain.put(operationId, call);
        }
        return serve(operation, route -> {
            if (operation.takesBody()) {
                route.handler(body);
            }
            route.handler(context -> run(context, operation, call));
        });
    }

    /** The same with a limit of its own for guests. */
    Edge on(String operationId, GuestLimit limit, Call call) {
        return serve(
                        contract.operation(operationId),
                        route -> route.handler(context -> {
                            try {
                                if (caller(context.request()) instanceof Caller.Guest) {
                                    limit.pass(context.request());
                                }
                                context.next();
                            } catch (RuntimeException e) {
                                Problems.answer(context, e);
                            }
                        }))
                .on(operationId, call);
    }

    /** What a guest is told who is past a limit. */
    interface Past {
        /** {@code full} or what stands in its place; nothing that takes work. */
        Future<Answer> answer(Request request, Failure.TooMany full);
    }

    /** The same, when even past the limit there can be something to say: so the text is read before the limit is asked. */
    Edge on(String operationId, GuestLimit limit, Call call, Past past) {
        Contract.Operation operation = contract.operation(operationId);
        return serve(operation, route -> {
            route.handler(bodies);
            route.handler(context -> run(context, operation, request -> {
                try {
                    if (request.caller() instanceof Caller.Guest) {
                        limit.pass(context.request());
                    }
                } catch (Failure.TooMany full) {
                    return past.answer(request, full);
                }
                return call.answer(request);
            }));
        });
    }

    /** Serves an operation over time. */
    Edge stream(String operationId, Streaming streaming) {
        Contract.Operation operation = contract.operation(operationId);
        return serve(
                operation,
                route -> route.handler(context -> {
                    try {
                        streaming.open(request(context, operation), context);
                    } catch (RuntimeException e) {
                        Problems.answer(context, e);
                    }
                }));
    }

    /**
     * Opens the addresses in the order of the contract, each with its operations and then the refusal of other methods. Fails when
     * an operation has no one to serve it.
     */
    void complete() {
        contract.addresses().forEach((path, operations) -> {
            operations.forEach(this::mount);
            shortWay.add(path, shortly(operations));
            String allowed =
                    operations.stream().map(one -> one.method.name()).sorted().collect(Collectors.joining(", "));
            router.route(path).handler(context -> {
                context.response().putHeader("allow", allowed);
                Problems.send(context, Problems.status(405), 405);
            });
        });
    }

    /** What answers GET, when it needs nothing but its parameters. */
    private ShortWay.@Nullable Served shortly(List<Contract.Operation> operations) {
        for (Contract.Operation operation : operations) {
            Call call = plain.get(operation.id);
            if (call != null && operation.method.equals(HttpMethod.GET)) {
                return new ShortWay.Served(operation, call);
            }
        }
        return null;
    }

    /** Answers a call that the short way leads to; false when the router has to. */
    boolean take(HttpServerRequest http) {
        ShortWay.Found found = shortWay.find(http.method(), http.uri(), http.headers());
        if (found == null) {
            return false;
        }
        Contract.Operation operation = found.served().operation();
        http.response().putHeader(Heading.CONTENT_TYPE_OPTIONS, Heading.NOSNIFF);
        run(http, operation, found.served().call(), () -> {
            Caller caller = admitted(http, operation);
            return new Request(caller, found.parameters(), new JsonObject(), null);
        });
        return true;
    }

    private void mount(Contract.Operation operation) {
        List<Consumer<Route>> steps = served.get(operation.id);
        if (steps == null) {
            throw new IllegalStateException("nobody serves operation " + operation.id);
        }
        steps.forEach(step -> step.accept(router.route(operation.method, operation.path)));
    }

    /** Who calls, by the header {@code Authorization: Bearer …}; a guest without it. */
    private Caller caller(HttpServerRequest http) {
        String header = http.getHeader(HttpHeaders.AUTHORIZATION);
        if (header == null) {
            return GUEST;
        }
        if (!header.startsWith(BEARER)) {
            throw new Failure.Unauthenticated("token-invalid", "登录信息无效，请重新登录");
        }
        return tokens.caller(header.substring(BEARER.length()));
    }

    private Edge serve(Contract.Operation operation, Consumer<Route> step) {
        served.computeIfAbsent(operation.id, id -> new ArrayList<>()).add(step);
        return this;
    }

    private void run(RoutingContext context, Contract.Operation operation, Call call) {
        run(context.request(), operation, call, () -> request(context, operation));
    }

    private void run(HttpServerRequest http, Contract.Operation operation, Call call, Supplier<Request> reading) {
        long began = System.nanoTime();
        overload.begin();
        Future<Answer> answer;
        try {
            answer = call.answer(reading.get());
        } catch (RuntimeException e) {
            answer = Future.failedFuture(e);
        }
        if (answer.isComplete()) {
            end(http, operation, began, answer);
        } else {
            Loop.of(vertx)
                    .own(answer)
                    .timeout(requestMillis, TimeUnit.MILLISECONDS)
                    .onComplete(done -> end(http, operation, began, done));
        }
    }

    private void end(HttpServerRequest http, Contract.Operation operation, long began, AsyncResult<Answer> done) {
        if (done.succeeded()) {
            send(http, done.result());
        } else {
            Problems.answer(http, operation.path, done.cause() instanceof TimeoutException ? late() : done.cause());
        }
        overload.end();
        timings.add(operation.id, http.response().getStatusCode(), System.nanoTime() - began);
    }

    /** Who calls, when they may. */
    private Caller admitted(HttpServerRequest http, Contract.Operation operation) {
        Caller caller = caller(http);
        if (caller instanceof Caller.Guest) {
            if (operation.needsToken) {
                throw Request.unauthenticated();
            }
            guests.pass(http);
        }
        return caller;
    }

    private Request request(RoutingContext context, Contract.Operation operation) {
        Caller caller = admitted(context.request(), operation);
        var parameters = operation.parameters(
                context.pathParams(), context.queryParams(), context.request().headers());
        if (!operation.takesBody() || operation.mayLackBody() && isEmpty(context)) {
            return new Request(caller, parameters, new JsonObject(), null);
        }
        MIMEHeader type = context.parsedHeaders().contentType();
        String name = (type.component() + "/" + type.subComponent()).toLowerCase(Locale.ROOT);
        return operation.takesDocument(name)
                ? new Request(
                        caller,
                        parameters,
                        new JsonObject(),
                        new Request.Document(bytes(context), name, type.parameter("charset")))
                : new Request(caller, parameters, json(context, operation), null);
    }

    private static JsonObject json(RoutingContext context, Contract.Operation operation) {
        String type = String.valueOf(context.request().getHeader("content-type"));
        int parameters = type.indexOf(';');
        boolean isJson =
                (parameters < 0 ? type : type.substring(0, parameters)).strip().equalsIgnoreCase("application/json");
        if (!isJson || !operation.takesJson()) {
            throw new HttpException(415, "请求内容应为 " + String.join("、", operation.types()));
        }
        return operation.body(bytes(context));
    }

    private static boolean isEmpty(RoutingContext context) {
        Buffer bytes = context.body().buffer();
        return bytes == null || bytes.length() == 0;
    }

    private static Buffer bytes(RoutingContext context) {
        Buffer bytes = context.body().buffer();
        if (bytes == null || bytes.length() == 0) {
            throw new Failure.Invalid("json-malformed", "请求内容是空的");
        }
        return bytes;
    }

    private static void send(HttpServerRequest http, Answer answer) {
        HttpServerResponse response = http.response();
        if (response.ended() || response.closed()) {
            return;
        }
        Ready ready = answer.ready();
        if (ready != null) {
            ready.send(http, answer.type());
            return;
        }
        EntityTag etag = answer.etag();
        response.setStatusCode(answer.status())
                .putHeader(HttpHeaders.CACHE_CONTROL, etag == null ? Heading.NO_STORE : Heading.NO_CACHE);
        if (etag != null) {
            response.putHeader(HttpHeaders.ETAG, etag.text()).putHeader(HttpHeaders.VARY, Heading.ACCEPT_ENCODING);
        }
        Buffer body = answer.body();
        if (body == null) {
            response.end();
        } else {
            response.putHeader(HttpHeaders.CONTENT_TYPE, Heading.type(answer.type()));
            Gzip.end(http, body);
        }
    }

    private static Failure.Unavailable late() {
        return new Failure.Unavailable("late", "服务器太忙，没有及时答复，请稍后再试");
    }
}
