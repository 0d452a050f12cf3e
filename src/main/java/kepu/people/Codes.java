package kepu.people;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import kepu.base.Failure;
import kepu.config.Config;

/** One-time login codes: six digits, kept only as a keyed hash, sent by an SMS gateway's webhook; in a demo one fixed code. */
public final class Codes implements AutoCloseable {
    private static final long SEND_MILLIS = 5_000;

    private final PeopleStore store;
    private final Secrets secrets;
    private final Clock clock;
    private final Config.People config;
    private final HttpClient client;

    public Codes(Vertx vertx, PeopleStore store, Secrets secrets, Clock clock, Config.People config) {
        this.store = store;
        this.secrets = secrets;
        this.clock = clock;
        this.config = config;
        this.client = vertx.createHttpClient(new HttpClientOptions().setConnectTimeout((int) SEND_MILLIS));
    }

    /** Sends a code to the phone. Says the same whether the number is known or not. */
    public Future<Void> send(Phone phone) {
        if (!config.fixedCode().isEmpty()) {
            return Future.succeededFuture();
        }
        if (config.codeWebhook().isEmpty()) {
            return Future.failedFuture(new Failure.Unavailable("codes-unavailable", "短信通道还没有配置，请联系管理员"));
        }
        String code = secrets.freshCode();
        Instant now = clock.instant();
        return store.keepCode(
                        phoneHash(phone),
                        codeHash(phone, code),
                        now,
                        now.plus(Duration.ofMinutes(config.codeMinutes())),
                        config.codeIntervalSeconds(),
                        config.codeMinutes())
                .compose(kept -> kept ? deliver(phone, code) : tooSoon());
    }

    /** Fails with {@link Failure.Unauthenticated} unless this is the phone's code, still valid, with tries left. */
    Future<Void> check(Phone phone, String code) {
        if (!config.fixedCode().isEmpty()) {
            return config.fixedCode().equals(code) ? Future.succeededFuture() : wrong();
        }
        return store.tryCode(phoneHash(phone), clock.instant(), config.codeTries())
                .compose(kept -> kept.isPresent() && Secrets.same(kept.get(), codeHash(phone, code))
                        ? Future.succeededFuture()
                        : wrong());
    }

    /** A code works once. */
    Future<Void> used(Phone phone) {
        return config.fixedCode().isEmpty() ? store.forgetCode(phoneHash(phone)) : Future.succeededFuture();
    }

    @Override
    public void close() {
        client.close();
    }

    private Future<Void> deliver(Phone phone, String code) {
        RequestOptions gateway = new RequestOptions()
                .setAbsoluteURI(config.codeWebhook())
                .setMethod(HttpMethod.POST)
                .setTimeout(SEND_MILLIS);
        return client.request(gateway)
                .compose(request -> request.putHeader("content-type", "application/json")
                        .send(new JsonObject()
                                .put("phone", phone.digits())
                                .put("code", code)
                                .toBuffer()))
                .compose(response -> response.statusCode() / 100 == 2
                        ? Future.<Void>succeededFuture()
                        : Future.<Void>failedFuture("gateway answered " + response.statusCode()))
                .recover(e -> store.forgetCode(phoneHash(phone))
                        .compose(done ->
                                Future.failedFuture(new Failure.Unavailable("codes-unavailable", "验证码没有发出去，请稍后再试"))));
    }

    private <T> Future<T> tooSoon() {
        return Future.failedFuture(
                new Failure.TooMany("code-too-soon", "验证码刚发过，请过一会儿再要", config.codeIntervalSeconds()));
    }

    private static <T> Future<T> wrong() {
        return Future.failedFuture(new Failure.Unauthenticated("code-wrong", "验证码不对或已过期"));
    }

    private byte[] phoneHash(Phone phone) {
        return secrets.hash("code-phone", phone.digits());
    }

    private byte[] codeHash(Phone phone, String code) {
        return secrets.hash("code", phone.digits() + ":" + code);
    }
}
