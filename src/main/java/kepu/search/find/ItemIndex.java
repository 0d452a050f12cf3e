package kepu.search.find;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.search.VectorNotice;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.CorruptIndexException;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.SearcherManager;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/**
 * The texts of items in a Lucene index. One thread at a time writes; what it wrote is found after {@link #refresh} and is on disk after
 * {@link #commit}. Any thread reads, at the moment at which it began ({@link #reading}).
 */
public final class ItemIndex implements AutoCloseable {
    /** What is written differently from what this program reads has another number. */
    private static final String FORMAT = "1";

    private static final String FORMAT_KEY = "kepu.format";
    private static final double BUFFER_MEBIBYTES = 16;

    /** More than a query can have: its terms, its names and those of its mended form, in two views and two parts, are bounded by {@link QueryMaking}. */
    private static final int MOST_CLAUSES = 16_384;

    static {
        VectorNotice.silence();
        IndexSearcher.setMaxClauseCount(MOST_CLAUSES);
    }

    private final Directory directory;
    private final IndexWriter writer;
    private final SearcherManager searchers;
    private final Scoring scoring;
    private final QueryMaking queries;
    private volatile Spelling spelling = Spelling.NONE;

    private ItemIndex(Directory directory, Scoring scoring) throws IOException {
        this.directory = directory;
        this.scoring = scoring;
        this.queries = new QueryMaking(scoring, Names.shipped());
        this.writer = new IndexWriter(
                directory,
                new IndexWriterConfig(Fields.analyzer())
                        .setSimilarity(Fields.similarity(scoring))
                        .setRAMBufferSizeMB(BUFFER_MEBIBYTES)
                        .setMergeScheduler(new SerialMergeScheduler())
                        .setCommitOnClose(false));
        writer.setLiveCommitData(Map.of(FORMAT_KEY, FORMAT).entrySet());
        this.searchers = new SearcherManager(writer, new Searchers(scoring));
    }

    /** An index in memory, for measurements and tests. */
    public static ItemIndex inMemory(Scoring scoring) throws IOException {
        return new ItemIndex(new ByteBuffersDirectory(), scoring);
    }

    /**
     * The index in a folder, an empty one when there is none. {@link IOException} when its files do not have the bytes that their checksums
     * say, or are of another format.
     */
    static ItemIndex open(Path folder) throws IOException {
        Directory directory = FSDirectory.open(folder);
        try {
            if (DirectoryReader.indexExists(directory)) {
                verify(directory);
            }
            ItemIndex index = new ItemIndex(directory, Scoring.SERVED);
            index.refresh();
            return index;
        } catch (IOException | RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    /** Whether the folder has an index that was ever committed. */
    static boolean exists(Path folder) throws IOException {
        try (Directory directory = FSDirectory.open(folder)) {
            return DirectoryReader.indexExists(directory);
        }
    }

    /** Takes texts in, each in the place of the one with its number. */
    public void put(List<ItemText> texts) throws IOException {
        for (ItemText text : texts) {
            writer.updateDocument(key(text.seq()), Fields.document(text));
        }
    }

    void remove(Collection<Integer> seqs) throws IOException {
        writer.deleteDocuments(seqs.stream().map(ItemIndex::key).toArray(Term[]::new));
    }

    /** Makes what was written be found. */
    public void refresh() throws IOException {
        searchers.maybeRefreshBlocking();
    }

    /** Learns the words of titles and keywords, which slips are mended to. */
    public void learn() throws IOException {
        IndexSearcher searcher = searchers.acquire();
        try {
            spelling = Spelling.of(searcher.getIndexReader());
        } finally {
            searchers.release(searcher);
        }
    }

    /** Makes what was written outlast this process; every file has its checksum at its end. */
    void commit() throws IOException {
        writer.commit();
    }

    /** The mark of each text, by its number. */
    Map<Integer, String> marks() throws IOException {
        Map<Integer, String> marks = new HashMap<>();
        IndexSearcher searcher = searchers.acquire();
        try {
            StoredFields stored = searcher.storedFields();
            for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
                NumericDocValues seqs = leaf.reader().getNumericDocValues(Fields.SEQ);
                Bits live = leaf.reader().getLiveDocs();
                while (seqs != null && seqs.nextDoc() != NumericDocValues.NO_MORE_DOCS) {
                    if (live == null || live.get(seqs.docID())) {
                        Document document = stored.document(leaf.docBase + seqs.docID(), Set.of(Fields.MARK));
                        marks.put(Math.toIntExact(seqs.longValue()), String.valueOf(document.get(Fields.MARK)));
                    }
                }
            }
        } finally {
            searchers.release(searcher);
        }
        return marks;
    }

    /** The index at this moment. */
    public Reading reading() {
        try {
            IndexSearcher searcher = searchers.acquire();
            return new Reading(searcher, queries, scoring, spelling, () -> searchers.release(searcher));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words of titles and keywords, with the number of texts that have each. */
    Map<String, Integer> words() {
        return spelling.words();
    }

    /** Bytes of all files. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (String file : directory.listAll()) {
            bytes += directory.fileLength(file);
        }
        return bytes;
    }

    @Override
    public void close() {
        try {
            searchers.close();
            writer.close();
            directory.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static IndexSearcher searcher(IndexReader reader, Scoring scoring) {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(Fields.similarity(scoring));
        searcher.setQueryCache(null);
        return searcher;
    }

    private static void verify(Directory directory) throws IOException {
        try (DirectoryReader reader = DirectoryReader.open(directory)) {
            if (!FORMAT.equals(reader.getIndexCommit().getUserData().get(FORMAT_KEY))) {
                throw new CorruptIndexException("not of format " + FORMAT, directory.toString());
            }
            for (LeafReaderContext leaf : reader.leaves()) {
                if (leaf.reader() instanceof CodecReader codec) {
                    codec.checkIntegrity();
                }
            }
        }
    }

    private static Term key(int seq) {
        return new Term(Fields.SEQ, Integer.toString(seq));
    }

    private static final class Searchers extends SearcherFactory {
        private final Scoring scoring;

        private Searchers(Scoring scoring) {
            this.scoring = scoring;
        }

        @Override
        public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous) {
            return searcher(reader, scoring);
        }
    }
}
