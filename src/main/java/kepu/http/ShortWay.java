package kepu.http;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the operation of a GET by the parts of its path, without walking the router's routes one after another. It takes only what is plain and
 * without fault: everything else, and everything that is no such operation, goes the router's way and is answered there in full.
 */
final class ShortWay {
    /** An operation with what answers it. */
    record Served(Contract.Operation operation, Edge.Call call) {}

    /** A GET that this way takes. */
    record Found(Served served, Map<String, Object> parameters) {}

    private static final String ROOT = "/v1/";
    /** Characters that a path or query holds as they are: the unreserved ones (RFC 3986, 2.3). */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
                .chars()
                .forEach(one -> PLAIN[one] = true);
    }

    /** A place in the paths: the literal parts that can follow, what a parameter leads to, and the address that ends here. */
    private static final class Place {
        private final Map<String, Place> literal = new HashMap<>();
        private @Nullable Place any;
        /** Some addresses leave only a piece of the part here open: those are the router's. */
        private boolean pieces;

        private boolean isAddress;
        private @Nullable Served get;
    }

    /** An address that only the router can tell from another. */
    private static final Place UNSURE = new Place();

    private final Place root = new Place();

    /** Adds an address with the operation that answers GET, if there is one that this way can take. */
    void add(String path, @Nullable Served get) {
        if (!path.startsWith(ROOT)) {
            return;
        }
        Place place = root;
        for (String part : path.substring(ROOT.length()).split("/")) {
            if (part.startsWith(":") && part.indexOf('.') < 0) {
                Place any = place.any == null ? new Place() : place.any;
                place.any = any;
                place = any;
            } else if (part.contains(":")) {
                place.pieces = true;
                return;
            } else {
                place = place.literal.computeIfAbsent(part, name -> new Place());
            }
        }
        place.isAddress = true;
        place.get = get;
    }

    /** What a request asks for; null when the router has to look. */
    @Nullable
    Found find(HttpMethod method, String uri, MultiMap headers) {
        if (!HttpMethod.GET.equals(method) || !isPlain(uri)) {
            return null;
        }
        int mark = uri.indexOf('?');
        int end = mark < 0 ? uri.length() : mark;
        List<String> open = new ArrayList<>(2);
        Place place = find(root, uri, ROOT.length(), end, open);
        Served served = place == null ? null : place.get;
        if (served == null) {
            return null;
        }
        Map<String, Object> parameters =
                served.operation().plain(open, mark < 0 ? null : uri.substring(mark + 1), headers);
        return parameters == null ? null : new Found(served, parameters);
    }

    /** The first address in the order of the contract: literal parts before open ones. Null when it is none. */
    private static @Nullable Place find(Place from, String uri, int at, int end, List<String> open) {
        int slash = uri.indexOf('/', at);
        int last = slash < 0 || slash > end ? end : slash;
        String part = uri.substring(at, last);
        Place literal = from.literal.get(part);
        if (literal != null) {
            Place found = last == end ? ending(literal) : find(literal, uri, last + 1, end, open);
            if (found != null) {
                return found;
            }
        }
        if (from.pieces) {
            return UNSURE;
        }
        Place any = from.any;
        if (any == null) {
            return null;
        }
        open.add(part);
        Place found = last == end ? ending(any) : find(any, uri, last + 1, end, open);
        if (found == null) {
            open.removeLast();
        }
        return found;
    }

    private static @Nullable Place ending(Place place) {
        return place.isAddress ? place : null;
    }

    /** Whether the router would read it as it stands: no escapes, no empty, dotted or missing last part. */
    private static boolean isPlain(String uri) {
        if (!uri.startsWith(ROOT)) {
            return false;
        }
        boolean inQuery = false;
        char before = '/';
        for (int i = ROOT.length(); i < uri.length(); i++) {
            char one = uri.charAt(i);
            if (one == '?' && !inQuery) {
                inQuery = before != '/';
                if (!inQuery) {
                    return false;
                }
            } else if (one == '/' && !inQuery || one == '.' && !inQuery) {
                if (before == '/') {
                    return false;
                }
            } else if (!(inQuery && (one == '=' || one == '&')) && (one >= 128 || !PLAIN[one])) {
                return false;
            }
            before = one;
        }
        return inQuery || before != '/';
    }
}
