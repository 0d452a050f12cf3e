package kepu.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.base.Sha256;
import org.junit.jupiter.api.Test;

/** The words that people consent to do not change while their version stays. */
class PrivacyTextTest {
    private static final Path APP = Path.of("src/main/web/src");
    private static final Pattern TEMPLATE = Pattern.compile("<template>(.*)</template>", Pattern.DOTALL);
    private static final Pattern VERSION = Pattern.compile("PRIVACY_VERSION = '([^']+)'");

    @Test
    void theWordsOfThePageAreThoseOfTheVersion() throws IOException {
        String page = Files.readString(APP.resolve("pages/PrivacyPage.vue"));
        String words = found(TEMPLATE, page)
                .replaceAll("<[^>]*>", " ")
                .replaceAll("\\s+", " ")
                .strip();
        String digest = HexFormat.of().formatHex(Sha256.of(words.getBytes(StandardCharsets.UTF_8)));
        assertThat(digest)
                .as("the words have changed: add their digest to PrivacyText and count PRIVACY_VERSION up")
                .isEqualTo(PrivacyText.digest());
    }

    @Test
    void theAppSaysTheSameVersion() throws IOException {
        String said = found(VERSION, Files.readString(APP.resolve("base/privacy.ts")));
        assertThat(said).isEqualTo(PrivacyText.VERSION);
    }

    private static String found(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern.pattern()).isTrue();
        return matcher.group(1);
    }
}
