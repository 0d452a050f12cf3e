package kepu.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;
import kepu.base.Failure;
import kepu.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {
    private final Secrets target = new Secrets(new byte[32]);

    @Test
    void whatIsSealedOpensAndShowsNothing() {
        byte[] sealed = target.seal("13800000001");
        assertThat(target.open(sealed)).isEqualTo("13800000001");
        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("13800000001");
        assertThat(target.seal("13800000001")).as("a fresh nonce each time").isNotEqualTo(sealed);
    }

    @Test
    void aSealThatWasTouchedDoesNotOpen() {
        byte[] sealed = target.seal("13800000001");
        for (int i = 0; i < sealed.length; i++) {
            byte[] touched = sealed.clone();
            touched[i] ^= 1;
            assertThatThrownBy(() -> target.open(touched)).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void anotherSecretOpensNothingAndFindsNothing() {
        byte[] bytes = new byte[32];
        bytes[31] = 1;
        Secrets other = new Secrets(bytes);
        assertThatThrownBy(() -> other.open(target.seal("a"))).isInstanceOf(IllegalStateException.class);
        assertThat(other.hash("phone", "a")).isNotEqualTo(target.hash("phone", "a"));
    }

    @Test
    void hashesOfDifferentPurposesDiffer() {
        assertThat(target.hash("phone", "13800000001")).isEqualTo(target.hash("phone", "13800000001"));
        assertThat(target.hash("code-phone", "13800000001")).isNotEqualTo(target.hash("phone", "13800000001"));
        assertThat(target.hash("a", "bc")).isNotEqualTo(target.hash("ab", "c"));
    }

    @Test
    void freshTextsAndCodesAreNotRepeated() {
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            assertThat(seen.add(target.fresh())).isTrue();
            assertThat(target.freshCode()).matches("[0-9]{6}");
        }
        assertThat(target.fresh()).hasSize(43);
    }

    @Test
    void aMissingSecretIsMadeOnceForThisUserOnly(@TempDir Path data) throws IOException {
        byte[] hash = Secrets.of("", data).hash("phone", "a");
        assertThat(Secrets.of("", data).hash("phone", "a")).isEqualTo(hash);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("secret.key"))))
                .isEqualTo("rw-------");
        try (var files = Files.list(data)) {
            assertThat(files).containsExactly(data.resolve("secret.key"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "AAAA", "not base64!", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="})
    void aConfiguredSecretOfTheWrongFormStopsTheBoot(String secret, @TempDir Path data) {
        assertThatThrownBy(() -> Secrets.of(secret, data))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("people.secret");
    }

    @Test
    void aPhoneHasOneFormAndIsNeverPrintedWhole() {
        assertThat(Phone.of("+8613812340001")).isEqualTo(Phone.of("13812340001"));
        assertThat(Phone.of("13812340001").toString()).isEqualTo("138****0001");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1381234000", "138123400011", "12812340001", "8613812340001", " 13812340001", "１３８１２３４０００１"})
    void whatIsNoPhoneNumberIsRefused(String text) {
        assertThatThrownBy(() -> Phone.of(text)).isInstanceOf(Failure.Invalid.class);
    }
}
