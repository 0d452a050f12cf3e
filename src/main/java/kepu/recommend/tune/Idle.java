package kepu.recommend.tune;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import kepu.recommend.train.Collaborative;
import kepu.recommend.train.Definition;

/** Parameters of a space that could change nothing on some data: trying them would only make the same trial again. */
public final class Idle {
    private static final String METHOD = "collaborative.method";
    private static final String KIND = "ranker.kind";

    private final Space space;
    private final Map<String, String> reasons = new LinkedHashMap<>();

    private Idle(Space space) {
        this.space = space;
    }

    /**
     * Which they are and why, in Chinese, by path.
     *
     * @param items how many the data has
     * @param fixed whether the data is a fixed split, on which only item-item models are measured
     */
    public static Map<String, String> of(Space space, Definition definition, int items, boolean fixed) {
        Idle idle = new Idle(space);
        if (fixed) {
            idle.leave(
                    path -> !path.startsWith("collaborative.") || path.equals("collaborative.neighbours"),
                    "固定切分上只比较协同矩阵");
        }
        if (!idle.varies(METHOD)) {
            if (usesEase(definition, items)) {
                idle.leave(path -> path.equals("collaborative.factors"), "这里用的是 EASE，没有因子");
            } else {
                idle.leave(path -> path.equals("collaborative.lambdas"), "这里用的是图滤波，没有 λ");
            }
        }
        if (!idle.varies(KIND)) {
            idle.ranker(definition.ranker().kind());
        }
        return idle.reasons;
    }

    private void ranker(Definition.Ranker.Kind kind) {
        switch (kind) {
            case AUTO -> {}
            case TREES -> leave(path -> path.equals("ranker.ridge"), "排序用的是树");
            case LINEAR ->
                leave(path -> path.matches("ranker\\.(trees|leaves|depth|leastRows|learningRate|sample)"), "排序用的是逻辑回归");
        }
    }

    private static boolean usesEase(Definition definition, int items) {
        return switch (definition.collaborative().method()) {
            case EASE -> true;
            case GRAPH -> false;
            case AUTO -> items <= Collaborative.MOST_FOR_EASE;
        };
    }

    private boolean varies(String path) {
        return space.parameters().stream()
                .anyMatch(parameter -> parameter.path().equals(path));
    }

    private void leave(Predicate<String> which, String reason) {
        space.parameters().stream()
                .map(Parameter::path)
                .filter(which)
                .forEach(path -> reasons.putIfAbsent(path, reason));
    }
}
