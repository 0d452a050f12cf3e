package kepu.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import kepu.base.Group;
import kepu.base.Topic;
import org.junit.jupiter.api.Test;

class ProfileFormTest {
    private final ProfileForm target = new ProfileForm();
    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @Test
    void everyProfileIsReadAsItWasWritten() {
        for (int i = 0; i < 1_000; i++) {
            Resident resident = resident();
            assertThat(target.read(target.write(resident))).as("seed " + seed).isEqualTo(resident);
        }
    }

    @Test
    void halfAProfileIsNone() {
        ByteBuffer whole = target.write(resident());
        for (int length = 0; length < whole.limit(); length++) {
            ByteBuffer part = whole.slice(0, length);
            assertThatThrownBy(() -> target.read(part))
                    .as("seed %d, %d bytes", seed, length)
                    .isInstanceOf(RuntimeException.class);
        }
    }

    private Resident resident() {
        return new Resident(
                random.nextLong(),
                random.nextLong(),
                some(Group.values()),
                random.nextBoolean() ? null : 1900 + random.nextInt(150),
                List.of("果农", "", "养蜂 🐝").get(random.nextInt(3)).transform(text -> random.nextBoolean() ? text : null),
                some(Topic.values()),
                some(Topic.values()),
                random.nextBoolean() ? "zh" : "ii",
                random.nextBoolean(),
                random.nextBoolean(),
                "版本" + random.nextInt(9),
                moment(),
                random.nextBoolean() ? null : new Resident.Guardian("版本" + random.nextInt(9), moment()));
    }

    private Instant moment() {
        return Instant.ofEpochSecond(random.nextInt(), random.nextInt(1_000_000_000));
    }

    private <T> Set<T> some(T[] words) {
        Set<T> some = new HashSet<>();
        Stream.of(words).filter(word -> random.nextInt(3) == 0).forEach(some::add);
        return some;
    }
}
