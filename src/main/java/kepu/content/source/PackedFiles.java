package kepu.content.source;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import kepu.base.Failure;

/** What a DOCX document may be packed of: so much, no macros, no document types (CWE-409, CWE-611). Read as its reader will read it. */
final class PackedFiles {
    private static final String DOCUMENT = "word/document.xml";
    private static final String TYPES = "[Content_Types].xml";

    /** A relationship to a picture that is not in the document (CWE-918). */
    private static final Pattern OUTSIDE = Pattern.compile(
            "<[^<>]*relationships/image\"[^<>]*TargetMode=\"External\"|<[^<>]*TargetMode=\"External\"[^<>]*relationships/image\"");

    private final int mostBytes;
    private final int mostFiles;
    private long bytes;
    private int files;
    private boolean isDocument;

    private PackedFiles(int mostBytes, int mostFiles) {
        this.mostBytes = mostBytes;
        this.mostFiles = mostFiles;
    }

    /** {@link Failure.Invalid} of type {@code document-…} for what may not be read. */
    static void check(byte[] packed, int mostBytes, int mostFiles) {
        PackedFiles files = new PackedFiles(mostBytes, mostFiles);
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(packed))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                files.take(entry.getName(), in);
            }
        } catch (IOException | IllegalArgumentException e) {
            throw broken();
        }
        if (!files.isDocument) {
            throw broken();
        }
    }

    private void take(String name, ZipInputStream in) throws IOException {
        if (++files > mostFiles) {
            throw new Failure.Invalid("document-bomb", "文档里打包的文件超过 %,d 个的上限".formatted(mostFiles));
        }
        byte[] content = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, mostBytes - bytes + 1));
        bytes += content.length;
        if (bytes > mostBytes) {
            throw new Failure.Invalid("document-bomb", "文档解开后超过 %,d 字节的上限".formatted(mostBytes));
        }
        String file = name.toLowerCase(Locale.ROOT).replace('\\', '/');
        boolean isMacro = file.contains("vbaproject") || file.endsWith(".bin") && file.contains("activex");
        if (isMacro
                || name.equals(TYPES)
                        && text(content, StandardCharsets.ISO_8859_1).contains("macroEnabled")) {
            throw new Failure.Invalid("document-macros", "文档里有宏，不能收。请另存为不含宏的 DOCX");
        }
        if ((file.endsWith(".xml") || file.endsWith(".rels")) && hasDoctype(content)) {
            throw new Failure.Invalid("document-doctype", "文档里有 DOCTYPE 声明，可能用来读取内部文件，不能收");
        }
        if (file.endsWith(".rels")
                && OUTSIDE.matcher(text(content, StandardCharsets.UTF_8)).find()) {
            throw new Failure.Invalid("document-outside", "文档里有放在别处的图片，可能用来打探内部网络，不能收。请把图片放进文档");
        }
        isDocument |= name.equals(DOCUMENT);
    }

    /** In any of the encodings that XML can have without saying so. */
    private static boolean hasDoctype(byte[] content) {
        return contains(content, StandardCharsets.ISO_8859_1)
                || contains(content, StandardCharsets.UTF_16BE)
                || contains(content, StandardCharsets.UTF_16LE);
    }

    private static boolean contains(byte[] content, Charset charset) {
        return text(content, charset).contains("<!DOCTYPE");
    }

    private static String text(byte[] content, Charset charset) {
        return new String(content, charset);
    }

    private static Failure.Invalid broken() {
        return new Failure.Invalid("document-broken", "这个 DOCX 文档是坏的，读不出来");
    }
}
