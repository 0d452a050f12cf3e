package kepu.search.claim;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Claims as they are forwarded nearly word by word: with words before and behind, clauses in another order, a character lost. Made by a seed. */
final class Copies {
    private static final String[] BEFORE = {"听说", "专家说", "大家注意，", "刚看到一个视频，说", "请问", "朋友圈都在传：", "妈妈群里说", "", "", ""};
    private static final String[] BEHIND = {"，是真的吗？", "，快告诉家人", "，真的假的", "，大家一定要小心", "，这个说法对不对", "。", "！", "", ""};

    private Copies() {}

    /** @param all of every form and not only of the claim */
    static List<Contrary.Text> of(List<Lesson> lessons, long seed, boolean all) {
        Random random = new Random(seed);
        List<Contrary.Text> copies = new ArrayList<>();
        for (Lesson lesson : lessons) {
            List<String> forms = all
                    ? Contrary.someForms(lesson)
                    : Collections.nCopies(3, lesson.text().claim());
            for (String form : forms) {
                copies.add(new Contrary.Text("copy", lesson.text().id(), copy(form, random)));
            }
        }
        return copies;
    }

    private static String copy(String form, Random random) {
        List<String> clauses = new ArrayList<>(List.of(form.split("[，。！？：]")));
        if (random.nextInt(3) == 0) {
            Collections.shuffle(clauses, random);
        }
        StringBuilder copy = new StringBuilder(String.join("，", clauses));
        for (int lost = random.nextInt(3); lost > 0 && copy.length() > 8; lost--) {
            copy.deleteCharAt(random.nextInt(copy.length()));
        }
        return BEFORE[random.nextInt(BEFORE.length)] + copy + BEHIND[random.nextInt(BEHIND.length)];
    }
}
