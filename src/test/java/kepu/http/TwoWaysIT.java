package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import kepu.people.Role;
import kepu.testing.House;
import kepu.testing.RawCall;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A GET that the short way takes is answered as the router's way would have. The absolute form of an address, which is the same for a caller,
 * goes the router's way.
 */
class TwoWaysIT {
    private static final List<String> PARTS =
            List.of("5109", "x", "food-elder-protein", "x".repeat(90), "..", "a.b", "%41", "a%2Fb", "", "*");
    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?size=3",
            "?size=0",
            "?size=99999999999",
            "?size=",
            "?size",
            "?SIZE=3",
            "?size=3&size=4",
            "?size=3&",
            "?size=%33",
            "?size=3&nobody=1",
            "?q=ab&region=5109&cursor=abc",
            "?region=5109031",
            "?cursor=abc",
            "?=3",
            "?size=3#x");

    private static final String NOTHING = "nothing";

    @RegisterExtension
    static final House house = new House().with("rumours.sentenceVectors", false);

    @Test
    void bothWaysAnswerTheSame() throws IOException {
        String resident = house.resident(house.village());
        String operator = house.staff(Role.OPERATOR, "5109");
        List<String> targets = targets();
        assertThat(targets.size()).isGreaterThan(100);
        for (String target : targets) {
            for (String token : new String[] {null, resident, operator, "forged"}) {
                if (token == null || target.hashCode() % 3 == 0) {
                    same(target, token);
                }
            }
        }
        for (String target :
                List.of("/v1/feed?size=2", "/v1/feed?size=x", "/v1/me", "/v1/inbox", "/v1/inbox?size=101")) {
            for (String token : new String[] {null, resident, operator, "forged"}) {
                same(target, token);
            }
        }
    }

    @Test
    void theShortWayFindsWhatTheRouterWouldHaveFound() {
        ShortWay way = new ShortWay();
        Contract contract = new Contract();
        Map<String, String> byPath = new TreeMap<>();
        contract.addresses()
                .forEach((path, operations) -> way.add(
                        path,
                        operations.stream()
                                .filter(one -> one.method.equals(HttpMethod.GET))
                                .findFirst()
                                .map(one -> {
                                    byPath.put(path, one.id);
                                    return new ShortWay.Served(one, request -> Future.failedFuture("nobody asks"));
                                })
                                .orElse(null)));
        assertThat(found(way, "/v1/feed?size=7")).isEqualTo("feed {size=7}");
        assertThat(found(way, "/v1/items/a-b")).isEqualTo("item {id=a-b}");
        assertThat(found(way, "/v1/items/a-b/similar")).isEqualTo("similarItems {id=a-b}");
        assertThat(found(way, "/v1/inbox")).isEqualTo("inbox {}");
        byPath.keySet().stream()
                .filter(path -> path.startsWith("/v1/") && !path.contains(":"))
                .forEach(path -> {
                    String answer = found(way, path);
                    assertThat(answer.equals(NOTHING) || answer.startsWith(byPath.get(path) + " "))
                            .as(path)
                            .isTrue();
                });
        for (String odd : List.of(
                "/v1/feed/",
                "/v1//feed",
                "/v1/./feed",
                "/v1/feed?size=0",
                "/v1/feed?size=%37",
                "/v1/%66eed",
                "/v1/items/..",
                "/v1/",
                "/",
                "/v2/feed",
                "/v1/items/a+b")) {
            assertThat(found(way, odd)).as(odd).isEqualTo(NOTHING);
        }
        assertThat(way.find(HttpMethod.HEAD, "/v1/feed", MultiMap.caseInsensitiveMultiMap()))
                .isNull();
    }

    private static String found(ShortWay way, String uri) {
        ShortWay.Found found = way.find(HttpMethod.GET, uri, MultiMap.caseInsensitiveMultiMap());
        return found == null ? NOTHING : found.served().operation().id + " " + new TreeMap<>(found.parameters());
    }

    private static void same(String target, String token) {
        House.Answer first = call(target, token);
        House.Answer second = call("http://kepu" + target, token);
        assertThat(second.status()).as("%s by %s", target, token).isEqualTo(first.status());
        assertThat(headers(second)).as("%s by %s", target, token).isEqualTo(headers(first));
        if (first.status() >= 400 || target.matches("/v1/items/[^/?]*")) {
            assertThat(second.text()).as("%s by %s", target, token).isEqualTo(first.text());
        }
    }

    private static House.Answer call(String target, String token) {
        String line = "GET " + target + " HTTP/1.1";
        return token == null
                ? RawCall.send(house.uri("/"), line)
                : RawCall.send(house.uri("/"), line, "authorization: Bearer " + token);
    }

    /** The length of what is made anew each time differs. */
    private static Map<String, List<String>> headers(House.Answer answer) {
        Map<String, List<String>> headers = new TreeMap<>(answer.headers().map());
        if (answer.status() < 400) {
            headers.remove("content-length");
            headers.remove("etag");
        }
        return headers;
    }

    /** The addresses of the contract that take GET and answer at once, with all sorts of parts and queries. */
    private static List<String> targets() throws IOException {
        try (InputStream in = TwoWaysIT.class.getResourceAsStream("/openapi.yaml")) {
            List<String> targets = new ArrayList<>();
            AtomicReference<Integer> turn = new AtomicReference<>(0);
            JsonNode paths = new YAMLMapper().readTree(in).get("paths");
            paths.properties().stream()
                    .filter(path -> path.getValue().has("get"))
                    .map(Map.Entry::getKey)
                    .filter(path -> path.startsWith("/v1/") && !path.equals("/v1/stream") && !path.equals("/v1/socket"))
                    .forEach(path -> {
                        for (int i = 0; i < 4; i++) {
                            int at = turn.getAndUpdate(one -> one + 1);
                            targets.add(path.replaceAll("\\{\\w+}", PARTS.get(at % PARTS.size()))
                                    + QUERIES.get(at % QUERIES.size()));
                        }
                    });
            PARTS.forEach(part -> QUERIES.forEach(query -> targets.add("/v1/items/" + part + query)));
            QUERIES.forEach(query -> targets.add("/v1/feed" + query));
            return targets;
        }
    }
}
