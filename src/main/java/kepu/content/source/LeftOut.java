package kepu.content.source;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** What of a document does not come along, by the elements of HTML that it is, and what its author is told of it. */
enum LeftOut {
    PICTURES("图片没有收，请另外上传"),
    TABLES("表格没有收，只留下了里面的文字，一行一段"),
    FILMS("音频和视频没有收，请另外上传"),
    FRAMES("嵌入的网页没有收"),
    FORMULAS("公式没有收"),
    FORMS("表单没有收"),
    SCRIPTS("脚本没有收");

    private final String warning;

    LeftOut(String warning) {
        this.warning = warning;
    }

    /** What to tell of a document that has these elements. */
    static List<String> of(Set<String> found) {
        return Arrays.stream(values())
                .filter(one -> one.elements().stream().anyMatch(found::contains))
                .map(one -> one.warning)
                .toList();
    }

    private Set<String> elements() {
        return switch (this) {
            case PICTURES -> Set.of("img", "picture", "svg", "canvas");
            case TABLES -> Set.of("table");
            case FILMS -> Set.of("video", "audio", "object", "embed");
            case FRAMES -> Set.of("iframe", "frame");
            case FORMULAS -> Set.of("math");
            case FORMS -> Set.of("form", "input", "select", "textarea", "button");
            case SCRIPTS -> Set.of("script");
        };
    }
}
