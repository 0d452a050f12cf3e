package kepu.search.claim;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The parts of a text that may each make a claim: its sentences, neighbouring sentences together, its lines, and the whole when it is
 * short. Calls to forward it are left out.
 */
final class Statements {
    /** Han characters that a statement has at least. */
    static final int LEAST = 4;

    private static final int WHOLE_CHARS = 160;
    private static final int LONG_CHARS = 60;
    private static final int MOST_CHARS = 300;
    private static final int PIECE_CHARS = 100;
    private static final Pattern SENTENCE = Pattern.compile("[^。!?;…\\n]+[。!?;…]*");
    private static final Pattern CLAUSE = Pattern.compile("[^,、:]+[,、:]*");
    private static final String ENDINGS = "(?=[,。!?;…:]|$)";
    private static final Pattern CALL =
            Pattern.compile("(?:(?:请|赶紧|赶快|快|速|速速|都|互相|务必|抓紧|立即|马上|为了家人|为了孩子|看完|看到|一定|大家|紧急|记得|尽快)){0,3}"
                    + "(?:转发|转给|转告|扩散|告诉|收藏|分享|转到|转起来|传给|通知)[^,。!?;…:]{0,14}" + ENDINGS
                    + "|(?:紧急通知|紧急扩散|紧急提醒|温馨提示|重要通知|速看|家人们|震惊|惊呆了|触目惊心|不转不是中国人|太可怕了|注意了|各位家长|各位亲|朋友们|姐妹们|真实教训|别再)"
                    + ENDINGS);
    private static final Pattern BETWEEN = Pattern.compile("[,。!?;…:、]+");
    private static final String HAN = "\\p{IsHan}";
    private static final Pattern HAN_CHARACTER = Pattern.compile(HAN);

    private Statements() {}

    /** At most {@code most}, each once. */
    static List<String> of(Plain text, int most) {
        Set<String> all = new LinkedHashSet<>();
        String whole = String.join(",", text.paragraphs());
        if (whole.length() <= WHOLE_CHARS) {
            add(all, whole, most);
        }
        for (String paragraph : text.paragraphs()) {
            List<String> sentences =
                    sentences(paragraph).stream().flatMap(Statements::pieces).toList();
            for (int at = 0; at < sentences.size(); at++) {
                add(all, sentences.get(at), most);
                if (at + 1 < sentences.size()) {
                    add(all, sentences.get(at) + sentences.get(at + 1), most);
                }
                if (sentences.get(at).length() > LONG_CHARS) {
                    clauses(all, sentences.get(at), most);
                }
            }
        }
        if (text.lines().size() > text.paragraphs().size()) {
            text.lines().forEach(line -> add(all, line, most));
        }
        return List.copyOf(all);
    }

    /** Without the calls to forward it. */
    static String withoutCalls(String text) {
        return CALL.matcher(text)
                .replaceAll("")
                .replaceAll("^[,。!?;…:\\s]+", "")
                .strip();
    }

    /** The clauses of a statement, without what stands between them. */
    static List<String> clauses(String statement) {
        return BETWEEN.splitAsStream(statement)
                .filter(clause -> !clause.isBlank())
                .toList();
    }

    static long han(String text) {
        return HAN_CHARACTER.matcher(text).results().count();
    }

    static List<String> sentences(String paragraph) {
        return SENTENCE.matcher(paragraph).results().map(found -> found.group()).toList();
    }

    /** What goes on for long without an end is cut into pieces, so that each costs no more than a sentence. */
    private static Stream<String> pieces(String sentence) {
        return sentence.length() <= MOST_CHARS
                ? Stream.of(sentence)
                : IntStream.iterate(0, at -> at < sentence.length(), at -> at + PIECE_CHARS)
                        .mapToObj(at -> sentence.substring(at, Math.min(sentence.length(), at + PIECE_CHARS)));
    }

    /** Windows of three clauses, so that a claim is seen apart from a long story around it. */
    private static void clauses(Set<String> all, String sentence, int most) {
        List<String> clauses =
                CLAUSE.matcher(sentence).results().map(found -> found.group()).toList();
        for (int at = 0; at + 3 <= clauses.size(); at++) {
            add(all, String.join("", clauses.subList(at, at + 3)), most);
        }
    }

    private static void add(Set<String> all, String statement, int most) {
        String own = withoutCalls(statement);
        if (all.size() < most && own.length() <= 2 * MOST_CHARS && han(own) >= LEAST) {
            all.add(own);
        }
    }
}
