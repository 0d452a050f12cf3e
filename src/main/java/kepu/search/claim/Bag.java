package kepu.search.claim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.search.ChineseAnalysis;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;

/**
 * A statement as it is compared: its words, characters and pairs of characters, each with whether it stands under a negation wherever it
 * stands, and its numbers.
 */
final class Bag {
    private static final Analyzer WORDS = ChineseAnalysis.words();
    /** Characters that any text has. */
    private static final String COMMON =
            "的了着和与及或在是把被就都也很这那吗呢吧啊有不没个一上下里来去说要会能可以人大小多少得地过给让从到向为对只还又再才什么怎我你他她它们咱俺家天年月日时候点些样着嘛咯哦喽头子儿";

    final String text;
    private final List<String> inOrder = new ArrayList<>();
    private final Map<String, Boolean> words = new HashMap<>();
    private final Map<String, Boolean> characters = new HashMap<>();
    private final Map<String, Boolean> pairs = new HashMap<>();
    final Set<String> numbers = new HashSet<>();
    final boolean isQuestion;
    final boolean asksHow;
    final boolean isDenial;
    /** The share of its characters that are negated. */
    private double negated;

    private Bag(String text) {
        this.text = text;
        this.isQuestion = Polarity.isQuestion(text);
        this.asksHow = Polarity.asksHow(text);
        this.isDenial = Polarity.isDenial(text);
    }

    /** {@code statement} is plain text: {@link Plain}. */
    static Bag of(String statement) {
        String text = Synonyms.unified(Numerals.arabic(statement));
        Bag bag = new Bag(text);
        BitSet negated = Polarity.negated(text);
        bag.negated = text.isEmpty() ? 0 : (double) negated.cardinality() / text.length();
        bag.words(negated);
        bag.characters(negated);
        bag.numbers.addAll(Numerals.in(text));
        return bag;
    }

    double negated() {
        return negated;
    }

    /** The words as they stand. */
    List<String> inOrder() {
        return inOrder;
    }

    /** The terms of a kind, each once. */
    Set<String> terms(Background.Kind kind) {
        return signed(kind).keySet();
    }

    /** The terms of a kind, each with whether it is negated. */
    Map<String, Boolean> signed(Background.Kind kind) {
        return switch (kind) {
            case WORD -> words;
            case CHARACTER -> characters;
            case PAIR -> pairs;
        };
    }

    private void words(BitSet negated) {
        try (TokenStream tokens = WORDS.tokenStream("text", text)) {
            CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
            OffsetAttribute place = tokens.getAttribute(OffsetAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                String word = term.toString();
                if (word.length() > 1 || COMMON.indexOf(word.charAt(0)) < 0) {
                    inOrder.add(word);
                    words.merge(word, isNegated(negated, place.startOffset(), place.endOffset()), Boolean::logicalAnd);
                }
            }
            tokens.end();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isNegated(BitSet negated, int from, int to) {
        int first = negated.nextSetBit(Math.min(from, negated.length()));
        return first >= 0 && first < to;
    }

    private void characters(BitSet negated) {
        char before = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            if (!Character.isLetter(c)) {
                before = 0;
                continue;
            }
            boolean common = COMMON.indexOf(c) >= 0;
            if (!common) {
                characters.merge(String.valueOf(c), negated.get(at), Boolean::logicalAnd);
            }
            if (before != 0 && !(common && COMMON.indexOf(before) >= 0)) {
                pairs.merge("" + before + c, negated.get(at), Boolean::logicalAnd);
            }
            before = c;
        }
    }
}
