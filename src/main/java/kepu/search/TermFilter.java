package kepu.search;

import java.util.function.Predicate;
import org.apache.lucene.analysis.FilteringTokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** Keeps those terms that pass a test. */
public final class TermFilter extends FilteringTokenFilter {
    private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
    private final Predicate<CharSequence> kept;

    public TermFilter(TokenStream in, Predicate<CharSequence> kept) {
        super(in);
        this.kept = kept;
    }

    /** Keeps terms without any of these characters, which bind words: such a pair says where words meet, not what they are. */
    public static TermFilter without(String binding, TokenStream in) {
        return new TermFilter(in, term -> term.chars().noneMatch(c -> binding.indexOf(c) >= 0));
    }

    @Override
    protected boolean accept() {
        return kept.test(term);
    }
}
