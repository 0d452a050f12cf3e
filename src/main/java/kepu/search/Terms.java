package kepu.search;

import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/** How often each term stands in a document, in the order of first appearance; where it stands decides how much once counts. */
final class Terms {
    /** A term and its count. */
    record Counted(String term, int count) {}

    private static final int BODY = 1;
    private static final int SUMMARY = 2;
    private static final int TITLE = 3;
    private static final int KEYWORD = 4;
    private static final int BODY_CHARS = 4_000;
    private static final Pattern MARKS =
            Pattern.compile("<[^<>]*>|&#?[a-zA-Z0-9]{1,10};|\\]\\([^()]*\\)|https?://[\\w./?=&%#-]+");

    private final Map<String, Integer> counts = new LinkedHashMap<>();

    private Terms() {}

    static Terms of(Similar.Text text, Analyzer analyzer) throws IOException {
        Terms terms = new Terms();
        terms.count(text.title(), TITLE, analyzer);
        for (String keyword : text.keywords()) {
            terms.count(keyword, KEYWORD, analyzer);
        }
        terms.count(text.summary(), SUMMARY, analyzer);
        String body = MARKS.matcher(text.body()).replaceAll(" ");
        terms.count(body.substring(0, Math.min(body.length(), BODY_CHARS)), BODY, analyzer);
        return terms;
    }

    /** The terms that stand most often; of equals the ones that stand first. */
    List<Counted> frequent(int most) {
        return counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(most)
                .map(entry -> new Counted(entry.getKey(), entry.getValue()))
                .toList();
    }

    /** For an index: each term once, with its count as frequency. */
    TokenStream stream() {
        return new CountedTerms(counts);
    }

    private void count(String text, int once, Analyzer analyzer) throws IOException {
        try (TokenStream tokens = analyzer.tokenStream("text", text)) {
            CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                counts.merge(term.toString(), once, Integer::sum);
            }
            tokens.end();
        }
    }
}
