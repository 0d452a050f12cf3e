package kepu.search.find;

import java.io.IOException;
import java.util.List;
import kepu.search.find.Fields.Part;
import kepu.search.find.View.Token;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;

/** Whether characters stand in some live text one after the other, as its pairs of characters say. */
final class Occurrence {
    private final IndexSearcher searcher;

    Occurrence(IndexSearcher searcher) {
        this.searcher = searcher;
    }

    /** Whether a title, a keyword, a summary or a body has the plain text; what is nothing but particles stands everywhere. */
    boolean has(String plain) throws IOException {
        List<Token> tokens = View.PAIRS.tokens(plain);
        if (tokens.isEmpty()) {
            return true;
        }
        int first = tokens.getFirst().position();
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        for (Part part : Part.values()) {
            PhraseQuery.Builder phrase = new PhraseQuery.Builder();
            tokens.forEach(token ->
                    phrase.add(new Term(Fields.of(part, View.PAIRS), token.term()), token.position() - first));
            any.add(phrase.build(), Occur.SHOULD);
        }
        return searcher.count(any.build()) > 0;
    }
}
