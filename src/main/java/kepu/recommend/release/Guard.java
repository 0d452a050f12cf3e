package kepu.recommend.release;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What stands between a worse version and people: by its own card it must not be worse than the released version on the same data, or,
 * where the card has no such row, be better than every floor. Point estimates of NDCG@20 over everybody.
 */
public final class Guard {
    private Guard() {}

    /** Whether the version may go out; {@code detail} says in Chinese which figures decided, {@code seen} holds them for the audit. */
    public record Verdict(boolean passed, String detail, JsonObject seen) {}

    /** Judges a version by its card, beside the version that is live now. */
    public static Verdict judge(Card card, Optional<String> live) {
        Optional<Card.Figure> own = card.figure(Card.OWN, Card.ALL);
        if (own.isEmpty()) {
            return verdict(false, "卡片上没有它自己的总体指标", List.of());
        }
        Optional<Card.Figure> released = live.flatMap(version -> card.figure(Card.RELEASED, Card.ALL));
        return released.isPresent()
                ? againstReleased(own.get(), released.get(), live.orElseThrow())
                : againstFloors(own.get(), card);
    }

    private static Verdict againstReleased(Card.Figure own, Card.Figure released, String live) {
        List<Card.Figure> seen = List.of(own, released);
        String measured = released.version();
        if (measured != null && !measured.equals(live)) {
            return verdict(false, "卡片上比较的是 %s，不是线上的 %s，请重新评估".formatted(measured, live), seen);
        }
        boolean passed = own.ndcg() >= released.ndcg();
        return verdict(
                passed, "NDCG@20 为 %s，%s线上版本的 %s".formatted(said(own), passed ? "不低于" : "低于", said(released)), seen);
    }

    private static Verdict againstFloors(Card.Figure own, Card card) {
        List<Card.Figure> floors = Card.FLOORS.stream()
                .flatMap(floor -> card.figure(floor, Card.ALL).stream())
                .toList();
        List<Card.Figure> seen = java.util.stream.Stream.concat(java.util.stream.Stream.of(own), floors.stream())
                .toList();
        if (floors.isEmpty()) {
            return verdict(false, "卡片上没有可比较的指标（线上版本、热门榜、近期热门榜）", seen);
        }
        List<Card.Figure> unbeaten =
                floors.stream().filter(floor -> own.ndcg() <= floor.ndcg()).toList();
        String names = (unbeaten.isEmpty() ? floors : unbeaten)
                .stream().map(floor -> named(floor) + "的 " + said(floor)).collect(Collectors.joining("、"));
        return verdict(
                unbeaten.isEmpty(),
                "NDCG@20 为 %s，%s%s".formatted(said(own), unbeaten.isEmpty() ? "高于" : "不高于", names),
                seen);
    }

    private static Verdict verdict(boolean passed, String detail, List<Card.Figure> seen) {
        JsonArray figures = new JsonArray();
        seen.forEach(figure -> figures.add(new JsonObject()
                .put("model", figure.model())
                .put("ndcg@20", figure.ndcg())
                .put("users", figure.users())));
        return new Verdict(
                passed,
                detail,
                new JsonObject().put("passed", passed).put("detail", detail).put("figures", figures));
    }

    private static String named(Card.Figure floor) {
        return (floor.model().equals("popularity") ? "热门榜" : "近期热门榜") + "（" + floor.model() + "）";
    }

    private static String said(Card.Figure figure) {
        return String.format(Locale.ROOT, "%.4f", figure.ndcg());
    }
}
