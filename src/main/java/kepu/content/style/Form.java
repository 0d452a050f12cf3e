package kepu.content.style;

import kepu.content.Kind;

/** What is written, and how long it may be: visible characters of the text, of its title and of its summary. */
public enum Form {
    ARTICLE("文章", 400, 1_000, 6, 26),
    /** The transcript of a video or a sound: all of it is spoken. */
    SPOKEN("口播", 150, 500, 6, 26),
    POSTER("海报", 30, 400, 4, 26),
    /** A verdict; its title is the claim. */
    CLAIM("辟谣", 120, 400, 8, 40);

    /** From the least to the most, both allowed. */
    record Span(int least, int most) {
        boolean holds(int length) {
            return length >= least && length <= most;
        }
    }

    static final Span SUMMARY = new Span(15, 64);

    final String label;
    private final int leastText;
    private final int mostText;
    private final int leastTitle;
    private final int mostTitle;

    Form(String label, int leastText, int mostText, int leastTitle, int mostTitle) {
        this.label = label;
        this.leastText = leastText;
        this.mostText = mostText;
        this.leastTitle = leastTitle;
        this.mostTitle = mostTitle;
    }

    Span text() {
        return new Span(leastText, mostText);
    }

    Span title() {
        return new Span(leastTitle, mostTitle);
    }

    public static Form of(Kind kind) {
        return switch (kind) {
            case ARTICLE -> ARTICLE;
            case VIDEO, AUDIO -> SPOKEN;
            case POSTER -> POSTER;
        };
    }
}
