package kepu.push;

import kepu.base.Failure;

/**
 * Where a reader stands: after the frame with this offset, and after what was released to them from waiting until {@code releasedMillis}
 * (0: until the frame's time). Written {@code 120} or {@code 120.1764000000000}.
 */
public record Place(long offset, long releasedMillis) {
    private static final String FORM = "[0-9]{1,18}(\\.[0-9]{13})?";

    /** {@link Failure.Invalid} for what is no place. */
    public static Place read(String text) {
        if (!text.matches(FORM)) {
            throw new Failure.Invalid("offset-invalid", "续传位置应为数字");
        }
        int point = text.indexOf('.');
        return point < 0
                ? new Place(Long.parseLong(text), 0)
                : new Place(Long.parseLong(text.substring(0, point)), Long.parseLong(text.substring(point + 1)));
    }

    public String text() {
        return releasedMillis == 0 ? Long.toString(offset) : offset + "." + releasedMillis;
    }
}
