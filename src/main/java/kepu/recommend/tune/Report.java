package kepu.recommend.tune;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/** What a search found, as one HTML page for operators, in Chinese: nothing outside of it is asked for, and no script runs. */
public final class Report {
    private static final int SHOWN = 50;
    private static final Map<String, String> MODELS = Map.of(
            Tested.TUNED,
            "调出的最好一组",
            Tested.PRESENT,
            "现在的定义",
            "popularity",
            "全局热门（不分人）",
            "recent-popularity",
            "近期热门（不分人）",
            "random",
            "随机");

    private final Outcome outcome;
    private final DefinitionText present;
    private final Map<String, String> idle;

    /** {@code idle}: parameters that were left out, and why; by path. */
    public Report(Outcome outcome, DefinitionText present, Map<String, String> idle) {
        this.outcome = outcome;
        this.present = present;
        this.idle = idle;
    }

    public String html() {
        Search search = outcome.search();
        return PAGE.replace("{model}", escaped(search.model()))
                .replace("{search}", search.kind() == SearchKind.GRID ? "网格搜索" : "随机搜索")
                .replace("{seed}", String.valueOf(search.seed()))
                .replace("{source}", escaped(search.source()))
                .replace("{done}", String.valueOf(outcome.trials().size() - 1))
                .replace("{planned}", String.valueOf(outcome.planned()))
                .replace("{ended}", ended())
                .replace("{verdict}", verdict())
                .replace("{apply}", apply())
                .replace("{tested}", tested())
                .replace("{parts}", search.fixed() ? "每个人的条目随机分成三段" : "数据按时间分成三段")
                .replace("{looks}", looks())
                .replace("{trials}", Plot.byTrial(outcome.trials()))
                .replace("{parameters}", parameters())
                .replace("{failed}", failed())
                .replace("{idle}", idle())
                .replace("{rows}", rows());
    }

    /** Text as it may stand in HTML, in an attribute too. */
    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    private String ended() {
        return switch (outcome.ended()) {
            case ALL -> "计划里的都试过了";
            case TRIALS -> "到了要求的次数";
            case TIME -> "到了限定的时间；再运行同样的命令会接着试";
        };
    }

    private String verdict() {
        Tested.Gain gain = outcome.tested().gain();
        String figures = gain == null
                ? ""
                : "得分差 %s（95%% 的把握在 %s 到 %s 之间）。"
                        .formatted(signed(gain.mean()), signed(gain.low()), signed(gain.high()));
        return switch (outcome.tested().verdict()) {
            case BETTER ->
                box(
                        "good",
                        "可以换：第 %d 次试验的一组参数，在没有参与挑选的测试段上，确实比现在的定义好。"
                                        .formatted(outcome.best().number())
                                + figures);
            case UNCLEAR ->
                box(
                        "unclear",
                        "先不换：挑选时最好的是第 %d 次试验，但在测试段上看不出它和现在的定义有差别（区间里有 0）。"
                                        .formatted(outcome.best().number())
                                + figures);
            case WORSE -> box("bad", "不要换：挑选时最好的一组，在测试段上反而不如现在的定义，多半只是碰巧适合挑选用的那一段。" + figures);
            case PRESENT -> box("unclear", "不用换：试过的各组参数，没有一组在挑选时胜过现在的定义。");
        };
    }

    private static String box(String kind, String text) {
        return "<p class=\"verdict %s\">%s</p>".formatted(kind, escaped(text));
    }

    private String apply() {
        if (outcome.best().isPresent()) {
            return "";
        }
        String name = escaped(outcome.search().model());
        String changes = outcome.best().values().entrySet().stream()
                .filter(each -> !present.value(each.getKey()).orElse("").equals(each.getValue()))
                .map(each -> "<tr><td><code>%s</code></td><td>%s</td><td>%s</td></tr>"
                        .formatted(
                                escaped(each.getKey()),
                                escaped(present.value(each.getKey()).orElse("")),
                                escaped(each.getValue())))
                .collect(Collectors.joining("\n"));
        return """
                <div class="wide"><table class="changes"><thead><tr><th>参数</th><th>现在</th><th>最好一组</th></tr></thead>
                <tbody>%s</tbody></table></div>
                <p>要采用：把同一文件夹里的 <code>%s.yaml</code> 复制为 <code>models/%2$s.yaml</code>（注释都在），再运行
                <code>./kepu train --definition %2$s</code>，然后照常发布。换与不换由人决定。</p>
                """.formatted(changes, name);
    }

    private String tested() {
        return outcome.tested().rows().stream()
                .map(row -> "<tr><td>%s</td>%s<td>%,d</td></tr>"
                        .formatted(
                                escaped(MODELS.getOrDefault(row.model(), row.model())),
                                figures(row.figures()),
                                row.figures().users()))
                .collect(Collectors.joining("\n"));
    }

    private String looks() {
        return outcome.looks() < 2
                ? "测试段到现在只看过这一次。"
                : "测试段到现在已经看过 %d 次：看得越多，越容易把碰巧当成本事，结论要打折扣。".formatted(outcome.looks());
    }

    private String failed() {
        long failed = outcome.trials().stream()
                .filter(trial -> trial.figures() == null)
                .count();
        return failed == 0 ? "" : "<p>有 %d 次没有训练成，图里没有它们；原因在下面的表里。</p>".formatted(failed);
    }

    private String parameters() {
        return outcome.space().parameters().stream()
                .map(parameter -> {
                    String now = present.value(parameter.path()).orElse("");
                    return "<figure><figcaption><b>%s</b><br>%s<br>现在是 %s。</figcaption>%s</figure>"
                            .formatted(
                                    escaped(parameter.path()),
                                    escaped(parameter.meaning()),
                                    escaped(now),
                                    Plot.byValue(parameter, now, outcome.trials()));
                })
                .collect(Collectors.joining("\n"));
    }

    private String idle() {
        return idle.isEmpty()
                ? ""
                : "<p>没有试这些参数，因为在这份数据上它们不起作用：%s。</p>"
                        .formatted(idle.entrySet().stream()
                                .map(each -> "<code>%s</code>（%s）"
                                        .formatted(escaped(each.getKey()), escaped(each.getValue())))
                                .collect(Collectors.joining("、")));
    }

    private String rows() {
        List<Trial> all = outcome.bestFirst();
        String more = all.size() <= SHOWN
                ? ""
                : "<tr><td colspan=\"6\">还有 %d 次，见 trials.csv</td></tr>".formatted(all.size() - SHOWN);
        return all.stream().limit(SHOWN).map(this::row).collect(Collectors.joining("\n")) + more;
    }

    private String row(Trial trial) {
        Figures figures = trial.figures();
        return "<tr><td>%d</td>%s<td>%s</td><td class=\"values\">%s</td></tr>"
                .formatted(
                        trial.number(),
                        figures == null
                                ? "<td colspan=\"3\">没有训练成：%s</td>".formatted(escaped(String.valueOf(trial.failed())))
                                : figures(figures),
                        String.format(Locale.ROOT, "%.1f", trial.seconds()),
                        trial.isPresent()
                                ? "现在的定义"
                                : trial.values().entrySet().stream()
                                        .map(each -> escaped(each.getKey() + "=" + each.getValue()))
                                        .collect(Collectors.joining("<br>")));
    }

    private static String figures(Figures figures) {
        return String.format(
                Locale.ROOT,
                "<td>%.4f</td><td>%.4f–%.4f</td><td>%.4f</td>",
                figures.ndcg(),
                figures.low(),
                figures.high(),
                figures.recall());
    }

    private static String signed(double value) {
        return String.format(Locale.ROOT, "%+.4f", value);
    }

    private static final String PAGE = page();

    private static String page() {
        try (InputStream in = Objects.requireNonNull(Report.class.getResourceAsStream("/tune-report.html"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
