package kepu.search;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;

/**
 * A Lucene index in memory that finds the documents like a given one. As in Lucene's MoreLikeThis the query is made of the terms of the
 * document that stand often in it and seldom elsewhere (tf·idf), and the others are scored by BM25. Words and pairs of characters are
 * asked for apart, each relative to what the document itself scores; of the two the better counts, with a share of the other. They are
 * joined here and not by a query that joins them, because Lucene leaves out what cannot win only in plain disjunctions of terms.
 */
final class TextIndex implements AutoCloseable {
    /** The ways to see a text. */
    private enum View {
        WORDS,
        BIGRAMS
    }

    /** What is remembered of a document to ask with. */
    private record Kept(Map<View, List<Terms.Counted>> terms, String topic) {}

    /** A term of a query: how telling it is of the document that asks, and how much it stands for it there. */
    private record Telling(Term term, double salience, float boost) {}

    private record Like(int number, float weight) {
        static final Comparator<Like> STRONGEST =
                Comparator.comparingDouble(Like::weight).reversed().thenComparingInt(Like::number);
    }

    /** Terms that are remembered of a document, for each view. */
    private static final int KEPT_TERMS = 64;
    /** Terms of a document that it is asked with, for each view: with fewer, neighbours of the same subject get lost. */
    private static final int QUERY_TERMS = 25;
    /** Each view is asked for so many times the others that are wanted. */
    private static final int CANDIDATES = 2;
    /** What the weaker view counts beside the better one. */
    private static final float SHARE = 0.3f;
    /** What the same topic counts beside the same text. */
    private static final float SAME_TOPIC = 0.1f;
    /** Texts that are less alike than this are alike by chance. */
    private static final float FLOOR = 0.05f;

    private static final String NUMBER = "number";
    private static final FieldType FREQUENCIES = frequencies();

    private final Map<View, Analyzer> analyzers =
            Map.of(View.WORDS, ChineseAnalysis.words(), View.BIGRAMS, ChineseAnalysis.bigrams());
    private final ByteBuffersDirectory directory = new ByteBuffersDirectory();
    private final IndexWriter writer;
    private final Map<Integer, Kept> kept = new HashMap<>();
    /** Every remembered term once, however many documents have it. */
    private final Map<String, String> vocabulary = new HashMap<>();
    /** In how many documents a term stands, as far as it was asked. */
    private final Map<Term, Integer> documents = new HashMap<>();

    private DirectoryReader reader;
    private IndexSearcher searcher;

    TextIndex() throws IOException {
        this.writer = new IndexWriter(directory, new IndexWriterConfig().setMergeScheduler(new SerialMergeScheduler()));
        this.reader = DirectoryReader.open(writer);
        this.searcher = searcher(reader);
    }

    /** Takes a document in; it is found after {@link #refresh}. */
    void put(Similar.Text text) throws IOException {
        Document document = new Document();
        Map<View, List<Terms.Counted>> frequent = new EnumMap<>(View.class);
        for (View view : View.values()) {
            Terms terms = Terms.of(text, requireNonNull(analyzers.get(view)));
            document.add(new Field(view.name(), terms.stream(), FREQUENCIES));
            frequent.put(
                    view, terms.frequent(KEPT_TERMS).stream().map(this::once).toList());
        }
        document.add(new StringField(NUMBER, Integer.toString(text.number()), Field.Store.NO));
        document.add(new NumericDocValuesField(NUMBER, text.number()));
        writer.updateDocument(key(text.number()), document);
        kept.put(text.number(), new Kept(frequent, text.topic()));
    }

    void remove(int number) throws IOException {
        writer.deleteDocuments(key(number));
        kept.remove(number);
    }

    /** Makes what was put and removed count. */
    void refresh() throws IOException {
        DirectoryReader fresh = DirectoryReader.openIfChanged(reader, writer);
        if (fresh != null) {
            reader.close();
            reader = fresh;
            searcher = searcher(fresh);
            documents.clear();
        }
    }

    /** At most {@code most} others like a document, the likest first; never itself. */
    SimilarRow nearest(int number, int most) throws IOException {
        Kept document = kept.get(number);
        if (document == null) {
            return SimilarRow.EMPTY;
        }
        Map<Integer, float[]> likeness = new HashMap<>();
        for (View view : View.values()) {
            List<Telling> telling = telling(view, document);
            if (!telling.isEmpty()) {
                see(view, searcher.search(any(telling), CANDIDATES * most + 1).scoreDocs, number, likeness);
            }
        }
        likeness.remove(number);
        SimilarRow.Builder row = new SimilarRow.Builder(most);
        likeness.entrySet().stream()
                .map(other -> new Like(other.getKey(), weight(other.getValue(), document, other.getKey())))
                .filter(like -> like.weight() > 0)
                .sorted(Like.STRONGEST)
                .limit(most)
                .forEach(like -> row.add(like.number(), like.weight()));
        return row.build();
    }

    @Override
    public void close() throws IOException {
        reader.close();
        writer.close();
        directory.close();
        analyzers.values().forEach(Analyzer::close);
    }

    /** Puts each hit's share of the score that the asking document has itself into {@code likeness}. */
    private void see(View view, ScoreDoc[] hits, int asking, Map<Integer, float[]> likeness) throws IOException {
        int[] numbers = new int[hits.length];
        float own = 0;
        for (int at = 0; at < hits.length; at++) {
            numbers[at] = number(hits[at].doc);
            own = own == 0 || numbers[at] == asking ? hits[at].score : own;
        }
        for (int at = 0; at < hits.length; at++) {
            likeness.computeIfAbsent(numbers[at], number -> new float[View.values().length])[view.ordinal()] =
                    Math.min(1, hits[at].score / own);
        }
    }

    private float weight(float[] likeness, Kept asking, int other) {
        float better = Math.max(likeness[0], likeness[1]);
        float text = (better + SHARE * Math.min(likeness[0], likeness[1])) / (1 + SHARE);
        Kept document = kept.get(other);
        boolean same = document != null
                && !document.topic().isEmpty()
                && document.topic().equals(asking.topic());
        return text < FLOOR ? 0 : (text + (same ? SAME_TOPIC : 0)) / (1 + SAME_TOPIC);
    }

    /** The terms that say most of a document: those that no other has say nothing of likeness. */
    private List<Telling> telling(View view, Kept document) throws IOException {
        List<Telling> telling = new ArrayList<>();
        for (Terms.Counted counted : document.terms().getOrDefault(view, List.of())) {
            Term term = new Term(view.name(), counted.term());
            int having = having(term);
            if (having > 1) {
                double often = 1 + Math.log(counted.count());
                double seldom = Math.log(1 + (double) reader.maxDoc() / having);
                telling.add(new Telling(term, often * seldom, (float) often));
            }
        }
        telling.sort(Comparator.comparingDouble(Telling::salience).reversed());
        return telling.subList(0, Math.min(QUERY_TERMS, telling.size()));
    }

    private int having(Term term) throws IOException {
        Integer known = documents.get(term);
        if (known == null) {
            known = reader.docFreq(term);
            documents.put(term, known);
        }
        return known;
    }

    private static Query any(List<Telling> telling) {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        telling.forEach(one -> any.add(new BoostQuery(new TermQuery(one.term()), one.boost()), Occur.SHOULD));
        return any.build();
    }

    private int number(int document) throws IOException {
        LeafReaderContext leaf = reader.leaves().get(ReaderUtil.subIndex(document, reader.leaves()));
        NumericDocValues numbers = DocValues.getNumeric(leaf.reader(), NUMBER);
        if (!numbers.advanceExact(document - leaf.docBase)) {
            throw new IllegalStateException("a document without a number");
        }
        return Math.toIntExact(numbers.longValue());
    }

    private Terms.Counted once(Terms.Counted counted) {
        String term = vocabulary.computeIfAbsent(counted.term(), same -> same);
        return new Terms.Counted(term, counted.count());
    }

    private static IndexSearcher searcher(DirectoryReader reader) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setQueryCache(null);
        return searcher;
    }

    private static Term key(int number) {
        return new Term(NUMBER, Integer.toString(number));
    }

    private static FieldType frequencies() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS_AND_FREQS);
        type.freeze();
        return type;
    }
}
