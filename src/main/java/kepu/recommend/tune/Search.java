package kepu.recommend.tune;

import java.util.ArrayList;
import java.util.List;

/**
 * What makes two searches the same one, so that the second goes on with the first.
 *
 * @param fixed whether its parts are drawn and not cut in time
 * @param source of the data, for people
 * @param untilMillis behaviour up to then is read (epoch); 0 for files
 */
public record Search(
        String model, SearchKind kind, long seed, boolean fixed, Digests digests, String source, long untilMillis) {
    /**
     * Of what trials are made from.
     *
     * @param space the parameters and their values
     * @param definition the present definition's values
     * @param data what is learned from and measured on
     */
    public record Digests(String space, String definition, String data) {}

    /** In what the other differs, in Chinese; nothing when they are the same search. */
    List<String> differences(Search other) {
        List<String> differences = new ArrayList<>();
        note(differences, "模型名", model, other.model);
        note(differences, "搜索方式", kind.code(), other.kind.code());
        note(differences, "种子", String.valueOf(seed), String.valueOf(other.seed));
        if (!digests.space().equals(other.digests.space())) {
            differences.add("搜索范围变了");
        }
        if (!digests.definition().equals(other.digests.definition())) {
            differences.add("模型定义变了");
        }
        if (!digests.data().equals(other.digests.data())) {
            differences.add("数据变了（上次：%s；这次：%s）".formatted(source, other.source));
        }
        return differences;
    }

    private static void note(List<String> differences, String what, String before, String now) {
        if (!before.equals(now)) {
            differences.add("%s变了（上次：%s；这次：%s）".formatted(what, before, now));
        }
    }
}
