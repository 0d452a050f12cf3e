package kepu.content;

import java.time.Instant;
import kepu.base.Beijing;

/** That and what was corrected, as readers of an item are told. */
public record Correction(Instant at, String note) {
    /** A text with what was corrected at its head, for readers who have only that. */
    public String before(String text) {
        return "更正（%s）：%s\n%s".formatted(Beijing.day(at), note, text);
    }
}
