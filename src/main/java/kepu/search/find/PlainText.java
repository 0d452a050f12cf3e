package kepu.search.find;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a reader sees of safe HTML: the text, with a blank where a block ends. */
final class PlainText {
    private static final Pattern MARK = Pattern.compile("<[^<>]*>");
    private static final Pattern INLINE = Pattern.compile("</?(?:b|i|em|strong|a|span|code|sub|sup|u|s|del)\\b[^<>]*>");
    private static final Pattern ENTITY =
            Pattern.compile("&(#[0-9]{1,7}|#x[0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos|nbsp);");
    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private PlainText() {}

    static String of(String html) {
        String text = MARK.matcher(INLINE.matcher(html).replaceAll("")).replaceAll(" ");
        String read = ENTITY.matcher(text).replaceAll(found -> Matcher.quoteReplacement(character(found.group(1))));
        return BLANKS.matcher(read).replaceAll(" ").strip();
    }

    private static String character(String entity) {
        return switch (entity) {
            case "amp" -> "&";
            case "lt" -> "<";
            case "gt" -> ">";
            case "quot" -> "\"";
            case "apos" -> "'";
            case "nbsp" -> " ";
            default -> {
                int code = entity.startsWith("#x")
                        ? Integer.parseInt(entity.substring(2), 16)
                        : Integer.parseInt(entity.substring(1));
                yield Character.isValidCodePoint(code) ? Character.toString(code) : " ";
            }
        };
    }
}
