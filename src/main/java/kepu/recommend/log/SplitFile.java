package kepu.recommend.log;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import kepu.base.Failure;

/**
 * One half of a fixed split as LightGCN and its successors publish them: a line is a user and that user's items, non-negative integers
 * with spaces between them. Users without items, spaces at the end, items twice and users on several lines are taken as they are meant.
 */
public final class SplitFile {
    /** No number of a user or an item reaches this: the file of one wrong digit is refused and does not fill the memory. */
    public static final int MOST = 20_000_000;

    private static final int END = -1;

    private final String name;
    private final InputStream in;
    private int[][] items = new int[1024][];
    private int users;
    private int[] row = new int[1024];
    private int length;
    private int line = 1;

    private SplitFile(String name, InputStream in) {
        this.name = name;
        this.in = in;
    }

    /**
     * Reads a file.
     *
     * @return by number of the user: numbers of items, each once, ascending; users that no line names have none
     * @throws Failure.Invalid when a line is anything else, naming it
     */
    public static int[][] read(Path path) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            return new SplitFile(String.valueOf(path.getFileName()), in).all();
        }
    }

    private int[][] all() throws IOException {
        int end;
        do {
            length = 0;
            end = readLine();
            if (length > 0) {
                keep();
            }
            line++;
        } while (end != END);
        int[][] all = Arrays.copyOf(items, users);
        for (int user = 0; user < users; user++) {
            all[user] = all[user] == null ? new int[0] : all[user];
        }
        return all;
    }

    /** Reads the numbers of a line into {@link #row}; what ended it. */
    private int readLine() throws IOException {
        int c = in.read();
        boolean indented = c == ' ';
        while (true) {
            while (c == ' ') {
                c = in.read();
            }
            if (c == '\r') {
                c = in.read();
                if (c != '\n') {
                    throw fault("回车后面应是换行");
                }
            }
            if (c == '\n' || c == END) {
                return c;
            }
            if (indented) {
                throw fault("一行应从用户编号开始，不能从空格开始");
            }
            c = readNumber(c);
        }
    }

    /** Reads the number that begins with {@code first}; what came after it. */
    private int readNumber(int first) throws IOException {
        int c = first;
        int number = 0;
        while (c >= '0' && c <= '9') {
            number = number * 10 + (c - '0');
            if (number >= MOST) {
                throw fault("编号应小于 " + MOST);
            }
            c = in.read();
        }
        if (c != ' ' && c != '\r' && c != '\n' && c != END) {
            throw fault("应是空格分开的非负整数，却有" + (c > ' ' && c < 127 ? " '" + (char) c + "'" : "字节 " + c));
        }
        if (length == row.length) {
            if (length >= MOST) {
                throw fault("一行最多 " + MOST + " 个编号");
            }
            row = Arrays.copyOf(row, length * 2);
        }
        row[length++] = number;
        return c;
    }

    private void keep() {
        int user = row[0];
        if (user >= items.length) {
            items = Arrays.copyOf(items, Math.max(user + 1, items.length * 2));
        }
        users = Math.max(users, user + 1);
        int[] before = items[user] == null ? new int[0] : items[user];
        int[] together = Arrays.copyOf(before, before.length + length - 1);
        System.arraycopy(row, 1, together, before.length, length - 1);
        items[user] = Positives.distinct(together, together.length);
    }

    private Failure.Invalid fault(String detail) {
        return new Failure.Invalid("file-invalid", name + " 第 " + line + " 行：" + detail);
    }
}
