package kepu.recommend.log;

import java.io.BufferedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kepu.base.Failure;
import org.jspecify.annotations.Nullable;

/**
 * The records of a CSV file (RFC 4180), read strictly: UTF-8 with or without a byte order mark, lines that end with CRLF or LF, quotes
 * around whole cells only. Empty lines are passed over. A fault names the file and the line.
 */
final class CsvFile implements Closeable {
    /** The most characters of one record, so that an open quote does not swallow the file. */
    static final int MAX_RECORD = 1 << 16;
    /** The most cells of one record. */
    static final int MAX_CELLS = 64;

    private static final int END = -1;
    private static final int BYTE_ORDER_MARK = '\uFEFF';
    private static final int NOT_UTF_8 = '\uFFFD';

    private final String name;
    private final Reader in;
    private final StringBuilder cell = new StringBuilder();
    private int reading = 1;
    private int started = 1;
    private int length;

    private CsvFile(String name, Reader in) {
        this.name = name;
        this.in = in;
    }

    static CsvFile open(Path file) throws IOException {
        Reader in = new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(file),
                        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)),
                1 << 16);
        in.mark(1);
        if (in.read() != BYTE_ORDER_MARK) {
            in.reset();
        }
        return new CsvFile(String.valueOf(file.getFileName()), in);
    }

    /** The cells of the next record; null at the end of the file. */
    @Nullable
    List<String> next() throws IOException {
        while (true) {
            List<String> cells = record();
            if (cells == null || cells.size() > 1 || !cells.getFirst().isEmpty()) {
                return cells;
            }
        }
    }

    /** A fault in the record that was read last. */
    Failure.Invalid fault(String detail) {
        return new Failure.Invalid("file-invalid", name + " 第 " + started + " 行：" + detail);
    }

    private @Nullable List<String> record() throws IOException {
        started = reading;
        length = 0;
        int c = read();
        if (c == END) {
            return null;
        }
        List<String> cells = new ArrayList<>();
        while (true) {
            cell.setLength(0);
            c = c == '"' ? quoted() : plain(c);
            cells.add(cell.toString());
            if (c != ',') {
                return cells;
            }
            if (cells.size() == MAX_CELLS) {
                throw fault("一行最多 " + MAX_CELLS + " 列");
            }
            c = read();
        }
    }

    /** Reads a cell that begins with {@code first} up to what ends it, and returns that: a comma, LF or the end. */
    private int plain(int first) throws IOException {
        int c = first;
        while (c != ',' && c != '\n' && c != END) {
            if (c == '"') {
                throw fault("引号只能包住整个单元格，单元格里的引号要写两遍");
            }
            if (c == '\r') {
                return lineFeed();
            }
            cell.append((char) c);
            c = read();
        }
        return c;
    }

    /** The same for a cell in quotes, after the first of them. */
    private int quoted() throws IOException {
        while (true) {
            int c = read();
            if (c == END) {
                throw fault("引号没有闭合");
            }
            if (c == '"') {
                c = read();
                if (c == '\r') {
                    return lineFeed();
                }
                if (c == ',' || c == '\n' || c == END) {
                    return c;
                }
                if (c != '"') {
                    throw fault("闭合的引号后面应是逗号或换行");
                }
            }
            cell.append((char) c);
        }
    }

    private int lineFeed() throws IOException {
        if (read() != '\n') {
            throw fault("回车后面应是换行");
        }
        return '\n';
    }

    private int read() throws IOException {
        int c = in.read();
        if (c == '\n') {
            reading++;
        }
        if (c == NOT_UTF_8 || c == 0) {
            throw fault("不是 UTF-8 编码的文本");
        }
        if (++length > MAX_RECORD) {
            throw fault("一行最多 " + MAX_RECORD + " 个字符");
        }
        return c;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
