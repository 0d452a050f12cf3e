package kepu.net;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.UnknownHostException;
import java.util.Arrays;
import kepu.base.Failure;

/**
 * Where this program may be sent by somebody else's word: public addresses by HTTPS, and whatever the configuration allows. A name that
 * means several addresses is refused when one of them is not allowed (server-side request forgery, CWE-918).
 */
public final class Destinations {
    private static final int LONGEST = 1_000;

    private final Vertx vertx;
    private final Networks allowed;
    private final boolean plain;

    /** Public addresses by HTTPS only. */
    public Destinations(Vertx vertx, Networks allowed) {
        this(vertx, allowed, false);
    }

    /** With {@code plain}, by HTTP too: for what is public anyway and only read. */
    public Destinations(Vertx vertx, Networks allowed, boolean plain) {
        this.vertx = vertx;
        this.allowed = allowed;
        this.plain = plain;
    }

    /** Resolves the address now; {@link Failure.Invalid} of type {@code endpoint-forbidden} when it may not be called. */
    public Future<Destination> find(String url) {
        URI uri;
        try {
            uri = parsed(url);
        } catch (Failure e) {
            return Future.failedFuture(e);
        }
        String host = uri.getHost();
        return vertx.executeBlocking(() -> InetAddress.getAllByName(host), false)
                .recover(cause ->
                        Future.failedFuture(cause instanceof UnknownHostException ? forbidden("找不到这个网址的服务器") : cause))
                .map(addresses -> checked(uri, addresses));
    }

    /** The address when it has the form of one that could be called. */
    public static URI parsed(String url) {
        if (url.length() > LONGEST) {
            throw forbidden("网址太长");
        }
        try {
            URI uri = new URI(url);
            boolean isWeb = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
            if (!isWeb || uri.getHost() == null || uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
                throw forbidden("网址应以 https:// 开头，不能带用户名");
            }
            return uri;
        } catch (URISyntaxException e) {
            throw forbidden("网址写得不对");
        }
    }

    private Destination checked(URI uri, InetAddress[] addresses) {
        boolean own = Arrays.stream(addresses).allMatch(allowed::contains);
        boolean isPublic = Arrays.stream(addresses).noneMatch(Networks.SPECIAL::contains);
        if (!own && !isPublic) {
            throw forbidden("这个网址指向内部网络，不能使用");
        }
        if (!own && !plain && !"https".equals(uri.getScheme())) {
            throw forbidden("网址应以 https:// 开头");
        }
        return new Destination(uri, addresses[0].getHostAddress());
    }

    private static Failure.Invalid forbidden(String detail) {
        return new Failure.Invalid("endpoint-forbidden", detail);
    }
}
