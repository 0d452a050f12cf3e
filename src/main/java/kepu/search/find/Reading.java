package kepu.search.find;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Collectors;
import kepu.search.PlainChinese;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.QueryRescorer;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.BytesRef;

/** The index at one moment, to be closed. */
public final class Reading implements AutoCloseable {
    /** A text that was found: its place in this reading, its number, and how much it is about the query. */
    public record Match(int document, int seq, float score) {}

    /**
     * What was found.
     *
     * @param matches the best first
     * @param mended the text with its slips mended, or the text itself
     * @param snippets by the place of a text, of those that were shown
     */
    public record Matches(List<Match> matches, String mended, ConcurrentMap<Integer, String> snippets) {}

    /** What decides what is found for a question: the texts and the words that slips are mended to. */
    record Moment(Object texts, Spelling words) {}

    /** What a query with its slips mended counts beside the query as it was typed. */
    private static final float MENDED = 0.8f;
    /** Of what was found, so many of the best are ordered by what stands together too; that only adds to their scores. */
    private static final int ORDERED = 50;

    private final IndexSearcher searcher;
    private final QueryMaking queries;
    private final Scoring scoring;
    private final Spelling spelling;
    private final Closeable release;

    Reading(IndexSearcher searcher, QueryMaking queries, Scoring scoring, Spelling spelling, Closeable release) {
        this.searcher = searcher;
        this.queries = queries;
        this.scoring = scoring;
        this.spelling = spelling;
        this.release = release;
    }

    /** What a folder holds that another process or index writes to, as it was committed last: for measurements. */
    public static Reading ofSnapshot(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        DirectoryReader reader = DirectoryReader.open(directory);
        IndexSearcher searcher = ItemIndex.searcher(reader, Scoring.SERVED);
        QueryMaking queries = new QueryMaking(Scoring.SERVED, Names.shipped());
        return new Reading(searcher, queries, Scoring.SERVED, Spelling.of(reader), () -> {
            reader.close();
            directory.close();
        });
    }

    /**
     * Finds texts, at most so many.
     *
     * @param text what somebody typed
     * @param labels sets of labels; what is found has one of each set
     */
    public Matches find(String text, List<Set<String>> labels, int most) {
        try {
            String plain = PlainChinese.of(text);
            String mended = new Mending(spelling, new Occurrence(searcher)).mended(plain);
            TopDocs found = searcher.search(query(plain, mended, labels), most);
            ScoreDoc[] all = found.scoreDocs;
            int ordered = Math.min(ORDERED, all.length);
            TopDocs first = new TopDocs(found.totalHits, Arrays.copyOf(all, ordered));
            List<Match> matches = new ArrayList<>(all.length);
            for (ScoreDoc one : new Nearness(queries.near(mended)).rescore(searcher, first, ordered).scoreDocs) {
                matches.add(new Match(one.doc, seq(one.doc), one.score));
            }
            for (ScoreDoc one : Arrays.asList(all).subList(ordered, all.length)) {
                matches.add(new Match(one.doc, seq(one.doc), one.score));
            }
            return new Matches(matches, mended, new ConcurrentHashMap<>());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What finds, as {@link #find} makes it: for measurements. */
    public int plainSearch(String text, int most) throws IOException {
        String plain = PlainChinese.of(text);
        return searcher.search(queries.any(plain, searcher.getIndexReader()), most).scoreDocs.length;
    }

    /** The words of titles and keywords, with the number of texts that have each. */
    public Map<String, Integer> words() {
        return spelling.words();
    }

    Moment moment() {
        return new Moment(searcher.getIndexReader().getReaderCacheHelper().getKey(), spelling);
    }

    /** These sets without labels that no text has: nothing is found by them. */
    List<Set<String>> used(List<Set<String>> labels) {
        return labels.stream()
                .map(set -> set.stream().filter(this::isUsed).collect(Collectors.toSet()))
                .toList();
    }

    private boolean isUsed(String label) {
        try {
            return searcher.getIndexReader().docFreq(new Term(Fields.LABEL, label)) > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The stretch of a text that was found which tells most of why. */
    String snippet(Matches matches, int document, Highlights highlights) {
        return matches.snippets().computeIfAbsent(document, place -> highlights.snippet(body(place)));
    }

    private String body(int document) {
        try {
            return String.valueOf(searcher.storedFields()
                    .document(document, Set.of(Fields.STORED))
                    .get(Fields.STORED));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            release.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Query query(String plain, String mended, List<Set<String>> labels) throws IOException {
        Query any = queries.any(plain, searcher.getIndexReader());
        if (!mended.equals(plain)) {
            Query other = new BoostQuery(queries.any(mended, searcher.getIndexReader()), MENDED);
            any = new DisjunctionMaxQuery(List.of(any, other), 0);
        }
        if (labels.isEmpty()) {
            return any;
        }
        BooleanQuery.Builder filtered = new BooleanQuery.Builder().add(any, Occur.MUST);
        for (Set<String> alternatives : labels) {
            filtered.add(
                    new TermInSetQuery(
                            Fields.LABEL,
                            alternatives.stream().map(BytesRef::new).toList()),
                    Occur.FILTER);
        }
        return filtered.build();
    }

    private int seq(int document) throws IOException {
        List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
        LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(document, leaves));
        NumericDocValues seqs = DocValues.getNumeric(leaf.reader(), Fields.SEQ);
        if (!seqs.advanceExact(document - leaf.docBase)) {
            throw new IllegalStateException("a text without a number");
        }
        return Math.toIntExact(seqs.longValue());
    }

    private final class Nearness extends QueryRescorer {
        private Nearness(Query near) {
            super(near);
        }

        @Override
        protected float combine(float first, boolean matches, float second) {
            return matches ? first + scoring.near() * second : first;
        }
    }
}
