package kepu.recommend.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import kepu.base.Failure;

/** A CSV file with a header: rows whose cells are found by column. Columns come in any order; one that is not known is a fault. */
final class CsvTable implements Closeable {
    private final CsvFile file;
    private final List<String> columns;
    private List<String> row = List.of();

    private CsvTable(CsvFile file, List<String> columns) {
        this.file = file;
        this.columns = columns;
    }

    /** Opens a file that must have the columns of {@code required} and may have those of {@code optional}. */
    static CsvTable open(Path path, List<String> required, List<String> optional) throws IOException {
        CsvFile file = CsvFile.open(path);
        try {
            return new CsvTable(file, header(file, required, optional));
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static List<String> header(CsvFile file, List<String> required, List<String> optional) throws IOException {
        List<String> known = Stream.concat(required.stream(), optional.stream()).toList();
        List<String> cells = file.next();
        if (cells == null) {
            throw file.fault("文件是空的，第一行应是列名 " + String.join(",", known));
        }
        List<String> columns = new ArrayList<>(cells.size());
        for (String cell : cells) {
            String column = cell.strip();
            if (!known.contains(column)) {
                throw file.fault("不认识的列 \"" + column + "\"，可以有的列是 " + String.join(",", known));
            }
            if (columns.contains(column)) {
                throw file.fault("列 \"" + column + "\" 出现了两次");
            }
            columns.add(column);
        }
        for (String column : required) {
            if (!columns.contains(column)) {
                throw file.fault("缺少列 \"" + column + "\"");
            }
        }
        return columns;
    }

    /** Goes to the next row; false at the end. */
    boolean next() throws IOException {
        List<String> cells = file.next();
        if (cells == null) {
            return false;
        }
        if (cells.size() != columns.size()) {
            throw file.fault("应有 " + columns.size() + " 列，却有 " + cells.size() + " 列");
        }
        row = cells;
        return true;
    }

    /** Where a column stands in the rows of this file, for {@link #cell}; -1 when the file does not have it. */
    int column(String name) {
        return columns.indexOf(name);
    }

    /** A cell as it is written; empty when the file does not have the column. */
    String cell(int column) {
        return column < 0 ? "" : row.get(column);
    }

    /** A cell that must not be empty. */
    String required(int column) {
        String cell = cell(column);
        if (cell.isEmpty()) {
            throw fault(column, "不能为空");
        }
        return cell;
    }

    /** What is wrong with a cell of the present row. */
    Failure.Invalid fault(int column, String detail) {
        return file.fault(columns.get(column) + " " + detail);
    }

    /** What is wrong with the present row. */
    Failure.Invalid fault(String detail) {
        return file.fault(detail);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
