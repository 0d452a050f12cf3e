package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.UUID;
import kepu.base.Failure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Failures as RFC 9457 problem documents; anything else is a bug: 500 with an id that the log has too. */
final class Problems {
    private static final Logger LOG = LoggerFactory.getLogger(Problems.class);
    static final String TYPE_OF_CONTENT = "application/problem+json; charset=utf-8";

    private static final String TYPE = "urn:kepu:";

    private Problems() {}

    static void answer(RoutingContext context, Throwable cause) {
        answer(context.request(), route(context), cause);
    }

    /** The same; {@code route} is the pattern of the path, for the log. */
    static void answer(HttpServerRequest request, String route, Throwable cause) {
        HttpServerResponse response = request.response();
        if (response.ended() || response.closed()) {
            return;
        }
        if (response.headWritten()) {
            response.reset();
            return;
        }
        switch (cause) {
            case Failure failure -> send(response, failure);
            case HttpException e -> send(response, status(e), e.getStatusCode());
            default -> bug(request, route, cause);
        }
    }

    /** The document of a failure, for answers that are ready before it happens. */
    static Buffer document(Failure failure) {
        return problem(failure).toBuffer();
    }

    private static JsonObject problem(Failure failure) {
        return switch (failure) {
            case Failure.Invalid invalid -> faults(of(invalid, "请求有误", 400), invalid);
            case Failure.Unauthenticated e -> of(e, "需要登录", 401);
            case Failure.Forbidden e -> of(e, "没有权限", 403);
            case Failure.Missing e -> of(e, "找不到", 404);
            case Failure.Conflict e -> of(e, "与当前状态冲突", 409);
            case Failure.TooMany e -> of(e, "超出限制", 429);
            case Failure.Unavailable e -> of(e, "暂时不可用", 503);
        };
    }

    /** The payload says more than the status does. */
    private static JsonObject status(HttpException refused) {
        JsonObject problem = status(refused.getStatusCode());
        return refused.getPayload() == null ? problem : problem.put("detail", refused.getPayload());
    }

    /** What the edge itself refuses, by its status. */
    static JsonObject status(int status) {
        return switch (status) {
            case 404 -> problem("not-found", "没有这个地址", 404, "没有这个地址，请检查网址");
            case 405 -> problem("method-not-allowed", "方法不对", 405, "这个地址不支持这种方法");
            case 413 -> problem("body-too-large", "请求太大", 413, "请求内容太大，请分几次发送");
            case 414 -> problem("uri-too-long", "网址太长", 414, "网址太长");
            case 415 -> problem("media-type", "内容类型不对", 415, "请求内容的类型不对");
            case 416 -> problem("range-invalid", "范围不对", 416, "要的范围超出了文件");
            case 431 -> problem("headers-too-large", "请求头太大", 431, "请求头太大");
            default -> problem("bad-request", "请求有误", 400, "服务器看不懂这个请求");
        };
    }

    static void send(RoutingContext context, JsonObject problem, int status) {
        send(context.response(), problem, status);
    }

    private static void send(HttpServerResponse response, JsonObject problem, int status) {
        response.setStatusCode(status)
                .putHeader("content-type", TYPE_OF_CONTENT)
                .putHeader("cache-control", "no-store")
                .end(problem.toBuffer());
    }

    private static void send(HttpServerResponse response, Failure failure) {
        JsonObject problem = problem(failure);
        switch (failure) {
            case Failure.TooMany e -> response.putHeader("retry-after", Integer.toString(e.retryAfterSeconds()));
            case Failure.Unauthenticated e -> response.putHeader("www-authenticate", "Bearer");
            case Failure.Unavailable e -> response.putHeader("retry-after", "5");
            case Failure.Invalid e -> {}
            case Failure.Forbidden e -> {}
            case Failure.Missing e -> {}
            case Failure.Conflict e -> {}
        }
        send(response, problem, problem.getInteger("status"));
    }

    private static void bug(HttpServerRequest request, String route, Throwable cause) {
        String id = UUID.randomUUID().toString();
        LOG.error("fault {} in {} {}", id, request.method(), route, cause);
        send(
                request.response(),
                problem("internal", "服务器出错", 500, "服务器出了问题，已记录，编号 " + id).put("instance", "urn:uuid:" + id),
                500);
    }

    /** The route's pattern, not the path: a path may hold what does not belong in a log. */
    private static String route(RoutingContext context) {
        return context.currentRoute() == null
                ? "-"
                : String.valueOf(context.currentRoute().getPath());
    }

    private static JsonObject of(Failure failure, String title, int status) {
        return problem(failure.type(), title, status, failure.detail());
    }

    private static JsonObject problem(String type, String title, int status, String detail) {
        return new JsonObject()
                .put("type", TYPE + type)
                .put("title", title)
                .put("status", status)
                .put("detail", detail);
    }

    private static JsonObject faults(JsonObject problem, Failure.Invalid invalid) {
        if (!invalid.faults().isEmpty()) {
            JsonArray faults = new JsonArray();
            invalid.faults()
                    .forEach(fault -> faults.add(
                            new JsonObject().put("pointer", fault.pointer()).put("detail", fault.detail())));
            problem.put("faults", faults);
        }
        return problem;
    }
}
