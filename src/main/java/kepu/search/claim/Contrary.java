package kepu.search.claim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Texts that look like a claim and do not make it, made from the library by a seed: what the matcher learns to abstain from. */
final class Contrary {
    /** A text that looks like {@code claim}. */
    record Text(String kind, String claim, String text) {}

    /** What each kind counts among the texts to abstain from. */
    static final List<String> KINDS = List.of("other thing", "what is right", "other question", "article");

    private static final String[] QUESTIONS = {
        "%s怎么挑选才好？", "%s多少钱一斤，哪里买便宜？", "%s什么时候开始有的？", "请问%s是怎么回事，谁发明的？", "%s有哪些种类？", "今天看到一条关于%s的新闻",
        "%s怎么保存时间长一些？", "%s应该注意些什么？", "我想了解一下%s的知识", "村里要开%s的培训班，什么时候报名？", "%s怎么用才对？", "家里没有%s了，谁有多的？",
    };
    private static final int ARTICLES = 600;

    private Contrary() {}

    static List<Text> of(List<Lesson> lessons, List<String> articles, long seed) {
        Random random = new Random(seed);
        List<Text> texts = new ArrayList<>();
        for (Lesson lesson : lessons) {
            String id = lesson.text().id();
            for (String form : someForms(lesson)) {
                String swapped = swapped(form, lesson, lessons, random);
                if (!swapped.equals(form)) {
                    texts.add(new Text("other thing", id, swapped));
                }
            }
            lesson.right().forEach(right -> texts.add(new Text("what is right", id, right)));
            for (String keyword : lesson.text().keywords()) {
                texts.add(
                        new Text("other question", id, QUESTIONS[random.nextInt(QUESTIONS.length)].formatted(keyword)));
            }
        }
        for (int at = 0; at < ARTICLES && !articles.isEmpty(); at++) {
            texts.add(new Text("article", "article " + at, articles.get(random.nextInt(articles.size()))));
        }
        return texts;
    }

    /** One in so many forms: those beside each other are written by one hand. */
    private static final int ONE_IN = 5;

    static List<String> someForms(Lesson lesson) {
        List<String> forms = lesson.text().forms();
        return IntStream.range(0, forms.size())
                .filter(at -> at % ONE_IN == 0)
                .mapToObj(forms::get)
                .toList();
    }

    /** The form about another thing: a keyword of the claim replaced by one of another claim. */
    private static String swapped(String form, Lesson lesson, List<Lesson> lessons, Random random) {
        Lesson other = lessons.get(random.nextInt(lessons.size()));
        if (other.text().id().equals(lesson.text().id())
                || other.text().keywords().isEmpty()) {
            return form;
        }
        String longest = "";
        for (String keyword : lesson.text().keywords()) {
            longest = form.contains(keyword) && keyword.length() > longest.length() ? keyword : longest;
        }
        String thing = other.text().keywords().getFirst();
        return longest.isEmpty() || lesson.text().keywords().contains(thing) ? form : form.replace(longest, thing);
    }
}
