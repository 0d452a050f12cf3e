package kepu.content.film;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import kepu.content.Recording;
import kepu.testing.Recorded;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording is what its bytes say, whatever its name is. */
class SoundTest {
    @TempDir
    private Path folder;

    @Test
    void whatPhonesPlaySaysHowLongItIs() throws IOException {
        assertThat(Sound.of(file(Recorded.wav(3)))).contains(new Sound(Recording.Kind.WAV, 3));
        // 100 frames of 1,152 samples at 44.1 kHz are 2.6 seconds
        assertThat(Sound.of(file(TestSound.mp3(100)))).contains(new Sound(Recording.Kind.MP3, 3));
        assertThat(Sound.of(file(TestSound.mp4(65, "soun")))).contains(new Sound(Recording.Kind.M4A, 65));
        assertThat(Sound.of(file(TestSound.mp4(65, "text", "soun")))).contains(new Sound(Recording.Kind.M4A, 65));
    }

    @Test
    void whatOnlyBeginsLikeASoundIsNone() throws IOException {
        byte[] text = "录音".repeat(2_000).getBytes(StandardCharsets.UTF_16);
        text[0] = (byte) 0xFF;
        text[1] = (byte) 0xFE;
        assertThat(Sound.of(file(text))).as("a text in UTF-16").isEmpty();
        assertThat(Sound.of(file(TestSound.mp4(65, "vide", "soun"))))
                .as("a film")
                .isEmpty();
        assertThat(Sound.of(file(TestSound.mp4(65)))).as("nothing to play").isEmpty();
        assertThat(Sound.of(file("ID3 is not all of it".repeat(50).getBytes(StandardCharsets.US_ASCII))))
                .isEmpty();
        byte[] packed = Recorded.wav(3);
        packed[20] = 85;
        assertThat(Sound.of(file(packed))).as("compressed samples").isEmpty();
        assertThat(Sound.of(file(Arrays.copyOf(Recorded.wav(3), 40)))).isEmpty();
        assertThat(Sound.of(file(new byte[0]))).isEmpty();
    }

    @Test
    void anMp3IsKnownBehindItsTagAndWithNoiseInIt() throws IOException {
        byte[] sound = TestSound.mp3(50);
        for (int i = 4_000; i < 4_100; i++) {
            sound[i] = (byte) i;
        }
        assertThat(Sound.of(file(sound)))
                .hasValueSatisfying(one -> assertThat(one.seconds()).isBetween(1, 2));
    }

    @Test
    void brokenFilesAreRefusedOrReadAndNeverMore() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        byte[][] whole = {Recorded.wav(1), TestSound.mp3(40), TestSound.mp4(5, "soun")};
        for (int round = 0; round < 600; round++) {
            byte[] broken = whole[round % whole.length].clone();
            for (int i = 0; i < 8; i++) {
                broken[random.nextInt(Math.min(broken.length, 400))] = (byte) random.nextInt();
            }
            int length = 1 + random.nextInt(broken.length);
            assertThat(Sound.of(file(Arrays.copyOf(broken, length))))
                    .as("seed %d, round %d", seed, round)
                    .satisfies(found ->
                            found.ifPresent(one -> assertThat(one.seconds()).isPositive()));
        }
    }

    private Path file(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "sound", ".jpg"), bytes);
    }
}
