package kepu.net;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;

/** An address on the network that was found to be allowed: connections go to {@code ip}, whatever the name means by then. */
public record Destination(URI uri, String ip) {
    /** A POST to it that waits so long for a connection and, at any one time, for bytes. */
    public RequestOptions post(long timeoutMillis) {
        return options(HttpMethod.POST, timeoutMillis);
    }

    /** The same for a GET. */
    public RequestOptions get(long timeoutMillis) {
        return options(HttpMethod.GET, timeoutMillis);
    }

    private RequestOptions options(HttpMethod method, long timeoutMillis) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(method)
                .setHost(host())
                .setPort(port())
                .setServer(SocketAddress.inetSocketAddress(port(), ip))
                .setSsl(isSecure())
                .setURI(path + query)
                .setFollowRedirects(false)
                .setConnectTimeout(timeoutMillis)
                .setTimeout(timeoutMillis);
    }

    private String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private int port() {
        return uri.getPort() >= 0 ? uri.getPort() : isSecure() ? 443 : 80;
    }

    private boolean isSecure() {
        return "https".equals(uri.getScheme());
    }
}
