package kepu.content.share;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import kepu.base.Shortened;
import kepu.content.Items;
import kepu.content.SafeHtml;

/** What a poster says of an item: the title, the summary, and the first sentences as far as people at a board read. */
public record PosterText(String title, String summary, List<String> points, String source) {
    private static final int MOST_POINTS = 6;
    private static final int POINT = 60;
    private static final int SHORTEST = 6;

    public PosterText {
        points = List.copyOf(points);
    }

    /** The points of lists when the text has some, else the beginnings of its paragraphs. */
    public static PosterText of(Items.Whole whole) {
        List<String> listed = between(whole.body(), "<li>", "</li>");
        List<String> points = listed.size() >= 2 ? listed : between(whole.body(), "<p>", "</p>");
        return new PosterText(
                whole.item().title(),
                whole.item().summary(),
                points.stream().limit(MOST_POINTS).toList(),
                whole.item().source());
    }

    private static List<String> between(String html, String begin, String end) {
        List<String> found = new ArrayList<>();
        for (int from = html.indexOf(begin); from >= 0; from = html.indexOf(begin, from + 1)) {
            int to = html.indexOf(end, from);
            String text = to < 0 ? "" : SafeHtml.text(html.substring(from + begin.length(), to));
            String sentence = Arrays.stream(text.split("(?<=[。！？])"))
                    .findFirst()
                    .orElse("")
                    .replaceAll("\\s+", " ")
                    .strip();
            if (sentence.length() >= SHORTEST) {
                found.add(Shortened.of(sentence, POINT));
            }
        }
        return found;
    }
}
