package kepu.search;

import java.io.Reader;
import java.util.Set;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cjk.CJKWidthCharFilter;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.en.EnglishAnalyzer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;

/**
 * Chinese text as terms, in two ways that make up for each other: words of a dictionary, which say more, and pairs of neighbouring
 * characters, which also find what the dictionary lacks (麦赤霉, 草地贪夜蛾). Both fold width and case and leave out numbers,
 * punctuation and the words that any text has.
 */
public final class ChineseAnalysis {
    private static final Set<String> FUNCTION_WORDS =
            Set.of(("的 了 着 过 地 得 之 和 与 及 或 而 且 但 但是 并 并且 如果 因为 所以 虽然 是 不是 在 有 没有 没 不 也 都 就 还 又 再 才 只 很 太 最 更 "
                            + "把 被 给 让 从 到 向 往 对 为 以 于 按 比 用 这 那 这个 那个 这些 那些 这样 那样 这里 那里 它 它们 他 她 他们 我 我们 你 你们 您 自己 人家 "
                            + "什么 怎么 怎样 怎么办 多少 几 谁 哪 哪里 吗 呢 吧 啊 上 下 里 中 外 前 后 内 时 时候 一 一个 一些 一点 一下 一样 一般 一定 两 个 次 种 "
                            + "要 会 能 可 可以 应 应当 应该 必须 需要 不能 不要 不会 不可 别 去 来 做 说 看 想 叫 等 先 已 已经 正在 所 每 各 其 其他 另 另外 "
                            + "人 大 小 多 少 好 年 月 日 天")
                    .split(" "));
    private static final CharArraySet STOP_WORDS = stopWords();
    /** Characters that bind words: a pair with one of them says where words meet, not what they are. */
    private static final String BINDING = "的了着和与及或在是把被就都也很这那吗呢吧啊";

    private ChineseAnalysis() {}

    /** Terms are words; Latin ones are reduced to their stems. */
    public static Analyzer words() {
        return new Folding() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer words = new HMMChineseTokenizer();
                TokenStream plain = new StopFilter(lettered(new LowerCaseFilter(words)), STOP_WORDS);
                return new TokenStreamComponents(words, new PorterStemFilter(plain));
            }
        };
    }

    /** Terms are pairs of neighbouring characters; Latin words stay whole. */
    public static Analyzer bigrams() {
        return new Folding() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                Tokenizer characters = new StandardTokenizer();
                TokenStream pairs = new CJKBigramFilter(new LowerCaseFilter(characters));
                return new TokenStreamComponents(
                        characters, new StopFilter(TermFilter.without(BINDING, lettered(pairs)), STOP_WORDS));
            }
        };
    }

    private static CharArraySet stopWords() {
        CharArraySet all = new CharArraySet(FUNCTION_WORDS, false);
        all.addAll(EnglishAnalyzer.ENGLISH_STOP_WORDS_SET);
        return CharArraySet.unmodifiableSet(all);
    }

    /** Folds full-width letters and half-width kana before anything else reads the text. */
    private abstract static class Folding extends Analyzer {
        @Override
        protected Reader initReader(String field, Reader reader) {
            return new CJKWidthCharFilter(reader);
        }
    }

    private static TokenStream lettered(TokenStream in) {
        return new TermFilter(in, term -> term.codePoints().anyMatch(Character::isLetter));
    }
}
