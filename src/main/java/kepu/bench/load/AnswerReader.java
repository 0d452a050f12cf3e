package kepu.bench.load;

import io.vertx.core.buffer.Buffer;
import java.util.Locale;
import java.util.function.IntConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out where answers of HTTP/1.1 end that have a content-length or no body, whatever pieces they come in, and tells the status of each.
 * {@link IllegalStateException} for what is none.
 */
final class AnswerReader {
    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 ([1-5][0-9]{2}).*");
    private static final Pattern LENGTH = Pattern.compile("(?m)^content-length: *([0-9]{1,12}) *$");
    private static final int MOST_HEAD = 16_384;

    private final IntConsumer answered;
    private Buffer head = Buffer.buffer();
    private long bodyLeft;
    private int status;

    AnswerReader(IntConsumer answered) {
        this.answered = answered;
    }

    void read(Buffer bytes) {
        int at = 0;
        while (at < bytes.length()) {
            at = bodyLeft > 0 ? body(bytes, at) : head(bytes, at);
        }
    }

    private int body(Buffer bytes, int at) {
        int taken = (int) Math.min(bodyLeft, bytes.length() - at);
        bodyLeft -= taken;
        if (bodyLeft == 0) {
            answered.accept(status);
        }
        return at + taken;
    }

    private int head(Buffer bytes, int at) {
        int before = head.length();
        head.appendBuffer(bytes, at, bytes.length() - at);
        int end = end(Math.max(0, before - 3));
        if (end < 0) {
            if (head.length() > MOST_HEAD) {
                throw new IllegalStateException("a head without end");
            }
            return bytes.length();
        }
        begin(head.getString(0, end));
        head = Buffer.buffer();
        if (bodyLeft == 0) {
            answered.accept(status);
        }
        return at + end - before;
    }

    /** Behind the empty line, or -1. */
    private int end(int from) {
        for (int at = from; at + 4 <= head.length(); at++) {
            if (head.getByte(at) == '\r'
                    && head.getByte(at + 1) == '\n'
                    && head.getByte(at + 2) == '\r'
                    && head.getByte(at + 3) == '\n') {
                return at + 4;
            }
        }
        return -1;
    }

    private void begin(String text) {
        String plain = text.replace("\r", "");
        Matcher first = STATUS.matcher(plain.lines().findFirst().orElse(""));
        if (!first.matches()) {
            throw new IllegalStateException(
                    "no answer: " + plain.lines().findFirst().orElse(""));
        }
        status = Integer.parseInt(first.group(1));
        Matcher length = LENGTH.matcher(plain.toLowerCase(Locale.ROOT));
        boolean empty = status == 204 || status == 304;
        if (!empty && !length.find()) {
            throw new IllegalStateException("an answer without a content-length");
        }
        bodyLeft = empty ? 0 : Long.parseLong(length.group(1));
    }
}
