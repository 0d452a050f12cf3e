package kepu.content.source;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Shortened;
import kepu.content.SafeHtml;

/**
 * Two texts side by side.
 *
 * @param similarity Jaccard's, of their shingles, exactly
 * @param onlyHere sentences that the other has not, in order, at most {@link #MOST}
 * @param onlyThere sentences that only the other has
 */
public record Comparison(
        double similarity, int charsHere, int charsThere, List<String> onlyHere, List<String> onlyThere) {
    private static final int MOST = 50;
    private static final int SENTENCE = 200;

    static Comparison of(Entry.Text here, Entry.Text there) {
        String one = plain(here);
        String other = plain(there);
        return new Comparison(
                Shingles.similarity(Shingles.letters(one), Shingles.letters(other)),
                SafeHtml.length(one),
                SafeHtml.length(other),
                missing(one, other),
                missing(other, one));
    }

    private static String plain(Entry.Text text) {
        return text.title() + "\n" + SafeHtml.text(text.html());
    }

    /** The sentences of one text that the other does not have, whatever stands between their letters. */
    private static List<String> missing(String from, String in) {
        Set<String> known =
                sentences(in).stream().map(Shingles::letters).collect(Collectors.toCollection(HashSet::new));
        return sentences(from).stream()
                .filter(sentence -> !known.contains(Shingles.letters(sentence)))
                .map(sentence -> Shortened.of(sentence, SENTENCE))
                .limit(MOST)
                .toList();
    }

    private static List<String> sentences(String text) {
        return Arrays.stream(text.split("(?<=[。！？!?；;])|\\R"))
                .map(String::strip)
                .filter(sentence -> !Shingles.letters(sentence).isEmpty())
                .toList();
    }
}
