package kepu.search;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.Objects;

/**
 * Chinese text as anybody could have typed it: half-width, lower case, simplified characters, nothing invisible. Characters are folded one
 * by one, so that a place in the plain text has its place in the text as it was.
 */
public final class PlainChinese {
    /** What stands for nothing: the character is left out. */
    public static final char NOTHING = 0;

    private static final String TABLE = "/chinese/traditional.txt";
    private static final char[] FOLDED = table();

    private PlainChinese() {}

    /**
     * The text with every character folded: full width to half width, capitals to lower case, traditional to simplified, and other
     * shapes of a character (①, radicals) to the usual one. Zero-width characters are left out; white space, control characters and
     * symbols such as emoji become one blank where a run of them stands, none at the ends. Punctuation stays, half-width where it has
     * such a form (，→ ,).
     */
    public static String of(CharSequence text) {
        StringBuilder plain = new StringBuilder(text.length());
        boolean apart = false;
        for (int at = 0; at < text.length(); at++) {
            char character = at(text, at);
            if (character == ' ') {
                apart = !plain.isEmpty();
            } else if (character != NOTHING) {
                if (apart) {
                    plain.append(' ');
                    apart = false;
                }
                plain.append(character);
            }
        }
        return plain.toString();
    }

    /** Only the letters and digits of the plain text, nothing between them: what two texts are compared by. */
    public static String letters(CharSequence text) {
        StringBuilder letters = new StringBuilder(text.length());
        of(text).codePoints().filter(Character::isLetterOrDigit).forEach(letters::appendCodePoint);
        return letters.toString();
    }

    /** Whether the character is one of written Chinese. */
    public static boolean isHan(int codePoint) {
        return Character.UnicodeScript.of(codePoint) == Character.UnicodeScript.HAN;
    }

    /** The folded form of the character at a place: a blank for white space and symbols, {@link #NOTHING} for what has no width. */
    public static char at(CharSequence text, int at) {
        char character = text.charAt(at);
        if (!Character.isSurrogate(character)) {
            return FOLDED[character];
        }
        int whole = Character.codePointAt(text, Character.isLowSurrogate(character) && at > 0 ? at - 1 : at);
        return Character.isSupplementaryCodePoint(whole) && Character.isLetterOrDigit(whole) ? character : ' ';
    }

    private static char[] table() {
        char[] table = new char[1 << Character.SIZE];
        for (int each = 0; each < table.length; each++) {
            table[each] = plain((char) each);
        }
        simplify(table);
        return table;
    }

    private static char plain(char character) {
        String compatible = Normalizer.normalize(String.valueOf(character), Normalizer.Form.NFKC);
        char usual = compatible.length() == 1 ? compatible.charAt(0) : character;
        return switch (Character.getType(usual)) {
            case Character.FORMAT, Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> NOTHING;
            case Character.CONTROL,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.OTHER_SYMBOL,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED -> ' ';
            default -> Character.toLowerCase(usual);
        };
    }

    private static void simplify(char[] table) {
        try (InputStream in = Objects.requireNonNull(PlainChinese.class.getResourceAsStream(TABLE))) {
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .forEach(pair -> table[pair.charAt(0)] = pair.charAt(1));
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + TABLE + " cannot be read", e);
        }
    }
}
