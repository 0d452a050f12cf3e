package kepu.content.style;

import java.util.ArrayList;
import java.util.List;
import kepu.content.SafeHtml;

/** Short enough to be read on a phone, long enough to say what to do; and parted by headings. */
final class Lengths implements StyleGuide.Rule {
    private static final List<String> VERDICT = List.of("## 为什么", "## 该怎么做");

    @Override
    public List<Fault> faults(Draft draft, List<Sentence> sentences) {
        List<Fault> faults = new ArrayList<>();
        Form form = draft.form();
        check(faults, form == Form.CLAIM ? "说法" : "标题", SafeHtml.length(draft.title()), form.title());
        if (form != Form.CLAIM) {
            check(faults, "摘要", SafeHtml.length(draft.summary()), Form.SUMMARY);
        }
        check(faults, form.label + "正文", SafeHtml.length(draft.text()), form.text());
        List<String> headings =
                draft.text().lines().filter(line -> line.startsWith("## ")).toList();
        if (form == Form.CLAIM && !headings.equals(VERDICT)) {
            faults.add(new Fault(1, "辟谣要有且只有两节：“为什么”和“该怎么做”"));
        } else if (form == Form.ARTICLE && parts(draft.text()) < 2) {
            faults.add(new Fault(1, "文章至少分两节，每节有小标题（## ）或者一问（**问：）"));
        }
        return faults;
    }

    private static long parts(String text) {
        return text.lines()
                .filter(line -> line.startsWith("## ") || line.startsWith("**问："))
                .count();
    }

    private static void check(List<Fault> faults, String what, int length, Form.Span span) {
        if (!span.holds(length)) {
            faults.add(new Fault(Fault.MATTER, "%s有%d个字，应当是%d到%d个".formatted(what, length, span.least(), span.most())));
        }
    }
}
