package kepu.search.find;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import kepu.search.PlainChinese;

/**
 * Where the terms of a query stand in a text, as HTML that holds nothing but the escaped text and {@code <em>}. A place in the plain text is
 * the same place in the text as it is shown, so 糖尿病 marks 糖尿病 in 「糖尿病」 however it is written.
 */
final class Highlights {
    private static final int SNIPPET = 90;
    private static final int BEFORE = 15;

    private final List<String> terms;

    private Highlights(Set<String> terms) {
        this.terms = List.copyOf(terms);
    }

    /** Of a plain query: its pairs of characters, its words in Latin letters, the other names of what it names and of what that is a kind of. */
    static Highlights of(String plain) {
        Set<String> terms = new HashSet<>();
        View.PAIRS.tokens(plain).stream()
                .map(View.Token::term)
                .filter(term -> !QueryMaking.isWeak(term))
                .forEach(terms::add);
        Names.shipped().in(plain).forEach(name -> terms.addAll(Names.shipped().kin(name)));
        return new Highlights(terms);
    }

    /** The whole text. */
    String whole(String text) {
        return marked(text, places(text), 0, text.length());
    }

    /** The stretch of the text that has most of the terms, about {@value #SNIPPET} characters; its beginning when it has none. */
    String snippet(String text) {
        BitSet places = places(text);
        int from = start(text, best(places, text.length()));
        int to = Math.min(text.length(), from + SNIPPET);
        if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
            to++;
        }
        return (from > 0 ? "…" : "") + marked(text, places, from, to) + (to < text.length() ? "…" : "");
    }

    private BitSet places(String text) {
        char[] plain = new char[text.length()];
        for (int at = 0; at < plain.length; at++) {
            plain[at] = PlainChinese.at(text, at);
        }
        String folded = new String(plain);
        BitSet places = new BitSet(plain.length);
        for (String term : terms) {
            for (int at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + 1)) {
                places.set(at, at + term.length());
            }
        }
        return places;
    }

    /** Where a window with the most marked characters begins. */
    private static int best(BitSet places, int length) {
        int best = 0;
        int most = 0;
        for (int from = places.nextSetBit(0); from >= 0; from = places.nextSetBit(places.nextClearBit(from))) {
            int marked =
                    places.get(from, Math.min(length, from + SNIPPET - BEFORE)).cardinality();
            if (marked > most) {
                most = marked;
                best = from;
            }
        }
        return best;
    }

    /** A little before a place: where a sentence begins there, else so many characters. */
    private static int start(String text, int place) {
        int least = Math.max(0, place - BEFORE);
        for (int at = place; at > least; at--) {
            if ("。！？；!?; ".indexOf(text.charAt(at - 1)) >= 0) {
                return at;
            }
        }
        return least > 0 && Character.isLowSurrogate(text.charAt(least)) ? least - 1 : least;
    }

    private static String marked(String text, BitSet places, int from, int to) {
        StringBuilder html = new StringBuilder();
        boolean inside = false;
        for (int at = from; at < to; at++) {
            if (places.get(at) != inside) {
                inside = !inside;
                html.append(inside ? "<em>" : "</em>");
            }
            escape(text.charAt(at), html);
        }
        return html.append(inside ? "</em>" : "").toString();
    }

    private static void escape(char character, StringBuilder html) {
        switch (character) {
            case '&' -> html.append("&amp;");
            case '<' -> html.append("&lt;");
            case '>' -> html.append("&gt;");
            case '"' -> html.append("&quot;");
            case '\'' -> html.append("&#39;");
            default -> html.append(character);
        }
    }
}
