package kepu.content.style;

import java.nio.charset.Charset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Words that are easily read: short sentences, common characters. Common are the 3755 characters of level 1 of GB 2312-80, which the state
 * chose by how often they are used; in GB 18030 they are the pairs B0A1 to D7F9. The names of what the draft is about (title and keywords)
 * do not count, nobody can write of 柚子 without them.
 */
final class PlainWords implements StyleGuide.Rule {
    /** Characters of the longest sentence, the mean of all sentences, and the share of uncommon characters in the text. */
    record Level(int longest, double mean, double uncommon) {}

    static final Level ADULTS = new Level(50, 24, 0.025);
    static final Level CHILDREN = new Level(36, 16, 0.02);

    private static final Charset GB18030 = Charset.forName("GB18030");

    @Override
    public List<Fault> faults(Draft draft, List<Sentence> sentences) {
        Level level = draft.isForChildren() ? CHILDREN : ADULTS;
        List<Fault> faults = new ArrayList<>();
        for (Sentence sentence : sentences) {
            if (sentence.length() > level.longest()) {
                faults.add(new Fault(
                        sentence.line(),
                        "这句有%d个字，最多%d个，请拆成短句：%s"
                                .formatted(sentence.length(), level.longest(), start(sentence.text()))));
            }
        }
        double mean = sentences.stream().mapToInt(Sentence::length).average().orElse(0);
        if (mean > level.mean()) {
            faults.add(new Fault(
                    Fault.MATTER, String.format(Locale.ROOT, "平均每句%.1f个字，最多%.0f个，请多用短句", mean, level.mean())));
        }
        uncommon(draft, level, faults);
        return faults;
    }

    private static void uncommon(Draft draft, Level level, List<Fault> faults) {
        Set<Integer> subject = (draft.title() + String.join("", draft.keywords()))
                .codePoints()
                .boxed()
                .collect(Collectors.toSet());
        int ideographs = 0;
        int uncommon = 0;
        Set<String> which = new TreeSet<>();
        for (int c : draft.text().codePoints().filter(Character::isIdeographic).toArray()) {
            ideographs++;
            if (!isCommon(c) && !subject.contains(c)) {
                uncommon++;
                which.add(Character.toString(c));
            }
        }
        if (uncommon > level.uncommon() * ideographs) {
            faults.add(new Fault(
                    Fault.MATTER,
                    String.format(
                            Locale.ROOT,
                            "生僻字占%.1f%%，最多%.1f%%：%s",
                            100.0 * uncommon / ideographs,
                            100 * level.uncommon(),
                            String.join("", which))));
        }
    }

    /** Whether the ideograph is of level 1 of GB 2312-80. */
    static boolean isCommon(int ideograph) {
        byte[] pair = Character.toString(ideograph).getBytes(GB18030);
        return pair.length == 2 && between(pair[0], 0xB0, 0xD7) && between(pair[1], 0xA1, 0xFE);
    }

    private static boolean between(byte value, int least, int most) {
        int unsigned = Byte.toUnsignedInt(value);
        return unsigned >= least && unsigned <= most;
    }

    private static String start(String text) {
        return text.length() <= 12 ? text : text.substring(0, 12) + "…";
    }
}
