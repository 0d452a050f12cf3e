package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import kepu.testing.House;
import kepu.testing.RawCall;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadAddressIT {
    private static final List<String> METHODS = List.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @RegisterExtension
    static final House house = new House();

    /** An address of the contract and the methods that it takes. */
    record Address(String path, Set<String> methods) {}

    static List<Address> addresses() throws IOException {
        try (InputStream in = BadAddressIT.class.getResourceAsStream("/openapi.yaml")) {
            JsonNode paths = new YAMLMapper().readTree(in).get("paths");
            List<Address> addresses = new ArrayList<>();
            paths.properties().forEach(path -> {
                Set<String> methods = new TreeSet<>();
                path.getValue().fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
                addresses.add(new Address(path.getKey().replaceAll("\\{\\w+}", "x"), methods));
            });
            return addresses;
        }
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void aWrongMethodIsRefusedWithTheRightOnes(Address address) {
        List<String> wrong = METHODS.stream()
                .filter(method -> !address.methods().contains(method))
                .toList();
        assertThat(wrong).isNotEmpty();
        for (String method : wrong) {
            House.Answer answer = house.send(method, address.path(), null, null);
            Refusal.of(answer, 405, "method-not-allowed");
            assertThat(Set.of(answer.headers().firstValue("allow").orElse("").split(", ")))
                    .isEqualTo(address.methods());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "application/json-patch+json", "application/jsonp", ""})
    void aWrongContentTypeIsRefused(String type) {
        HttpRequest.Builder request = HttpRequest.newBuilder(house.uri("/v1/codes"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"phone\":\"13900000001\"}"));
        if (!type.isEmpty()) {
            request.header("content-type", type);
        }
        Refusal.of(house.send(request), 415, "media-type");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"})
    void jsonIsTakenHoweverItIsWritten(String type) {
        House.Answer answer = house.send(HttpRequest.newBuilder(house.uri("/v1/codes"))
                .header("content-type", type)
                .POST(HttpRequest.BodyPublishers.ofString("{\"phone\":\"13900000001\"}")));
        assertThat(answer.status()).as(answer.text()).isEqualTo(202);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/v1", "/v1/", "/v1/nothing", "/v2/feed", "/nothing", "/v1/feed/x", "/v1/items"})
    void anAddressThatIsNotThereIsToldSo(String path) {
        Refusal.of(house.get(path, null), 404, "not-found");
    }

    static Stream<String> brokenPaths() {
        return Stream.of(
                "/v1/items/%FF%FE",
                "/v1/items/%C0%80",
                "/v1/items/%ED%A0%80",
                "/v1/items/%00",
                "/v1/items/a%00b",
                "/v1/items/%",
                "/v1/items/%zz",
                "/v1/items/%E4%BD",
                "/v1/items/a\u00ffb",
                "/v1/regions/%00",
                "/v1/regions/%FF",
                "/v1/regions?name=%FF",
                "/v1/regions?name=%ED%A0%80",
                "/v1/regions?name=%00",
                "/v1/regions?name=%zz",
                "/v1/regions?name=%",
                "/v1/feed?cursor=%FF",
                "/v1/feed?%00=1",
                "/v1/feed?%zz=1",
                "/v1/items/..%2f..%2fsecret.key",
                "/v1/items/x/../../me",
                "/media/..%2f..%2fsecret.key",
                "/media/%00",
                "/media/%zz",
                "/%00",
                "/%zz");
    }

    @ParameterizedTest
    @MethodSource("brokenPaths")
    void aBrokenAddressIsRefusedAndNeverAFault(String path) {
        House.Answer answer = RawCall.send(house.uri("/"), "GET " + path + " HTTP/1.1");
        assertThat(answer.status()).as(answer.text()).isBetween(400, 404);
        Refusal.of(answer, answer.status());
    }

    @Test
    void textInAQueryThatIsNotUtf8IsRefused() {
        Refusal.of(RawCall.send(house.uri("/"), "GET /v1/regions?name=%FF HTTP/1.1"), 400);
        Refusal.of(RawCall.send(house.uri("/"), "GET /v1/regions?name=%ED%A0%80 HTTP/1.1"), 400);
        Refusal.of(RawCall.send(house.uri("/"), "GET /v1/regions?name=%00 HTTP/1.1"), 400);
    }

    @Test
    void aLineThatIsTooLongIsRefused() {
        Refusal.of(
                RawCall.send(house.uri("/"), "GET /v1/items/" + "a".repeat(10_000) + " HTTP/1.1"), 414, "uri-too-long");
    }

    @Test
    void aHeaderThatIsTooLargeIsRefused() {
        House.Answer answer =
                RawCall.send(house.uri("/"), "GET /v1/me HTTP/1.1", "authorization: Bearer " + "a".repeat(30_000));
        Refusal.of(answer, 431, "headers-too-large");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "GET /v1/me", "NONSENSE", "GET http://[ HTTP/1.1"})
    void aLineThatIsNoHttpIsRefused(String line) {
        House.Answer answer = RawCall.send(house.uri("/"), line);
        assertThat(answer.status()).as(answer.text()).isBetween(400, 499);
    }

    @Test
    void aLengthThatIsNoNumberIsRefused() {
        for (String length : List.of("-1", "abc", "99999999999999999999")) {
            House.Answer answer = RawCall.send(
                    house.uri("/"),
                    "POST /v1/codes HTTP/1.1",
                    "content-type: application/json",
                    "content-length: " + length);
            assertThat(answer.status()).as(length).isBetween(400, 499);
        }
    }
}
