package kepu.people;

import java.util.regex.Pattern;
import kepu.base.Failure;

/** A Chinese mobile number in its one form: eleven digits. Never printed whole. */
public record Phone(String digits) {
    private static final Pattern FORM = Pattern.compile("(?:\\+86)?(1[3-9][0-9]{9})");

    /** Reads a number with or without +86; {@link Failure.Invalid} for anything else. */
    public static Phone of(String text) {
        var matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw Failure.Invalid.at("/phone", "请填写 11 位手机号");
        }
        return new Phone(matcher.group(1));
    }

    /** For the person it belongs to: 138****0001. */
    public String masked() {
        return digits.substring(0, 3) + "****" + digits.substring(7);
    }

    @Override
    public String toString() {
        return masked();
    }
}
