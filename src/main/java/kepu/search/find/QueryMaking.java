package kepu.search.find;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.search.PlainChinese;
import kepu.search.find.Fields.Part;
import kepu.search.find.View.Token;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.DisjunctionMaxQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Turns what people type into queries. Nothing in it is syntax: a text is terms, in both views, and the better view counts, with a share of
 * the other. Where a name of a thing stands in the text, its other names count in its place, about as much as the name itself would. One
 * query finds, a second one orders what was found by what stands together.
 */
final class QueryMaking {
    /** Words that a question has whatever it is about. */
    private static final Set<String> WEAK =
            Set.of(("什么 怎么 怎么办 怎样 怎么样 如何 为什么 为何 哪 哪些 哪个 哪里 哪儿 多少 多久 几 谁 是 是不是 有 有没有 能 能不能 会 会不会 可以 可不可以 要 不要 吗 和 与 及 "
                            + "在 对 用 请问 一下 就 都 也 还 应该 需要 办 做 让 被 给 我 你 他 她 这 那 这个 那个 哪种 种 个")
                    .split(" "));

    /** Terms of a query that count, in each view, and names of things in it that other names are asked for. */
    private static final int MOST_TERMS = 100;

    private static final int MOST_NAMES = 8;

    private final Scoring scoring;
    private final Names names;

    QueryMaking(Scoring scoring, Names names) {
        this.scoring = scoring;
        this.names = names;
    }

    /** What finds: every text with some of the terms. */
    Query any(String plain, IndexReader reader) throws IOException {
        List<Names.Named> named = names.in(plain).stream().limit(MOST_NAMES).toList();
        List<Query> views = new ArrayList<>();
        for (View view : View.values()) {
            float boost = view == View.WORDS ? scoring.words() : 1;
            views.add(boosted(any(plain, named, view, reader), boost));
        }
        return new DisjunctionMaxQuery(views, scoring.tie());
    }

    /** What orders: terms of the text that stand together; a query that no text matches when it has no two terms. */
    Query near(String plain) {
        BooleanQuery.Builder near = new BooleanQuery.Builder();
        for (View view : View.values()) {
            List<Token> tokens = terms(plain, view);
            for (int at = 1; at < tokens.size(); at++) {
                Token left = tokens.get(at - 1);
                Token right = tokens.get(at);
                if (isWeak(left.term()) || isWeak(right.term()) || right.position() - left.position() > 2) {
                    continue;
                }
                for (Part part : Part.values()) {
                    near.add(boosted(together(part, view, left, right), weight(part)), Occur.SHOULD);
                }
            }
        }
        return near.build();
    }

    private Query any(String plain, List<Names.Named> named, View view, IndexReader reader) throws IOException {
        BooleanQuery.Builder any = new BooleanQuery.Builder();
        Map<Names.Named, List<Token>> asked = new LinkedHashMap<>();
        named.forEach(name -> asked.put(name, new ArrayList<>()));
        Map<String, Token> others = new LinkedHashMap<>();
        for (Token token : terms(plain, view)) {
            named.stream()
                    .filter(name -> token.from() >= name.from() && token.to() <= name.to())
                    .findFirst()
                    .ifPresentOrElse(
                            name -> asked.getOrDefault(name, new ArrayList<>()).add(token),
                            () -> others.putIfAbsent(token.term(), token));
        }
        addAll(any, view, List.copyOf(others.values()), scoring.weak(), reader);
        for (Map.Entry<Names.Named, List<Token>> name : asked.entrySet()) {
            any.add(name(name.getValue(), name.getKey().others(), view, reader), Occur.SHOULD);
        }
        return any.build();
    }

    /** The name that was asked for or one of the others, the best of them. */
    private Query name(List<Token> asked, List<String> others, View view, IndexReader reader) throws IOException {
        List<Query> names = new ArrayList<>();
        BooleanQuery.Builder itself = new BooleanQuery.Builder();
        addAll(itself, view, asked, 1, reader);
        names.add(itself.build());
        double own = rarity(asked, view, reader);
        for (String other : others) {
            List<Token> tokens = view.tokens(other);
            if (!tokens.isEmpty()) {
                double ratio = own == 0 ? 1 : own / rarity(tokens, view, reader);
                names.add(boosted(whole(tokens, view), (float) ratio * scoring.otherName()));
            }
        }
        return new DisjunctionMaxQuery(names, 0);
    }

    private Query whole(List<Token> tokens, View view) {
        BooleanQuery.Builder whole = new BooleanQuery.Builder();
        for (Part part : Part.values()) {
            PhraseQuery.Builder phrase = new PhraseQuery.Builder();
            int first = tokens.getFirst().position();
            tokens.forEach(
                    token -> phrase.add(new Term(Fields.of(part, view), token.term()), token.position() - first));
            whole.add(boosted(phrase.build(), weight(part)), Occur.SHOULD);
        }
        return whole.build();
    }

    private Query together(Part part, View view, Token left, Token right) {
        String field = Fields.of(part, view);
        PhraseQuery.Builder phrase = new PhraseQuery.Builder()
                .add(new Term(field, left.term()), 0)
                .add(new Term(field, right.term()), right.position() - left.position());
        return phrase.setSlop(view == View.WORDS ? scoring.slop() : 0).build();
    }

    /**
     * Each of the terms counts. Characters that the dictionary knows no word of and that stand side by side in no text (新冠 where nothing is
     * said of it) count only where all of them are: one of them alone (新) says nothing.
     */
    private void addAll(BooleanQuery.Builder any, View view, List<Token> tokens, float weak, IndexReader reader)
            throws IOException {
        int at = 0;
        while (at < tokens.size()) {
            int to = at + 1;
            while (to < tokens.size() && isSplit(tokens.get(to - 1), tokens.get(to), reader)) {
                to++;
            }
            if (to == at + 1) {
                add(any, view, tokens.get(at), isWeak(tokens.get(at).term()) ? weak : 1);
            } else {
                any.add(all(tokens.subList(at, to), view), Occur.SHOULD);
            }
            at = to;
        }
    }

    private Query all(List<Token> tokens, View view) {
        BooleanQuery.Builder all = new BooleanQuery.Builder();
        for (Token token : tokens) {
            BooleanQuery.Builder one = new BooleanQuery.Builder();
            add(one, view, token, 1);
            all.add(one.build(), Occur.MUST);
        }
        return all.build();
    }

    private static boolean isSplit(Token left, Token right, IndexReader reader) throws IOException {
        if (left.to() != right.from() || !isSingle(left) || !isSingle(right)) {
            return false;
        }
        for (Part part : Part.values()) {
            if (reader.docFreq(new Term(Fields.of(part, View.PAIRS), left.term() + right.term())) > 0) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSingle(Token token) {
        return token.term().length() == 1 && PlainChinese.isHan(token.term().charAt(0)) && !isWeak(token.term());
    }

    private void add(BooleanQuery.Builder any, View view, Token token, float boost) {
        for (Part part : Part.values()) {
            Query term = new TermQuery(new Term(Fields.of(part, view), token.term()));
            any.add(boosted(term, boost * weight(part)), Occur.SHOULD);
        }
    }

    private static List<Token> terms(String plain, View view) {
        List<Token> all = view.tokens(plain);
        return all.subList(0, Math.min(all.size(), MOST_TERMS));
    }

    private float weight(Part part) {
        return part == Part.HEAD ? scoring.head() : 1;
    }

    /** How much the tokens say together, as BM25 has it. */
    private static double rarity(List<Token> tokens, View view, IndexReader reader) throws IOException {
        double rarity = 0;
        for (Token token : tokens) {
            int having = reader.docFreq(new Term(Fields.of(Part.BODY, view), token.term()));
            rarity += Math.log(1 + (reader.maxDoc() - having + 0.5) / (having + 0.5));
        }
        return rarity;
    }

    static boolean isWeak(String term) {
        return WEAK.contains(term);
    }

    /** The words that are weak. */
    static Set<String> weak() {
        return WEAK;
    }

    private static Query boosted(Query query, float boost) {
        return boost == 1 ? query : new BoostQuery(query, boost);
    }
}
