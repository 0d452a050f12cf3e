package kepu.search.find;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import kepu.base.Cursor;
import kepu.content.Catalogue;
import kepu.content.Item;
import org.jspecify.annotations.Nullable;

/**
 * From what the index found to a page: only what is live and meant for the region, in the order of text, standing and taste. A page begins
 * after the last item of the one before it, so that nothing is shown twice when something new is found meanwhile.
 */
final class Ranking {
    /** What has less than this part of the best one's score is found by chance. */
    private static final double FLOOR = 0.12;

    private record Ranked(Catalogue.Entry entry, int document, double score) {
        static final Comparator<Ranked> BEST = Comparator.comparingDouble(Ranked::score)
                .reversed()
                .thenComparingInt(ranked -> ranked.entry().item().seq());
    }

    private final Catalogue catalogue;
    private final Instant now;

    Ranking(Catalogue catalogue, Instant now) {
        this.catalogue = catalogue;
        this.now = now;
    }

    Found found(Reading reading, Reading.Matches matches, Wish wish, @Nullable String meant) {
        List<Ranked> ranked = ranked(matches.matches(), wish);
        List<Item> items = ranked.stream().map(one -> one.entry().item()).toList();
        int from = wish.cursor() == null ? 0 : after(ranked, wish);
        int to = Math.min(ranked.size(), from + wish.size());
        Highlights highlights = Highlights.of(matches.mended());
        List<Found.Hit> hits = ranked.subList(from, to).stream()
                .map(one -> new Found.Hit(
                        one.entry(),
                        highlights.whole(one.entry().item().title()),
                        reading.snippet(matches, one.document(), highlights)))
                .toList();
        String next = to < ranked.size() ? cursor(ranked.get(to - 1), wish) : null;
        return new Found(hits, ranked.size(), Found.Facets.of(items), next, meant);
    }

    private List<Ranked> ranked(List<Reading.Match> matches, Wish wish) {
        Standing standing = new Standing(now);
        List<Ranked> ranked = new ArrayList<>(matches.size());
        float best = matches.isEmpty() ? 0 : matches.getFirst().score();
        for (Reading.Match match : matches) {
            Catalogue.Entry entry = catalogue.at(match.seq());
            if (entry != null && match.score() >= FLOOR * best && isFor(entry.item(), wish)) {
                double score =
                        match.score() * standing.of(entry.item()) * wish.taste().tilt(entry.item());
                ranked.add(new Ranked(entry, match.document(), score));
            }
        }
        ranked.sort(Ranked.BEST);
        return ranked;
    }

    private boolean isFor(Item item, Wish wish) {
        return item.isFor(wish.region()) && !item.publishedAt().isAfter(now);
    }

    private static int after(List<Ranked> ranked, Wish wish) {
        String[] parts = Cursor.read(String.valueOf(wish.cursor())).split(" ");
        try {
            if (parts.length != 3 || !parts[2].equals(question(wish))) {
                throw Cursor.broken();
            }
            double score = Double.longBitsToDouble(Long.parseLong(parts[0]));
            int seq = Integer.parseInt(parts[1]);
            int from = 0;
            while (from < ranked.size() && !isBehind(ranked.get(from), score, seq)) {
                from++;
            }
            return from;
        } catch (NumberFormatException e) {
            throw Cursor.broken();
        }
    }

    private static boolean isBehind(Ranked one, double score, int seq) {
        return one.score() < score || one.score() == score && one.entry().item().seq() > seq;
    }

    private static String cursor(Ranked last, Wish wish) {
        return Cursor.of(Double.doubleToLongBits(last.score()) + " "
                + last.entry().item().seq() + " " + question(wish));
    }

    /** A cursor turns the pages of one question only. */
    private static String question(Wish wish) {
        return Integer.toHexString((wish.text() + '\n' + wish.filters() + '\n' + wish.region()).hashCode());
    }
}
