package kepu.content.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The text that a feed's bytes are. Of what says which charset they have, the byte-order mark counts first, then the transport, then the XML
 * declaration, then UTF-8 (RFC 7303, 3). Bytes that are not of it are a failure, never replaced.
 */
final class FeedText {
    private static final Pattern DECLARED =
            Pattern.compile("^\\s*<\\?xml[^>]{0,200}?encoding\\s*=\\s*[\"']([A-Za-z0-9._:-]{1,40})[\"']");
    private static final Pattern PARAMETER = Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?([^\\s\";]{1,40})\"?");
    private static final int HEAD_BYTES = 400;
    private static final byte[][] MARKS = {
        {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF}, {(byte) 0xFE, (byte) 0xFF}, {(byte) 0xFF, (byte) 0xFE}
    };
    private static final String[] MARKED = {"UTF-8", "UTF-16BE", "UTF-16LE"};

    private FeedText() {}

    /**
     * Unpacks and decodes; {@link Failure.Invalid} of type {@code feed-…} when that cannot be.
     *
     * @param packing the Content-Encoding
     * @param contentType the media type with its parameters
     * @param most bytes that it may unpack to
     */
    static String of(byte[] bytes, @Nullable String packing, @Nullable String contentType, int most) {
        byte[] plain = unpacked(bytes, packing, most);
        if (plain.length == 0) {
            throw FeedFailures.empty();
        }
        for (int i = 0; i < MARKS.length; i++) {
            if (startsWith(plain, MARKS[i])) {
                int from = MARKS[i].length;
                return decoded(plain, from, MARKED[i], charset(MARKED[i]));
            }
        }
        String name = named(plain, contentType);
        return decoded(plain, 0, name, charset(name));
    }

    private static byte[] unpacked(byte[] bytes, @Nullable String packing, int most) {
        String how = packing == null ? "identity" : packing.strip().toLowerCase(Locale.ROOT);
        return switch (how) {
            case "", "identity" -> bytes;
            case "gzip", "x-gzip" -> gunzipped(bytes, most);
            default -> throw FeedFailures.packing(how.length() > 40 ? how.substring(0, 40) : how);
        };
    }

    private static byte[] gunzipped(byte[] bytes, int most) {
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            byte[] plain = in.readNBytes(most + 1);
            if (plain.length > most) {
                throw FeedFailures.tooLarge(most);
            }
            return plain;
        } catch (IOException e) {
            throw FeedFailures.brokenPacking();
        }
    }

    private static String named(byte[] plain, @Nullable String contentType) {
        Matcher parameter = PARAMETER.matcher(contentType == null ? "" : contentType);
        if (parameter.find()) {
            return parameter.group(1);
        }
        String head = new String(plain, 0, Math.min(plain.length, HEAD_BYTES), StandardCharsets.ISO_8859_1);
        Matcher declared = DECLARED.matcher(head);
        return declared.find() ? declared.group(1) : "UTF-8";
    }

    /** GB 18030 has all of GBK and GB 2312, which are often said where it is meant. */
    private static Charset charset(String name) {
        String usual = name.toLowerCase(Locale.ROOT);
        try {
            return switch (usual) {
                case "gb2312", "gbk", "gb_2312-80", "x-gbk", "cp936" -> Charset.forName("GB18030");
                default -> Charset.forName(name);
            };
        } catch (IllegalArgumentException e) {
            throw FeedFailures.unknownCharset(name);
        }
    }

    private static String decoded(byte[] bytes, int from, String name, Charset charset) {
        CharsetDecoder decoder = charset.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes, from, bytes.length - from);
        CharBuffer out = CharBuffer.allocate((int) ((bytes.length - from) * (double) decoder.maxCharsPerByte()) + 1);
        CoderResult result = decoder.decode(in, out, true);
        if (!result.isUnderflow()) {
            throw FeedFailures.wrongCharset(name, in.position() + 1L);
        }
        return out.flip().toString();
    }

    private static boolean startsWith(byte[] bytes, byte[] mark) {
        return bytes.length >= mark.length && Arrays.equals(bytes, 0, mark.length, mark, 0, mark.length);
    }
}
