package kepu.content;

/** A version of an item as it goes out: the draft with its text as safe HTML. */
public record Edition(String item, int version, Draft draft, String body) {
    /** Typesets a draft. For a worker: long texts take a while. */
    public static Edition of(String item, int version, Draft draft) {
        return new Edition(item, version, draft, SafeHtml.of(draft.text()));
    }
}
