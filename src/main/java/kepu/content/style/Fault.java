package kepu.content.style;

/** What an editor has to mend: the line of the text from 1, or 0 for the title, the summary and the source; and why, in Chinese. */
public record Fault(int line, String reason) {
    /** The line that stands for everything outside the text. */
    static final int MATTER = 0;
}
