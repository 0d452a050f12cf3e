package kepu.content.source;

import kepu.base.Sha256;
import kepu.content.SafeHtml;

/** An entry with what it is found and compared by. Made on a worker. */
record Sketched(FeedEntry entry, byte[] keyHash, byte[] digest, Sketch sketch, boolean few) {
    static Sketched of(FeedEntry entry) {
        String letters = Shingles.letters(entry.title() + "\n" + SafeHtml.text(entry.html()));
        return new Sketched(
                entry,
                Sha256.of(entry.guid()),
                Sha256.of(entry.title() + "\0" + entry.html()),
                Sketch.of(letters),
                letters.length() < Sketch.FEW_LETTERS);
    }
}
