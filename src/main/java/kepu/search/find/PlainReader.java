package kepu.search.find;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import kepu.search.PlainChinese;
import org.apache.lucene.analysis.charfilter.BaseCharFilter;
import org.jspecify.annotations.Nullable;

/** Reads a text as plain Chinese and knows where each character stood in it. */
final class PlainReader extends BaseCharFilter {
    private char @Nullable [] plain;
    private int length;
    private int next;

    PlainReader(Reader in) {
        super(in);
    }

    @Override
    public int read(char[] into, int from, int most) throws IOException {
        char[] all = plain == null ? fold() : plain;
        if (next >= length) {
            return -1;
        }
        int count = Math.min(most, length - next);
        System.arraycopy(all, next, into, from, count);
        next += count;
        return count;
    }

    private char[] fold() throws IOException {
        StringWriter whole = new StringWriter();
        input.transferTo(whole);
        String text = whole.toString();
        char[] folded = new char[text.length()];
        int left = 0;
        for (int at = 0; at < text.length(); at++) {
            char character = PlainChinese.at(text, at);
            if (character == PlainChinese.NOTHING) {
                left++;
                addOffCorrectMap(length, left);
            } else {
                folded[length++] = character;
            }
        }
        plain = folded;
        return folded;
    }
}
