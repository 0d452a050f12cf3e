package kepu.content.style;

import kepu.content.Kind;

/** What is written, and how long it may be: visible characters of the text, of its title and of its summary. */
public enum Form {
    ARTICLE("文章", new Span(400, 1_000), new Span(6, 26)),
    /** The transcript of a video or a sound: all of it is spoken. */
    SPOKEN("口播", new Span(150, 500), new Span(6, 26)),
    POSTER("海报", new Span(30, 400), new Span(4, 26)),
    /** A verdict; its title is the claim. */
    CLAIM("辟谣", new Span(120, 400), new Span(8, 40));

    /** From the least to the most, both allowed. */
    record Span(int least, int most) {
        boolean holds(int length) {
            return length >= least && length <= most;
        }
    }

    static final Span SUMMARY = new Span(15, 64);

    final String label;
    final Span text;
    final Span title;

    Form(String label, Span text, Span title) {
        this.label = label;
        this.text = text;
        this.title = title;
    }

    public static Form of(Kind kind) {
        return switch (kind) {
            case ARTICLE -> ARTICLE;
            case VIDEO, AUDIO -> SPOKEN;
            case POSTER -> POSTER;
        };
    }
}
