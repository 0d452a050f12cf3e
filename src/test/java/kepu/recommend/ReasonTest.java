package kepu.recommend;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReasonTest {
    private static final Reason.Form FORM = new Reason.Form("similar", "和您看过的“", "”讲的\"相近\"");

    @ParameterizedTest
    @ValueSource(strings = {"", "春耕用电", "a \"quoted\" title", "\\ and \n and \t", "𠮷野家", "'&<>\u2028"})
    void itsBytesSayWhatItSays(String name) {
        Reason reason = FORM.of(name);
        assertThat(reason.text()).isEqualTo("和您看过的“" + name + "”讲的\"相近\"");
        assertThat(member(reason))
                .isEqualTo(new JsonObject().put("code", "similar").put("text", reason.text()));
        assertThat(reason)
                .isEqualTo(new Reason("similar", reason.text()))
                .hasSameHashCodeAs(new Reason("similar", reason.text()));
    }

    @Test
    void itIsPutWhereItIsToldToAndNowhereElse() {
        byte[] room = new byte[Reason.FRESH.length() + 10];
        Arrays.fill(room, (byte) '#');
        int behind = Reason.FRESH.put(room, 5);
        assertThat(behind).isEqualTo(5 + Reason.FRESH.length());
        assertThat(new String(room, 0, 5, StandardCharsets.US_ASCII)).isEqualTo("#####");
        assertThat(new String(room, behind, 5, StandardCharsets.US_ASCII)).isEqualTo("#####");
    }

    private static JsonObject member(Reason reason) {
        byte[] bytes = new byte[reason.length()];
        assertThat(reason.put(bytes, 0)).isEqualTo(bytes.length);
        return new JsonObject(Buffer.buffer("{").appendBytes(bytes).appendString("}")).getJsonObject("reason");
    }
}
