package kepu.content.style;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A sentence of a draft with the line it stands in (0: title or summary) and that whole line, both without Markdown. A sentence ends with
 * one of 。！？；… or with its line, so that an item of a list is one.
 */
record Sentence(int line, String text, String paragraph) {
    private static final Pattern ENDS = Pattern.compile("(?<=[。！？；…!?;])(?![”」』。！？…])|(?<=[。！？；…!?;][”」』])");
    private static final Pattern MARKERS = Pattern.compile("^\\s*(?:#{1,6}\\s+|[-*+]\\s+|\\d+\\.\\s+|>\\s+)");
    private static final Pattern QUOTED = Pattern.compile("[“「『][^”」』]*(?:[”」』]|$)|^[^“「『”」』]*[”」』]");

    /** What the sentence says itself, not what it quotes; a quotation of several sentences begins or ends in another one. */
    String unquoted() {
        return QUOTED.matcher(text).replaceAll("“”");
    }

    /** How many letters, digits and ideographs are read. */
    int length() {
        return (int) text.codePoints().filter(Character::isLetterOrDigit).count();
    }

    static List<Sentence> of(Draft draft) {
        List<Sentence> sentences = new ArrayList<>();
        if (draft.form() != Form.CLAIM) {
            add(sentences, Fault.MATTER, draft.title());
        }
        add(sentences, Fault.MATTER, draft.summary());
        List<String> lines = draft.text().lines().toList();
        for (int i = 0; i < lines.size(); i++) {
            add(sentences, i + 1, lines.get(i));
        }
        return sentences;
    }

    private static void add(List<Sentence> sentences, int line, String markdown) {
        String paragraph =
                MARKERS.matcher(markdown).replaceFirst("").replace("**", "").strip();
        for (String text : ENDS.split(paragraph)) {
            Sentence sentence = new Sentence(line, text.strip(), paragraph);
            if (sentence.length() > 0) {
                sentences.add(sentence);
            }
        }
    }
}
