package kepu.push.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PushEncryptionTest {
    @Test
    void theExampleOfTheRfcComesOutByteForByte() {
        // RFC 8291, section 5 and appendix A
        PublicKey own = P256.publicKey(
                bytes("BP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A8"));
        KeyPair sender = new KeyPair(own, P256.privateKey(bytes("yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw")));
        byte[] sealed = PushEncryption.seal(
                bytes("BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"),
                bytes("BTBZMqHH6r4Tts7J_aSIgg"),
                "When I grow up, I want to be a watermelon".getBytes(StandardCharsets.UTF_8),
                sender,
                bytes("DGv6ra1nlYgDCS1FRnbzlw"));
        assertThat(Base64.getUrlEncoder().withoutPadding().encodeToString(sealed))
                .isEqualTo(
                        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
                                + "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN");
    }

    @Test
    void whatIsSealedTheBrowserReads() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50; i++) {
            TestBrowser browser = new TestBrowser();
            byte[] text = new byte[random.nextInt(PushEncryption.MOST_BYTES + 1)];
            random.nextBytes(text);
            byte[] sealed = PushEncryption.seal(browser.key(), browser.secret(), text);
            assertThat(browser.open(sealed)).as("seed %d", seed).isEqualTo(text);
            assertThat(sealed).as("what push services take").hasSizeLessThanOrEqualTo(4_096);
        }
    }

    @Test
    void aLongerTextIsAFault() {
        TestBrowser browser = new TestBrowser();
        assertThatThrownBy(() ->
                        PushEncryption.seal(browser.key(), browser.secret(), new byte[PushEncryption.MOST_BYTES + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aPointThatIsNotOnTheCurveIsNoKey() {
        byte[] key = new TestBrowser().key();
        key[64] ^= 1;
        assertThatThrownBy(() -> P256.publicKey(key)).isInstanceOf(IllegalArgumentException.class);
    }

    private static byte[] bytes(String text) {
        return Base64.getUrlDecoder().decode(text);
    }
}
