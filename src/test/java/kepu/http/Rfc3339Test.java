package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Rfc3339Test {
    private static final String LETTERS = "0123456789-+:.TZtz ٣";

    @Test
    void everyTimeIsReadAsTheLibraryReadsIt() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            OffsetDateTime time = OffsetDateTime.ofInstant(
                    Instant.ofEpochSecond(
                            random.nextLong(-60_000_000_000L, 250_000_000_000L),
                            random.nextBoolean() ? 0 : random.nextInt(1_000_000_000)),
                    ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 60, 18 * 60 + 1) * 60));
            String text = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time);
            assertThat(Rfc3339.read(text)).as("%s, seed %d", text, seed).isEqualTo(time.toInstant());
        }
    }

    /** What it reads the library reads, to the same moment; what it does not read the library is asked for. */
    @Test
    void whatIsNoTimeIsNotRead() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder("2026-02-28T23:59:59.123+08:00");
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(4)) {
                    case 0 -> text.deleteCharAt(at);
                    case 1 -> text.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                    default -> text.setCharAt(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
                }
            }
            Instant read = Rfc3339.read(text.toString());
            if (read != null) {
                assertThat(OffsetDateTime.parse(text).toInstant())
                        .as("%s, seed %d", text, seed)
                        .isEqualTo(read);
            }
        }
    }

    @Test
    void oddTimesAreLeftToOthers() {
        assertThat(Rfc3339.read("2026-03-12T09:30:00Z")).isEqualTo(Instant.parse("2026-03-12T09:30:00Z"));
        assertThat(Rfc3339.read("2028-02-29T00:00:00.5-01:30")).isEqualTo(Instant.parse("2028-02-29T01:30:00.5Z"));
        for (String odd : List.of(
                "",
                "Z",
                "2026-03-12T09:30Z",
                "2026-03-12T09:30:00",
                "2026-03-12T09:30:00.Z",
                "2026-03-12T09:30:00.1",
                "2026-03-12T09:30:00.1234567890Z",
                "2026-02-29T09:30:00Z",
                "2026-13-01T09:30:00Z",
                "2026-03-12T24:00:00Z",
                "2026-03-12T23:59:60Z",
                "2026-03-12T09:30:00+18:01",
                "2026-03-12T09:30:00+08",
                "2026-03-12T09:30:00ZZ",
                "2026-03-12t09:30:00z",
                "0000-03-12T09:30:00Z")) {
            assertThat(Rfc3339.read(odd)).as(odd).isNull();
        }
    }
}
