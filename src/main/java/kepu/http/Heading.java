package kepu.http;

import io.vertx.core.http.HttpHeaders;

/** Header names and values that every other answer has, encoded once. */
final class Heading {
    static final CharSequence CONTENT_TYPE_OPTIONS = HttpHeaders.createOptimized("x-content-type-options");
    static final CharSequence NOSNIFF = HttpHeaders.createOptimized("nosniff");
    static final CharSequence NO_STORE = HttpHeaders.createOptimized("no-store");
    static final CharSequence NO_CACHE = HttpHeaders.createOptimized("no-cache");
    static final CharSequence GZIP = HttpHeaders.createOptimized("gzip");
    static final CharSequence ACCEPT_ENCODING = HttpHeaders.createOptimized("accept-encoding");

    private static final CharSequence JSON = HttpHeaders.createOptimized(Answer.JSON);

    private Heading() {}

    /** A content type as it is sent. */
    static CharSequence type(String type) {
        return type.equals(Answer.JSON) ? JSON : type;
    }
}
