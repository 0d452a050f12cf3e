package kepu.push.channel;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.URI;

/** An address on the network that was found to be allowed: connections go to {@code ip}, whatever the name means by then. */
record Destination(URI uri, String ip) {
    RequestOptions post(long timeoutMillis) {
        String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new RequestOptions()
                .setMethod(HttpMethod.POST)
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
