package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.buffer.Buffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies in plain ASCII are read from their bytes, all others from text: nobody can tell. */
class WireTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"a\":\"X\",\"b\":[1,-2.5e3,true,null,{\"c\":\"\\u98ce\\ud83c\\udf27\"}]}",
                "{\"a\":\"X\",\"a\":1}",
                "{\"a\":\"X\",\"b\":[{\"c\":\"\\u0000\"}]}",
                "{\"a\":\"X\",\"b/~\":\"\\ud83c\"}",
                "{\"a\":\"X\"} {}",
                "{\"a\":\"X\"",
                "[\"X\"]",
                "\"X\"",
                "null",
                "{\"a\":\"X\",\"b\":NaN}"
            })
    void bothWaysSayTheSame(String plain) {
        String chinese = plain.equals("null") ? "null " : plain.replace("X", "雨");
        assertThat(said(chinese).replace("雨", "X")).isEqualTo(said(plain));
    }

    @Test
    void otherEncodingsAreRefusedThoughTheirBytesArePlain() {
        for (Charset charset : List.of(
                StandardCharsets.UTF_16LE,
                StandardCharsets.UTF_16BE,
                StandardCharsets.UTF_32LE,
                StandardCharsets.UTF_32BE)) {
            Buffer bytes = Buffer.buffer("{\"a\":\"X\"}".getBytes(charset));
            assertThatThrownBy(() -> Wire.object(bytes))
                    .as("%s", charset)
                    .isInstanceOfSatisfying(
                            Failure.Invalid.class,
                            failure -> assertThat(failure.type()).isEqualTo("json-malformed"));
        }
    }

    private static String said(String body) {
        try {
            return Wire.object(Buffer.buffer(body)).encode();
        } catch (Failure.Invalid failure) {
            return failure.type() + " " + failure.detail() + " " + failure.faults();
        }
    }
}
