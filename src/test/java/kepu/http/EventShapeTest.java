package kepu.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class EventShapeTest {
    private static final Validator SCHEMA = new Contract().schema("Event");
    private static final List<String> NAMES =
            List.of("id", "item", "type", "at", "feed", "position", "millis", "value", "other");

    @Test
    void whatClientsSendIsSure() {
        JsonObject event = new JsonObject()
                .put("id", "a-1.B:c_9")
                .put("item", "高血压")
                .put("type", "impression")
                .put("at", "2026-03-12T09:30:00.123+08:00")
                .put("feed", "7f3a")
                .put("position", 3)
                .put("millis", 1200)
                .put("value", 0.5);
        assertThat(EventShape.isSure(event)).isTrue();
        assertThat(EventShape.isSure(event.copy().put("at", "2026-03-12T01:30:00Z")))
                .isTrue();
        assertThat(EventShape.isSure(event.copy().put("id", ""))).isFalse();
        assertThat(EventShape.isSure(event.copy().put("at", "2026-02-30T01:30:00Z")))
                .isFalse();
        assertThat(EventShape.isSure(event.copy().putNull("item"))).isFalse();
        for (String needed : List.of("id", "type", "at")) {
            JsonObject without = event.copy();
            without.remove(needed);
            assertThat(EventShape.isSure(without)).as(needed).isFalse();
        }
    }

    @Test
    void whatIsSureTheContractTakes() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        int sure = 0;
        for (int i = 0; i < 20_000; i++) {
            JsonObject event = event(random);
            if (EventShape.isSure(event)) {
                sure++;
                assertThat(SCHEMA.validate(event).getValid())
                        .as("%s, seed %d", event, seed)
                        .isTrue();
            }
        }
        assertThat(sure).as("seed %d", seed).isGreaterThan(200);
    }

    /** Mostly good, with a field or two that are odd, missing or strange. */
    private static JsonObject event(Random random) {
        JsonObject event = new JsonObject();
        for (String name : NAMES) {
            boolean needed = name.equals("id") || name.equals("type") || name.equals("at");
            if (name.equals("other") ? random.nextInt(20) == 0 : random.nextInt(needed ? 20 : 2) > 0) {
                List<@Nullable Object> values = new ArrayList<>(random.nextInt(8) == 0 ? odd(name) : good(name));
                event.getMap().put(name, values.get(random.nextInt(values.size())));
            }
        }
        return event;
    }

    private static List<Object> good(String name) {
        return switch (name) {
            case "id" -> List.of("a", "Z9._:-", "x".repeat(64));
            case "type" -> List.of("impression", "open", "not_interested", "play");
            case "at" -> List.of("2026-03-12T09:30:00+08:00", "2026-12-31T23:59:59.999999999Z");
            case "position" -> List.of(0, 10_000);
            case "millis" -> List.of(0, 86_400_000);
            case "value" -> List.of(0, -3, 0.5, 1e300);
            default -> List.of("", "文", "x".repeat(64));
        };
    }

    private static List<@Nullable Object> odd(String name) {
        List<@Nullable Object> odd = new ArrayList<>(List.of(
                "",
                "x".repeat(65),
                "x".repeat(81),
                "é",
                "a b",
                "a\n",
                -1,
                10_001,
                86_400_001,
                1L << 40,
                1.0,
                true,
                new JsonObject(),
                "2026-02-30T09:30:00Z",
                "2026-03-12T24:00:00Z",
                "2026-03-12T23:59:60Z",
                "2026-03-12T09:30Z",
                "2026-03-12t09:30:00z",
                "2026-03-12T09:30:00+19:00",
                "0000-01-01T00:00:00Z",
                "2026-03-12T09:30:00+08",
                "٢٠٢٦-03-12T09:30:00Z"));
        odd.add(null);
        odd.addAll(good(name));
        return odd;
    }
}
