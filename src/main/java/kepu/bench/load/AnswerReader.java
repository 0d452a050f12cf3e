package kepu.bench.load;

import io.vertx.core.buffer.Buffer;
import java.util.function.IntConsumer;

/**
 * Finds out where answers of HTTP/1.1 end that have a content-length or no body, whatever pieces they come in, and tells the status of each,
 * and its body when that is wanted. {@link IllegalStateException} for what is none.
 */
final class AnswerReader {
    /** Told of each answer. */
    interface Answered {
        void answer(int status, Buffer body);
    }

    private static final String PROTOCOL = "HTTP/1.1 ";
    private static final String LENGTH = "\r\ncontent-length:";
    private static final String LINE = "\r\n";
    private static final int STATUS_DIGITS = 3;
    private static final int MOST_HEAD = 16_384;
    private static final int MOST_DIGITS = 9;

    private final boolean keeping;
    private final Answered answered;
    /** What came of a head whose end did not. */
    private Buffer begun = Buffer.buffer();

    private Buffer body = Buffer.buffer();
    private int bodyLeft;
    private int status;

    private AnswerReader(boolean keeping, Answered answered) {
        this.keeping = keeping;
        this.answered = answered;
    }

    /** Tells of each answer its status. */
    AnswerReader(IntConsumer answered) {
        this(false, (status, body) -> answered.accept(status));
    }

    /** Tells of each answer all of it. */
    static AnswerReader withBodies(Answered answered) {
        return new AnswerReader(true, answered);
    }

    void read(Buffer more) {
        Buffer bytes = begun.length() == 0 ? more : begun.appendBuffer(more);
        begun = Buffer.buffer();
        int at = 0;
        while (at < bytes.length()) {
            at = bodyLeft > 0 ? body(bytes, at) : head(bytes, at);
        }
    }

    private int body(Buffer bytes, int at) {
        int taken = Math.min(bodyLeft, bytes.length() - at);
        if (keeping) {
            body.appendBuffer(bytes, at, taken);
        }
        bodyLeft -= taken;
        endIfWhole();
        return at + taken;
    }

    private int head(Buffer bytes, int at) {
        int end = end(bytes, at);
        if (end < 0) {
            if (bytes.length() - at > MOST_HEAD) {
                throw new IllegalStateException("a head without end");
            }
            begun = bytes.getBuffer(at, bytes.length());
            return bytes.length();
        }
        begin(bytes.getString(at, end));
        endIfWhole();
        return end;
    }

    private void endIfWhole() {
        if (bodyLeft == 0) {
            answered.answer(status, body);
        }
    }

    /** Behind the empty line, or -1. */
    private static int end(Buffer bytes, int from) {
        for (int at = from; at + 4 <= bytes.length(); at++) {
            if (bytes.getByte(at) == '\r'
                    && bytes.getByte(at + 1) == '\n'
                    && bytes.getByte(at + 2) == '\r'
                    && bytes.getByte(at + 3) == '\n') {
                return at + 4;
            }
        }
        return -1;
    }

    private void begin(String text) {
        status = text.startsWith(PROTOCOL) ? number(text, PROTOCOL.length(), PROTOCOL.length() + STATUS_DIGITS) : 0;
        if (status < 100 || status > 599) {
            throw new IllegalStateException("no answer: " + text.substring(0, text.indexOf(LINE)));
        }
        boolean empty = status == 204 || status == 304;
        bodyLeft = empty ? 0 : length(text);
        body = Buffer.buffer();
    }

    private static int length(String text) {
        for (int line = text.indexOf(LINE); line >= 0; line = text.indexOf(LINE, line + 1)) {
            if (text.regionMatches(true, line, LENGTH, 0, LENGTH.length())) {
                int length = number(text, line + LENGTH.length(), text.indexOf(LINE, line + 1));
                if (length >= 0) {
                    return length;
                }
            }
        }
        throw new IllegalStateException("an answer without a content-length");
    }

    /** -1 for what is no number of some digits. */
    private static int number(String text, int from, int to) {
        String digits = text.substring(from, to).strip();
        boolean isNumber = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        return isNumber ? Integer.parseInt(digits) : -1;
    }
}
