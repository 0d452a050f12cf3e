package kepu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import java.net.InetAddress;
import kepu.base.Failure;
import kepu.config.ConfigException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody outside sends this program into the network that it stands in. */
class DestinationsTest {
    private static final Vertx VERTX = Vertx.vertx();

    @AfterAll
    static void end() {
        VERTX.close().await();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://127.0.0.1/",
                "https://localhost/x",
                "https://10.1.2.3/",
                "https://172.16.0.1/",
                "https://172.31.255.255/",
                "https://192.168.1.1:8443/",
                "https://169.254.169.254/latest/meta-data",
                "https://100.64.0.1/",
                "https://0.0.0.0/",
                "https://224.0.0.1/",
                "https://255.255.255.255/",
                "https://198.18.0.1/",
                "https://192.0.2.1/",
                "https://[::1]/",
                "https://[::]/",
                "https://[fe80::1]/",
                "https://[fc00::1]/",
                "https://[fd12:3456::1]/",
                "https://[ff02::1]/",
                "https://[::ffff:127.0.0.1]/",
                "https://[::ffff:10.0.0.1]/",
                "https://[64:ff9b::7f00:1]/",
                "https://[2002:7f00:1::]/",
                "https://2130706433/",
                "https://127.1/",
                "https://[2001:db8::1]/"
            })
    void addressesOfNoPublicNetworkAreRefused(String url) {
        assertForbidden(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://1.1.1.1/",
                "ftp://1.1.1.1/",
                "file:///etc/passwd",
                "https://user:pw@1.1.1.1/",
                "https://1.1.1.1/#x",
                "https:///x",
                "//1.1.1.1/",
                "https://1.1.1.1 /",
                "https://a_b.example/",
                "javascript:alert(1)",
                ""
            })
    void whatIsNoPlainHttpsAddressIsRefused(String url) {
        assertForbidden(url);
    }

    @Test
    void aPublicAddressIsCalledAtTheAddressThatWasLookedAt() {
        Destination found = find("https://1.1.1.1/hook?x=1", "").await();
        assertThat(found.ip()).isEqualTo("1.1.1.1");
        assertThat(found.post(1_000).getServer().toString()).isEqualTo("1.1.1.1:443");
        assertThat(found.post(1_000).getURI()).isEqualTo("/hook?x=1");
        assertThat(found.post(1_000).getFollowRedirects()).isFalse();
        assertThat(found.post(1_000).isSsl()).isTrue();
    }

    @Test
    void theConfigurationMayOpenANetworkOfItsOwn() {
        assertThat(find("http://127.0.0.1:8080/", "10.0.0.0/8, 127.0.0.0/8")
                        .await()
                        .ip())
                .isEqualTo("127.0.0.1");
        assertThatThrownBy(() -> find("http://192.168.0.1/", "10.0.0.0/8").await())
                .isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.0", "10.0.0.0/33", "example.org/8", "10.0.0/x", "::/129", "/8"})
    void aRangeThatIsNoneStopsTheBoot(String range) {
        assertThatThrownBy(() -> Networks.of(range))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(range);
    }

    @Test
    void publicAddressesAreNotSpecial() throws Exception {
        for (String address :
                new String[] {"1.1.1.1", "8.8.8.8", "223.5.5.5", "2400:3200::1", "2606:4700:4700::1111"}) {
            assertThat(Networks.SPECIAL.contains(InetAddress.getByName(address)))
                    .as(address)
                    .isFalse();
        }
    }

    private static void assertForbidden(String url) {
        assertThatThrownBy(() -> find(url, "").await())
                .isInstanceOfSatisfying(
                        Failure.Invalid.class,
                        failure -> assertThat(failure.type()).isEqualTo("endpoint-forbidden"));
    }

    private static io.vertx.core.Future<Destination> find(String url, String allowed) {
        return new Destinations(VERTX, Networks.of(allowed)).find(url);
    }
}
