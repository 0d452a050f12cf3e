package kepu.search.passage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kepu.content.Item;
import kepu.search.ChineseAnalysis;
import kepu.search.CountedTerms;
import kepu.search.VectorNotice;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/**
 * A Lucene index in memory of passages, without their texts. A question is asked in two views, words and pairs of characters, by BM25
 * (Robertson and Zaragoza, 2009). What a passage scores stands in each view over the most that any text could score for this question, the
 * sum of its terms' idf: so scores of different questions can be compared, and terms that no item has count against all of them. One
 * thread writes, any may ask.
 */
public final class PassageIndex implements AutoCloseable {
    static {
        VectorNotice.silence();
    }

    /** The ways to see a text. */
    enum View {
        WORDS,
        PAIRS
    }

    /**
     * A passage that was found.
     *
     * @param item its seq
     * @param place its number in the item
     * @param print of the text that was indexed
     * @param score 0 to 1, by which passages are ordered
     * @param match what the passage has of the question
     */
    public record Found(int item, int place, int print, double score, Match match) {
        static final Comparator<Found> BEST = Comparator.comparingDouble(Found::score)
                .reversed()
                .thenComparingInt(Found::item)
                .thenComparingInt(Found::place);
    }

    /** A question's term and its idf. */
    private record Asked(Term term, double idf, boolean isKnown) {}

    private static final int CANDIDATES = 60;
    /** How often a term counts for standing once in the text, the heading, the title or a keyword. */
    private static final int TEXT = 1;

    private static final int HEADING = 2;
    private static final int TITLE = 2;
    private static final int KEYWORD = 2;
    private static final int SUMMARY = 1;

    /** Before the name of a view: only the title, the keywords and the heading, which say what a passage is about. */
    private static final String ABOUT = "ABOUT-";

    private static final String ITEM = "item";
    private static final String PLACE = "place";
    private static final String PRINT = "print";
    private static final FieldType FREQUENCIES = frequencies();

    private final Map<View, Analyzer> analyzers =
            Map.of(View.WORDS, ChineseAnalysis.words(), View.PAIRS, ChineseAnalysis.bigrams());
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final SearcherManager searchers;

    public PassageIndex() {
        try {
            this.writer =
                    new IndexWriter(directory, new IndexWriterConfig().setMergeScheduler(new SerialMergeScheduler()));
            this.searchers = new SearcherManager(writer, new SearcherFactory() {
                @Override
                public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader before) {
                    IndexSearcher searcher = new IndexSearcher(reader);
                    searcher.setQueryCache(null);
                    return searcher;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes an item's passages in, in place of those it had; they are found after {@link #refresh}. */
    public void put(Item item, List<Passage> passages) {
        guarded(() -> {
            Map<View, Map<String, Integer>> about = about(item);
            List<Document> documents = new ArrayList<>(passages.size());
            for (Passage passage : passages) {
                documents.add(document(item, about, passage));
            }
            writer.updateDocuments(key(item.seq()), documents);
            return documents;
        });
    }

    /** Takes an item out; unknown ones are no matter. */
    public void remove(int item) {
        guarded(() -> writer.deleteDocuments(key(item)));
    }

    /** Makes what was put and removed count. */
    public void refresh() {
        guarded(searchers::maybeRefresh);
    }

    /** Passages that may answer a question, the best first; at most {@value #CANDIDATES} for each view. */
    public List<Found> ask(String question) {
        return guarded(() -> {
            IndexSearcher searcher = searchers.acquire();
            try {
                return ask(searcher, Wording.ofQuestion(question));
            } finally {
                searchers.release(searcher);
            }
        });
    }

    @Override
    public void close() {
        guarded(() -> {
            searchers.close();
            writer.close();
            directory.close();
            return this;
        });
        analyzers.values().forEach(Analyzer::close);
    }

    private List<Found> ask(IndexSearcher searcher, String plain) throws IOException {
        List<Asked> words = asked(searcher, View.WORDS, plain);
        List<Asked> pairs = asked(searcher, View.PAIRS, plain);
        Map<Integer, double[]> scores = new HashMap<>();
        score(searcher, words, 0, scores);
        score(searcher, pairs, 1, scores);
        int[] documents =
                scores.keySet().stream().mapToInt(Integer::intValue).sorted().toArray();
        double[] wordShares = shares(searcher, words, documents);
        double[] pairShares = shares(searcher, pairs, documents);
        double[] aboutWords = shares(searcher, about(words), documents);
        double[] aboutPairs = shares(searcher, about(pairs), documents);
        double unknown = unknown(words);
        List<Found> found = new ArrayList<>(documents.length);
        for (int at = 0; at < documents.length; at++) {
            double[] score = Objects.requireNonNull(scores.get(documents[at]));
            Match match = new Match(
                    score[0],
                    score[1],
                    wordShares[at],
                    pairShares[at],
                    Math.max(aboutWords[at], aboutPairs[at]),
                    unknown,
                    words.size());
            found.add(found(searcher, documents[at], match));
        }
        found.sort(Found.BEST);
        return found;
    }

    private static Found found(IndexSearcher searcher, int document, Match match) throws IOException {
        LeafReaderContext leaf =
                searcher.getLeafContexts().get(ReaderUtil.subIndex(document, searcher.getLeafContexts()));
        return new Found(
                number(leaf, ITEM, document),
                number(leaf, PLACE, document),
                number(leaf, PRINT, document),
                match.score(),
                match);
    }

    private List<Asked> asked(IndexSearcher searcher, View view, String plain) throws IOException {
        Map<String, Integer> terms = new LinkedHashMap<>();
        count(plain, 1, view, terms);
        int all = Math.max(searcher.getIndexReader().numDocs(), 1);
        List<Asked> asked = new ArrayList<>(terms.size());
        for (String text : terms.keySet()) {
            Term term = new Term(view.name(), text);
            int having = Math.min(searcher.getIndexReader().docFreq(term), all);
            asked.add(new Asked(term, Math.log(1 + (all - having + 0.5) / (having + 0.5)), having > 0));
        }
        return asked;
    }

    /** Puts what each hit scores, over what would be the most, into {@code scores} at {@code view}. */
    private static void score(IndexSearcher searcher, List<Asked> asked, int view, Map<Integer, double[]> scores)
            throws IOException {
        if (asked.isEmpty()) {
            return;
        }
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        double most = 0;
        for (Asked one : asked) {
            any.add(new TermQuery(one.term()), Occur.SHOULD);
            most += one.idf();
        }
        for (ScoreDoc hit : searcher.search(any.build(), CANDIDATES).scoreDocs) {
            scores.computeIfAbsent(hit.doc, document -> new double[2])[view] = Math.min(1, hit.score / most);
        }
    }

    /** The same terms where they say what a passage is about. */
    private static List<Asked> about(List<Asked> asked) {
        return asked.stream()
                .map(one -> new Asked(
                        new Term(ABOUT + one.term().field(), one.term().text()), one.idf(), one.isKnown()))
                .toList();
    }

    private static double unknown(List<Asked> asked) {
        double all = asked.stream().mapToDouble(Asked::idf).sum();
        return all == 0
                ? 1
                : asked.stream()
                                .filter(one -> !one.isKnown())
                                .mapToDouble(Asked::idf)
                                .sum()
                        / all;
    }

    /** For each document the share, by idf, of the question's terms that stand in it. */
    private static double[] shares(IndexSearcher searcher, List<Asked> asked, int[] documents) throws IOException {
        double[] shares = new double[documents.length];
        double most = asked.stream().mapToDouble(Asked::idf).sum();
        for (Asked one : asked) {
            for (LeafReaderContext leaf : searcher.getLeafContexts()) {
                PostingsEnum postings = leaf.reader().postings(one.term(), PostingsEnum.NONE);
                int end = leaf.docBase + leaf.reader().maxDoc();
                for (int at = 0; postings != null && at < documents.length; at++) {
                    int document = documents[at] - leaf.docBase;
                    if (document >= 0 && documents[at] < end && stands(postings, document)) {
                        shares[at] += one.idf() / most;
                    }
                }
            }
        }
        return shares;
    }

    private static boolean stands(PostingsEnum postings, int document) throws IOException {
        return (postings.docID() < document ? postings.advance(document) : postings.docID()) == document;
    }

    /** What the title and the keywords have, for each passage of the item. */
    private Map<View, Map<String, Integer>> about(Item item) throws IOException {
        Map<View, Map<String, Integer>> about = new EnumMap<>(View.class);
        for (View view : View.values()) {
            Map<String, Integer> terms = new LinkedHashMap<>();
            count(Wording.of(item.title()), TITLE, view, terms);
            for (String keyword : item.keywords()) {
                count(Wording.of(keyword), KEYWORD, view, terms);
            }
            about.put(view, terms);
        }
        return about;
    }

    private Document document(Item item, Map<View, Map<String, Integer>> about, Passage passage) throws IOException {
        Document document = new Document();
        String heading = Wording.of(passage.heading());
        String text = Wording.of(passage.text());
        for (View view : View.values()) {
            Map<String, Integer> terms = new LinkedHashMap<>(Objects.requireNonNull(about.get(view)));
            count(heading, HEADING, view, terms);
            document.add(new Field(ABOUT + view.name(), new CountedTerms(new LinkedHashMap<>(terms)), FREQUENCIES));
            count(text, TEXT, view, terms);
            if (passage.place() == 0) {
                count(Wording.of(item.summary()), SUMMARY, view, terms);
            }
            document.add(new Field(view.name(), new CountedTerms(terms), FREQUENCIES));
        }
        document.add(new StringField(ITEM, Integer.toString(item.seq()), Field.Store.NO));
        document.add(new NumericDocValuesField(ITEM, item.seq()));
        document.add(new NumericDocValuesField(PLACE, passage.place()));
        document.add(new NumericDocValuesField(PRINT, passage.print()));
        return document;
    }

    private void count(String plain, int once, View view, Map<String, Integer> terms) throws IOException {
        try (TokenStream tokens = Objects.requireNonNull(analyzers.get(view)).tokenStream("text", plain)) {
            CharTermAttribute term = tokens.getAttribute(CharTermAttribute.class);
            tokens.reset();
            while (tokens.incrementToken()) {
                terms.merge(term.toString(), once, Integer::sum);
            }
            tokens.end();
        }
    }

    private static int number(LeafReaderContext leaf, String field, int document) throws IOException {
        NumericDocValues numbers = DocValues.getNumeric(leaf.reader(), field);
        if (!numbers.advanceExact(document - leaf.docBase)) {
            throw new IllegalStateException("a passage without " + field);
        }
        return (int) numbers.longValue();
    }

    private static Term key(int item) {
        return new Term(ITEM, Integer.toString(item));
    }

    private static FieldType frequencies() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }

    private interface Work<T> {
        T run() throws IOException;
    }

    /** The index lies in memory: that it cannot be read or written is a bug. */
    private static <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
