package kepu.search.find;

import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import kepu.search.TermFilter;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.CharArraySet;
import org.apache.lucene.analysis.StopFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.cjk.CJKBigramFilter;
import org.apache.lucene.analysis.cn.smart.HMMChineseTokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/**
 * A way to see a plain Chinese text as terms: words of a dictionary, which say more, or pairs of neighbouring characters, which also find
 * what the dictionary lacks (麦赤霉). Unlike the terms that items are compared by, these keep numbers, and of the words that any text has
 * they leave out only particles: somebody may ask for 12320 or for how (怎么) a thing is done.
 */
enum View {
    WORDS {
        @Override
        Analyzer made() {
            return new Plain() {
                @Override
                protected TokenStreamComponents createComponents(String field) {
                    Tokenizer words = new HMMChineseTokenizer();
                    TokenStream telling = new StopFilter(telling(words), PARTICLES);
                    return new TokenStreamComponents(words, new PorterStemFilter(telling));
                }
            };
        }
    },
    PAIRS {
        @Override
        Analyzer made() {
            return new Plain() {
                @Override
                protected TokenStreamComponents createComponents(String field) {
                    Tokenizer characters = new StandardTokenizer();
                    TokenStream pairs = new CJKBigramFilter(characters);
                    return new TokenStreamComponents(characters, TermFilter.without(BINDING, telling(pairs)));
                }
            };
        }
    };

    /** A term of a text, where it stands among the terms and the characters {@code from} to before {@code to} that it is made of. */
    record Token(String term, int position, int from, int to) {}

    /** Characters that bind words. */
    private static final String BINDING = "的吗呢吧啊";

    private static final CharArraySet PARTICLES =
            CharArraySet.unmodifiableSet(new CharArraySet(Set.of("的", "了", "着", "吗", "呢", "吧", "啊", "呀", "么"), false));
    /** Values of one field stand so far apart that no phrase reaches from one into the next. */
    private static final int GAP = 100;

    private static final Map<View, Analyzer> ANALYZERS = Map.of(WORDS, WORDS.made(), PAIRS, PAIRS.made());

    abstract Analyzer made();

    Analyzer analyzer() {
        return Objects.requireNonNull(ANALYZERS.get(this));
    }

    /** The terms of a short text. */
    List<Token> tokens(String text) {
        List<Token> tokens = new ArrayList<>();
        try (TokenStream stream = analyzer().tokenStream("text", text)) {
            CharTermAttribute term = stream.getAttribute(CharTermAttribute.class);
            OffsetAttribute offset = stream.getAttribute(OffsetAttribute.class);
            PositionIncrementAttribute step = stream.getAttribute(PositionIncrementAttribute.class);
            stream.reset();
            int position = -1;
            while (stream.incrementToken()) {
                position += step.getPositionIncrement();
                tokens.add(new Token(term.toString(), position, offset.startOffset(), offset.endOffset()));
            }
            stream.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tokens;
    }

    /** Folds the text before anything else reads it. */
    private abstract static class Plain extends Analyzer {
        @Override
        protected Reader initReader(String field, Reader reader) {
            return new PlainReader(reader);
        }

        @Override
        public int getPositionIncrementGap(String field) {
            return GAP;
        }
    }

    private static TokenStream telling(TokenStream in) {
        return new TermFilter(in, term -> term.codePoints().anyMatch(Character::isLetterOrDigit));
    }
}
