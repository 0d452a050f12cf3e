package kepu.search.find;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.search.PlainChinese;
import kepu.search.find.Fields.Part;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.MultiBits;
import org.apache.lucene.index.MultiTerms;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The words of titles and keywords, and which of them a string that is no word could be: the one that is read the same (高血鸭), that looks the
 * same (感昌), or that one character was left out of or changed in. Of several words the commonest is meant. Words are found by what is left
 * when a character is taken out of them (Garbe's symmetric deletion, 2012).
 */
final class Spelling {
    static final Spelling NONE = new Spelling();

    static final int LONGEST = 6;
    private static final int SHORTEST_EDITED = 3;
    private static final Pattern LATIN = Pattern.compile("[a-z]{4,15}");
    private static final Map<Character, Character> SHAPES = new HashMap<>();

    static {
        for (String alike : ("己已巳 未末 土士 人入八 日曰 干千于 大太犬 天夭 戊戌戍 茶荼 兔免 折拆 侯候 晴睛 辨辩瓣辫 喝渴 竟竞 栗粟 冶治 崇祟 刺剌 炙灸 肓盲 "
                        + "搏博 蓝篮 燥躁噪澡 密蜜 低抵底 幕墓暮慕 感惑 酒洒 历厉 杨扬 棒捧 毫豪 园圆 烧浇 钩钓 沾粘 竿杆秆 形型 径经 暖缓 饥肌 拔拨 祛怯 茎径 疫瘦 洪烘 "
                        + "癌瘤 霉莓 蝗煌 疹珍 虱蚤 蛾峨 痢疠 瘟温 粱梁 滑猾 坡破 洼注 晾凉 冻栋 冒昌")
                .split(" ")) {
            for (int at = 0; at < alike.length(); at++) {
                SHAPES.putIfAbsent(alike.charAt(at), alike.charAt(0));
            }
        }
    }

    private final Map<String, Integer> words = new HashMap<>();
    private final Map<String, String> byReading = new HashMap<>();
    private final Map<String, String> byShape = new HashMap<>();
    private final Map<String, String> byDeletion = new HashMap<>();

    private Spelling() {}

    /** Knows the words of an index, and those of the shipped names that stand in it. */
    static Spelling of(IndexReader reader) throws IOException {
        Spelling spelling = new Spelling();
        Bits live = MultiBits.getLiveDocs(reader);
        for (String field : new String[] {Fields.KEYWORD, Fields.of(Part.HEAD, View.WORDS)}) {
            Terms terms = MultiTerms.getTerms(reader, field);
            TermsEnum each = terms == null ? TermsEnum.EMPTY : terms.iterator();
            while (each.next() != null) {
                if (isLive(each, live)) {
                    spelling.learn(each.term().utf8ToString(), each.docFreq());
                }
            }
        }
        Occurrence texts = new Occurrence(new IndexSearcher(reader));
        for (String name : Names.shipped().all()) {
            if (texts.has(name)) {
                spelling.learn(name, 1);
            }
        }
        return spelling;
    }

    /** Whether a text has the term that was not taken out; terms outlast their texts for a while. */
    private static boolean isLive(TermsEnum each, @Nullable Bits live) throws IOException {
        if (live == null) {
            return true;
        }
        PostingsEnum texts = each.postings(null, PostingsEnum.NONE);
        while (texts.nextDoc() != PostingsEnum.NO_MORE_DOCS) {
            if (live.get(texts.docID())) {
                return true;
            }
        }
        return false;
    }

    /** The words known, with the number of texts that have each. */
    Map<String, Integer> words() {
        return words;
    }

    /** Whether it is a word, or a name of a thing whether a text has it or not. */
    boolean isWord(String typed) {
        return words.containsKey(typed) || Names.shipped().all().contains(typed);
    }

    /** The words in Chinese characters that a string of as many or one less could be, the likeliest first. */
    List<String> near(String typed) {
        Stream<String> read =
                Stream.ofNullable(byReading.get(Pinyin.first(typed))).filter(word -> word.length() == typed.length());
        Stream<String> shaped = Stream.ofNullable(byShape.get(shape(typed)));
        Stream<String> alike = Stream.concat(read, shaped).sorted(commonest());
        Stream<String> edited = typed.length() < SHORTEST_EDITED ? Stream.empty() : edited(typed);
        return Stream.concat(alike, edited.filter(word -> word.length() >= typed.length()))
                .distinct()
                .toList();
    }

    /** The word that is read so, without blanks between its syllables. */
    @Nullable
    String read(String pinyin) {
        return byReading.get(pinyin);
    }

    /** The word in Latin letters that was meant. */
    Optional<String> latin(String typed) {
        return LATIN.matcher(typed).matches() ? edited(typed).findFirst() : Optional.empty();
    }

    /** Whether two characters are read the same or look the same. */
    static boolean isAlike(char one, char other) {
        return shape(String.valueOf(one)).equals(shape(String.valueOf(other)))
                || Pinyin.of(one).stream().anyMatch(Pinyin.of(other)::contains);
    }

    private Stream<String> edited(String typed) {
        return Stream.concat(Stream.of(typed), deletions(typed).stream())
                .flatMap(this::left)
                .filter(word -> isOneEdit(typed, word))
                .sorted(commonest());
    }

    /** The words that are this, or this with one character more. */
    private Stream<String> left(String shorter) {
        Stream<String> same = words.containsKey(shorter) ? Stream.of(shorter) : Stream.empty();
        return Stream.concat(same, Stream.ofNullable(byDeletion.get(shorter)));
    }

    private Comparator<String> commonest() {
        return Comparator.<String>comparingInt(word -> words.getOrDefault(word, 0))
                .reversed();
    }

    private void learn(String word, int texts) {
        boolean han =
                word.length() >= 2 && word.length() <= LONGEST && word.chars().allMatch(PlainChinese::isHan);
        if (!han && !LATIN.matcher(word).matches()) {
            return;
        }
        words.merge(word, texts, Math::max);
        if (han) {
            Pinyin.all(word, false).forEach(reading -> keep(byReading, reading, word));
            keep(byShape, shape(word), word);
        }
        if (word.length() >= SHORTEST_EDITED) {
            deletions(word).forEach(shorter -> keep(byDeletion, shorter, word));
        }
    }

    private void keep(Map<String, String> map, String key, String word) {
        map.merge(
                key, word, (before, now) -> words.getOrDefault(now, 0) > words.getOrDefault(before, 0) ? now : before);
    }

    private static Set<String> deletions(String word) {
        Set<String> shorter = new LinkedHashSet<>();
        for (int at = 0; at < word.length(); at++) {
            shorter.add(word.substring(0, at) + word.substring(at + 1));
        }
        return shorter;
    }

    /** Whether one character changed, put in, left out, or two neighbours swapped make one the other. */
    static boolean isOneEdit(String one, String other) {
        int same = 0;
        while (same < Math.min(one.length(), other.length()) && one.charAt(same) == other.charAt(same)) {
            same++;
        }
        String left = one.substring(same);
        String right = other.substring(same);
        return left.length() == right.length()
                        && !left.isEmpty()
                        && left.substring(1).equals(right.substring(1))
                || left.length() == right.length() + 1 && left.substring(1).equals(right)
                || right.length() == left.length() + 1 && right.substring(1).equals(left)
                || left.length() == right.length()
                        && left.length() >= 2
                        && left.charAt(0) == right.charAt(1)
                        && left.charAt(1) == right.charAt(0)
                        && left.substring(2).equals(right.substring(2));
    }

    private static String shape(String word) {
        StringBuilder shape = new StringBuilder(word.length());
        for (int at = 0; at < word.length(); at++) {
            shape.append(SHAPES.getOrDefault(word.charAt(at), word.charAt(at)).charValue());
        }
        return shape.toString();
    }
}
