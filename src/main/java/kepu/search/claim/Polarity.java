package kepu.search.claim;

import java.util.BitSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which characters of a statement stand under a negation: those that follow 不, 没, 别 … in the same clause within a few characters, and the
 * verb before 不了. A question by doubling (能不能, 会不会) negates nothing, nor do words that only look like it (不但, 特别).
 */
final class Polarity {
    /** Characters after a negation that it is taken to reach. */
    private static final int REACH = 5;

    private static final Pattern HARMLESS =
            Pattern.compile("(.)不\\1|可不可以|有没有|是否|能否|会否|不但|不仅|不管|不论|无论|不过|不同|不错|不少|不断|非常|除非|特别|分别|区别|级别|性别|个别"
                    + "|别人|别的|别处|别家|不一会|不知不觉|要不要|不得不|不如|不光|不料|差不多|不育|免疫|免费|无线|未来|防腐|没命|没完|无论如何|无数|不锈钢|不明|未必知");
    private static final Pattern NEGATION = Pattern.compile("不|没|无|别|非|未|免|忌|勿|莫|拒");
    private static final Pattern AFTERWARDS = Pattern.compile("[\\p{IsHan}]{1,2}不(?:了|得|到|掉|住|上|出|完|化|死)");
    private static final Pattern ASKING =
            Pattern.compile("[?]|吗|呢[,。]|(?:会|能|要|该|是|行|好|对|可)不\\S|是否|能否|有没有|真的假的|真的吗|行不$|对不对|怎么|什么|多少|几个|哪");

    private static final Pattern ASKING_HOW =
            Pattern.compile("怎么(?!可能|会|敢|得了)|什么(?!都)|多少|多久|多大|多长|哪[个些里种儿]|几[个天次时点岁月针斤度]|谁");
    private static final Pattern DENYING =
            Pattern.compile("谣言|辟谣|(?<!真的)假的|不实|误区|误传|不可信|别信|不信|骗局|骗人|没有科学|没有依据|没有道理|不是真的|没有问题|没关系|无效|没有效|没用处|没有用|不用怕"
                    + "|其实|并不|不一定|不能代替|不代表|错误|正确");

    private Polarity() {}

    /** The places that are negated. */
    static BitSet negated(String statement) {
        BitSet negated = new BitSet(statement.length());
        StringBuilder plain = new StringBuilder(statement);
        Matcher harmless = HARMLESS.matcher(statement);
        while (harmless.find()) {
            for (int at = harmless.start(); at < harmless.end(); at++) {
                plain.setCharAt(at, '_');
            }
        }
        Matcher afterwards = AFTERWARDS.matcher(plain);
        while (afterwards.find()) {
            negated.set(afterwards.start(), afterwards.end());
            plain.setCharAt(afterwards.end() - 2, '_');
        }
        Matcher negation = NEGATION.matcher(plain);
        while (negation.find()) {
            int to = negation.end();
            while (to < plain.length() && to < negation.end() + REACH && isInClause(plain.charAt(to))) {
                to++;
            }
            negated.flip(negation.end(), to);
        }
        return negated;
    }

    /** Whether it asks how, when or how much: then it claims nothing. */
    static boolean asksHow(String statement) {
        return ASKING_HOW.matcher(statement).find();
    }

    /** Whether it says of something that it is not so. */
    static boolean isDenial(String statement) {
        return DENYING.matcher(statement).find();
    }

    static boolean isQuestion(String statement) {
        return ASKING.matcher(statement).find();
    }

    private static boolean isInClause(char c) {
        return ",。!?;:、…".indexOf(c) < 0;
    }
}
