package kepu.content.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Texts without meaning that are long and different enough to be told apart, and reprints of them. */
final class Prose {
    private static final int FIRST_HAN = 0x4E00;
    private static final int HANS = 3_000;

    private final Random random;

    Prose(long seed) {
        this.random = new Random(seed);
    }

    /** A text of paragraphs of sentences, with so many characters or a few more. */
    String text(int chars) {
        StringBuilder text = new StringBuilder();
        while (text.length() < chars) {
            for (int sentence = 2 + random.nextInt(3); sentence > 0; sentence--) {
                for (int i = 8 + random.nextInt(18); i > 0; i--) {
                    text.appendCodePoint(FIRST_HAN + random.nextInt(HANS));
                }
                text.append(sentence == 1 ? "。\n" : "，");
            }
        }
        return text.toString();
    }

    /** The text as others print it again: a line before and one behind, full stops for commas, a character in a hundred another one. */
    String reprint(String text) {
        StringBuilder again = new StringBuilder("本报讯（记者）\n");
        text.codePoints().forEach(c -> {
            if (c == '，') {
                again.append(random.nextBoolean() ? "，" : "。");
            } else if (c >= FIRST_HAN && random.nextInt(100) == 0) {
                again.appendCodePoint(FIRST_HAN + random.nextInt(HANS));
            } else {
                again.appendCodePoint(c);
            }
        });
        return again.append("\n责任编辑：某某").toString();
    }

    /** An item of RSS 2.0. */
    static String item(String guid, String title, String text) {
        return "<item><guid isPermaLink=\"false\">%s</guid><title>%s</title><link>https://news.example/%s</link><description>%s</description></item>"
                .formatted(guid, title, guid, text.replace("\n", "&lt;br/&gt;"));
    }

    static String rss(List<String> items) {
        return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><rss version=\"2.0\"><channel><title>科普</title>"
                + "<link>https://news.example/</link><description>科普</description>" + String.join("", items)
                + "</channel></rss>";
    }

    static List<String> shuffled(List<String> all, long seed) {
        List<String> shuffled = new ArrayList<>(all);
        java.util.Collections.shuffle(shuffled, new Random(seed));
        return shuffled;
    }
}
