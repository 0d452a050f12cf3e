package kepu.search.claim;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kepu.search.PlainChinese;

/**
 * A text that somebody forwards, without what says nothing of its claims: emoji, control characters, markup, addresses, numbers that name
 * people, page numbers, who wrote when in a chat, rules, spaces that a reading machine put between characters. Width and case are folded. What is left names nobody by
 * number, link or account, so it is also what may be stored.
 */
public final class Plain {
    private static final Pattern MARKUP = Pattern.compile("<[^<>]{0,300}>|&#?[a-z0-9]{1,10};");
    private static final Pattern LINK = Pattern.compile(
            "(?:https?|ftp)://[\\p{ASCII}&&[^\\s]]{1,2000}|www\\.[\\p{ASCII}&&[^\\s]]{1,2000}"
                    + "|[a-z0-9][a-z0-9-]{0,62}(?:\\.[a-z0-9-]{1,62}){0,4}\\.(?:com|cn|net|org|top|xyz|cc|vip|info|shop)\\b(?:/[\\p{ASCII}&&[^\\s]]{0,2000})?");
    private static final Pattern MAIL = Pattern.compile("[a-z0-9._+-]{1,64}@[a-z0-9.-]{1,253}");
    private static final Pattern ACCOUNT =
            Pattern.compile("@[\\p{L}\\p{N}_-]{1,30}|(?:微信|vx|wx|qq|企鹅|抖音|快手|群)(?:号|群)?\\s?[::]?\\s?[a-z0-9_-]{5,30}"
                    + "|(?:联系人|姓名|经办人)\\s?[::]?\\s?\\p{IsHan}{2,4}");
    /** Seven digits and more, with what people put between them: telephones, identity cards, bank cards, orders. */
    private static final Pattern LONG_NUMBER = Pattern.compile("\\+?\\d(?:[ -]?\\d){6,29}x?");

    private static final List<Pattern> NOISE = List.of(MARKUP, MAIL, LINK, ACCOUNT, LONG_NUMBER);
    private static final Pattern LINE = Pattern.compile("\\R|\\u2028|\\u2029");

    /** A line that is drawn by signs: what stands behind it is not of the sentence before it. */
    private static final String SIGN =
            "-\u2010-\u2015\u2500-\u25ff\u2605\u2606=_*#~\uff0d\uff1d\uff0a\uff5e\uff3f\u00b7\u2022";

    private static final Pattern RULE =
            Pattern.compile("(?<![\\d" + SIGN + "])[" + SIGN + "](?:\\s?[" + SIGN + "]){2,}+");

    private static final String WEEKDAY = "(?:星期|周)[一二三四五六日天]";
    private static final String DATE = "(?:\\d{4}[-/年.]\\d{1,2}[-/月.]\\d{1,2}日?|\\d{1,2}[-/月]\\d{1,2}日?)";
    private static final String TIME = "\\d{1,2}:\\d{2}(?::\\d{2})?(?!\\d)";
    private static final String DAYS = "(?:(?:" + DATE + "|" + WEEKDAY + "|昨天|今天|前天) ?){0,2}";
    private static final String WHEN =
            "(?:" + DAYS + "(?:凌晨|早上|上午|中午|下午|晚上|am|pm)? ?" + TIME + " ?(?:am|pm)?|" + DATE + "(?: ?" + WEEKDAY + ")?)";
    private static final int HEAD_CHARS = 60;
    /** Who wrote when, on a line of its own. */
    private static final Pattern HEAD = Pattern.compile(
            "[\\[(【]?(?:[^,。!?;…]{1,16}[ :)\\]】])??[\\[(【]? ?" + WHEN + "[\\])】]?:?(?: ?[^,。!?;…\\d]{1,16}:)?");
    /** The same before what they wrote; a time of the day that something is done at is none. */
    private static final Pattern STAMP =
            Pattern.compile("[\\[(【]?(?:(?!\\S{0,12}[每早晚午天夜晨点从到在])[^\\s\\d:,。!?;…、]{1,12} )?+" + DAYS + TIME
                    + "[\\])】]?[ :]*+(?![前后以到至之起开~-])");

    private static final int PAGE_CHARS = 40;
    private static final Pattern PAGE =
            Pattern.compile("[ (\\[·—–-]*+(?:第? ?\\d{1,4} ?页?(?: ?[/,共] ?\\d{1,4} ?页?)?)[ )\\]·—–-]*+");
    private static final Pattern INNER_SPACE =
            Pattern.compile("(?<=[\\p{IsHan}\\p{Punct}。,!?;:、…“”])[ \\t]+(?=[\\p{IsHan}\\p{Punct}。,!?;:、…“”\\d])"
                    + "|(?<=\\d)[ \\t]+(?=\\p{IsHan})");
    private static final Pattern SPACES = Pattern.compile("[ \\t]+");
    private static final Pattern ITEM =
            Pattern.compile("^(?:[(\\[【]?(?:\\d{1,2}|[一二三四五六七八九十]{1,2})[)\\]】、.](?!\\d)|[-*•·●■▪★☆])\\s*");
    private static final int SHORT_CHARS = 120;
    /** Characters of Chinese below which nobody can say what a text claims: 牙膏治烫伤 has as many. */
    private static final int LEAST_HAN = 5;

    private static final Pattern GREETING =
            Pattern.compile("(?:各位|大家|亲爱的|家人们?|亲人们?|朋友们?|邻居们?|群友们?|老师们?|你们?|您|早上|上午|中午|下午|晚上){0,5}"
                    + "(?:好|早安|晚安|收到|谢谢|感谢|辛苦了?|注意|看过来|快看)(?:啊|呀|哦|了|大家|各位|你们?|您|老师|收到|谢谢|辛苦了?){0,4}");

    private static final String ENDS = "。!?;…:";

    private final List<String> lines;
    private final List<String> joined;

    private Plain(List<String> lines, List<String> joined) {
        this.lines = lines;
        this.joined = joined;
    }

    /** Cleans a text; the cost is linear in its length. */
    public static Plain of(String text) {
        List<String> parts = parts(text);
        List<String> lines = parts.stream().filter(line -> !line.isEmpty()).toList();
        return new Plain(
                lines.stream().map(line -> ITEM.matcher(line).replaceFirst("")).toList(), joined(parts));
    }

    /** The lines as they stood, without what opens an item of a list. */
    List<String> lines() {
        return lines;
    }

    /** The paragraphs: lines that break within a sentence are joined, an item of a list begins anew. */
    public List<String> paragraphs() {
        return joined;
    }

    /**
     * What has no clause of these statements, at most {@code most} parts: paragraphs, and of those that have one the other sentences; without
     * calls to forward them and greetings. When there are no statements a short text is one.
     */
    public List<String> apartFrom(List<String> statements, int most) {
        Set<String> used = statements.stream()
                .flatMap(statement -> Statements.clauses(statement).stream())
                .collect(Collectors.toSet());
        String whole = Statements.withoutCalls(String.join(",", joined));
        if (used.isEmpty() && whole.length() <= SHORT_CHARS) {
            return saysSomething(whole) ? List.of(whole) : List.of();
        }
        return joined.stream()
                .flatMap(paragraph -> unused(paragraph, used).stream())
                .map(Statements::withoutCalls)
                .filter(Plain::saysSomething)
                .limit(most)
                .toList();
    }

    /** The statements of this text that are parts of one of them, the shortest first. */
    public List<String> partsOf(String statement, int most) {
        Set<String> clauses = Set.copyOf(Statements.clauses(statement));
        return Statements.of(this, most).stream()
                .filter(part -> part.length() < statement.length())
                .filter(part -> clauses.containsAll(Statements.clauses(part)))
                .sorted(Comparator.comparingInt(String::length))
                .toList();
    }

    private static List<String> unused(String paragraph, Set<String> used) {
        List<String> runs = new ArrayList<>();
        StringBuilder run = new StringBuilder();
        for (String sentence : Statements.sentences(paragraph)) {
            if (Statements.clauses(Statements.withoutCalls(sentence)).stream().anyMatch(used::contains)) {
                runs.add(run.toString());
                run.setLength(0);
            } else {
                run.append(sentence);
            }
        }
        runs.add(run.toString());
        return runs;
    }

    private static boolean saysSomething(String text) {
        return Statements.clauses(text).stream()
                        .filter(clause -> !GREETING.matcher(clause).matches())
                        .mapToLong(Statements::han)
                        .sum()
                >= LEAST_HAN;
    }

    /** Folded to what one statement is compared by: no line breaks. */
    static String single(String text) {
        return String.join(",", of(text).paragraphs());
    }

    /** The lines that say something; an empty one where what follows is not of the sentence before it. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        LINE.splitAsStream(text).forEach(line -> {
            String[] pieces = RULE.split(line, -1);
            for (int at = 0; at < pieces.length; at++) {
                if (at > 0) {
                    parts.add("");
                }
                addMessage(parts, PlainChinese.of(pieces[at]));
            }
        });
        return parts;
    }

    private static void addMessage(List<String> parts, String line) {
        if (line.length() <= HEAD_CHARS && HEAD.matcher(line).matches()) {
            parts.add("");
            return;
        }
        Matcher stamp = STAMP.matcher(line);
        boolean isStamped = stamp.lookingAt();
        if (isStamped) {
            parts.add("");
        }
        String plain = withoutNumbers(isStamped ? line.substring(stamp.end()) : line);
        if (plain.length() > PAGE_CHARS || !PAGE.matcher(plain).matches()) {
            String own = line(plain);
            if (!own.isEmpty()) {
                parts.add(own);
            }
        }
    }

    private static String withoutNumbers(String line) {
        String plain = line;
        for (Pattern noise : NOISE) {
            plain = noise.matcher(plain).replaceAll(" ");
        }
        return plain;
    }

    private static String line(String line) {
        String close = INNER_SPACE.matcher(line).replaceAll("");
        return SPACES.matcher(close).replaceAll(" ").strip();
    }

    private static List<String> joined(List<String> lines) {
        List<StringBuilder> paragraphs = new ArrayList<>();
        boolean isOpen = false;
        for (String line : lines) {
            isOpen &= !line.isEmpty();
            boolean isItem = ITEM.matcher(line).find();
            String own = ITEM.matcher(line).replaceFirst("");
            if (own.isEmpty()) {
                continue;
            }
            if (isOpen && !isItem) {
                paragraphs.getLast().append(own);
            } else {
                paragraphs.add(new StringBuilder(own));
            }
            isOpen = ENDS.indexOf(own.charAt(own.length() - 1)) < 0;
        }
        return paragraphs.stream().map(StringBuilder::toString).toList();
    }
}
