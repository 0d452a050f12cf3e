package kepu.content.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kepu.base.Failure;
import kepu.base.Text;
import kepu.content.Markdown;
import kepu.content.PlainMarkdown;
import kepu.content.SafeHtml;
import org.jspecify.annotations.Nullable;
import org.zwobble.mammoth.DocumentConverter;
import org.zwobble.mammoth.Result;

/** Documents as Markdown: what authors go on writing. Nothing in a document makes it read anything else. Blocking: for a worker. */
final class DocumentReader {
    static final String MARKDOWN = "text/markdown";
    static final String HTML = "text/html";
    static final String DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

    private static final Pattern HEADING = Pattern.compile("^#{1,6}\\s+(.{1,200}?)\\s*#*\\s*(?:\\R|$)");
    private static final Pattern TITLE = Pattern.compile("(?is)<title[^>]{0,200}>(.{1,300}?)</title>");
    private static final Pattern CELL_END = Pattern.compile("(?i)</t[dh]\\s*+>(?=\\s*+<t[dh]\\b)");
    private static final int FIRST_LINE = 60;

    private final Limits limits;

    /**
     * @param bytes of a document
     * @param unpackedBytes of all that is packed in it
     * @param unpackedFiles that are packed in it
     */
    record Limits(int bytes, int unpackedBytes, int unpackedFiles) {}

    /** A document that was read; {@code text} is Markdown without the heading that became its title. */
    record Document(String title, String text, List<String> warnings) {
        /** How it begins, in one line. */
        String beginning() {
            return SafeHtml.text(SafeHtml.of(text)).replaceAll("\\s+", " ").strip();
        }
    }

    DocumentReader(Limits limits) {
        this.limits = limits;
    }

    /** {@link Failure.Invalid} of type {@code document-…} when it is none of this media type. */
    Document read(byte[] bytes, String type, @Nullable String charset) {
        if (bytes.length > limits.bytes()) {
            throw new Failure.Invalid("document-too-large", "文档超过 %,d 字节的上限".formatted(limits.bytes()));
        }
        return switch (type) {
            case MARKDOWN -> markdown(decoded(bytes, charset));
            case HTML -> html(decoded(bytes, charset));
            case DOCX -> docx(bytes);
            default -> throw new Failure.Invalid("document-type", "只收 Markdown、HTML 和 DOCX 文档");
        };
    }

    private static Document markdown(String markdown) {
        PlainMarkdown plain = PlainMarkdown.of(markdown.replace("\r\n", "\n"));
        return document(plain.text(), null, LeftOut.of(plain.elements()));
    }

    /** The cells of a row stay apart. */
    private static Document html(String html) {
        Matcher title = TITLE.matcher(html);
        String named = title.find() ? SafeHtml.text(SafeHtml.clean(title.group(1), null)) : "";
        return document(
                Markdown.of(
                        SafeHtml.clean(CELL_END.matcher(title.replaceAll("")).replaceAll("；$0"), (URI) null)),
                named.isBlank() ? null : named,
                LeftOut.of(SafeHtml.elements(html)));
    }

    private Document docx(byte[] bytes) {
        PackedFiles.check(bytes, limits.unpackedBytes(), limits.unpackedFiles());
        try {
            Result<String> result = new DocumentConverter()
                    .imageConverter(image -> Map.of("src", ""))
                    .convertToHtml(new ByteArrayInputStream(bytes));
            return html(result.getValue());
        } catch (IOException | RuntimeException e) {
            if (e instanceof Failure failure) {
                throw failure;
            }
            throw new Failure.Invalid("document-broken", "这个 DOCX 文档是坏的，读不出来");
        }
    }

    /** A heading that it begins with is its title; else it has one by itself, else its first line is one. */
    private static Document document(String text, @Nullable String named, List<String> warnings) {
        String body = text.replace("\r\n", "\n").strip();
        Matcher heading = HEADING.matcher(body);
        boolean begins = heading.find();
        String rest = begins ? body.substring(heading.end()).strip() : body;
        if (rest.isEmpty()) {
            throw new Failure.Invalid("document-empty", "文档里没有文字");
        }
        if (!Text.isStorable(rest)) {
            throw new Failure.Invalid("document-text", "文档里有不能保存的字符");
        }
        String title = begins ? plain(heading.group(1)) : named == null ? plain(firstLine(rest)) : named;
        return new Document(title.replaceAll("\\s+", " ").strip(), rest, warnings);
    }

    private static String plain(String markdown) {
        return SafeHtml.text(SafeHtml.of(markdown));
    }

    private static String firstLine(String text) {
        String line = text.lines().findFirst().orElse("");
        return line.length() > FIRST_LINE ? line.substring(0, FIRST_LINE) : line;
    }

    private static String decoded(byte[] bytes, @Nullable String charset) {
        try {
            Charset of = charset == null ? StandardCharsets.UTF_8 : Charset.forName(charset);
            String text = of.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException | IllegalArgumentException e) {
            throw new Failure.Invalid(
                    "document-charset", "文档不是%s编码的文字，请另存为 UTF-8".formatted(charset == null ? " UTF-8 " : "所说的"));
        }
    }
}
