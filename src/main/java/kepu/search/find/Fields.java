package kepu.search.find;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import kepu.search.PlainChinese;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.AnalyzerWrapper;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.search.similarities.PerFieldSimilarityWrapper;
import org.apache.lucene.search.similarities.Similarity;

/** How a text lies in the index: its head (title and keywords) and its body (summary and text), each in both views. */
final class Fields {
    /** The parts of a text that count differently. */
    enum Part {
        HEAD,
        BODY
    }

    static final String SEQ = "seq";
    static final String LABEL = "label";
    static final String KEYWORD = "keyword";
    static final String STORED = "stored";
    static final String MARK = "mark";

    private static final Map<Part, Map<View, String>> NAMES = new EnumMap<>(Part.class);
    private static final Map<String, View> VIEWS;

    static {
        for (Part part : Part.values()) {
            Map<View, String> views = new EnumMap<>(View.class);
            for (View view : View.values()) {
                views.put(view, (part + "." + view).toLowerCase(Locale.ROOT));
            }
            NAMES.put(part, views);
        }
        VIEWS = Arrays.stream(Part.values())
                .flatMap(part -> Arrays.stream(View.values()).map(view -> Map.entry(of(part, view), view)))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private Fields() {}

    static String of(Part part, View view) {
        return NAMES.getOrDefault(part, Map.of()).getOrDefault(view, "");
    }

    static Document document(ItemText text) {
        Document document = new Document();
        document.add(new StringField(SEQ, Integer.toString(text.seq()), Store.NO));
        document.add(new NumericDocValuesField(SEQ, text.seq()));
        document.add(new StoredField(MARK, text.mark()));
        document.add(new StoredField(STORED, text.body()));
        text.labels().forEach(label -> document.add(new StringField(LABEL, label, Store.NO)));
        for (View view : View.values()) {
            add(document, of(Part.HEAD, view), text.title());
            text.keywords().forEach(keyword -> add(document, of(Part.HEAD, view), keyword));
            add(document, of(Part.BODY, view), text.summary());
            add(document, of(Part.BODY, view), text.body());
        }
        text.keywords().stream()
                .map(PlainChinese::letters)
                .filter(keyword -> !keyword.isEmpty())
                .distinct()
                .forEach(keyword -> document.add(new StringField(KEYWORD, keyword, Store.NO)));
        return document;
    }

    /** Each field seen by its view. */
    static Analyzer analyzer() {
        return new AnalyzerWrapper(Analyzer.PER_FIELD_REUSE_STRATEGY) {
            @Override
            protected Analyzer getWrappedAnalyzer(String field) {
                return VIEWS.getOrDefault(field, View.PAIRS).analyzer();
            }
        };
    }

    static Similarity similarity(Scoring scoring) {
        Similarity head = new BM25Similarity(scoring.headK1(), scoring.headB());
        Similarity body = new BM25Similarity(scoring.k1(), scoring.b());
        List<String> heads =
                Arrays.stream(View.values()).map(view -> of(Part.HEAD, view)).toList();
        return new PerFieldSimilarityWrapper() {
            @Override
            public Similarity get(String field) {
                return heads.contains(field) ? head : body;
            }
        };
    }

    private static void add(Document document, String field, String value) {
        if (!value.isEmpty()) {
            document.add(new TextField(field, value, Store.NO));
        }
    }
}
