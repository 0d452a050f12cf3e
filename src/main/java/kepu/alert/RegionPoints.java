package kepu.alert;

import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.store.Bulk;
import kepu.store.Database;

/** Where regions are: one point each, for those that somebody imported. The project ships none. */
public final class RegionPoints {
    /** What an import did: good lines, rows that changed, and the faulty lines. */
    public record Import(int read, int changed, List<String> faults) {}

    /** Where a region is, in degrees of WGS 84. */
    public record Place(double lat, double lon) {}

    private record Point(RegionCode code, double lat, double lon) {}

    private static final String HEADER = "code,lat,lon";

    private final Database database;
    private final WorkerExecutor workers;

    RegionPoints(Database database, WorkerExecutor workers) {
        this.database = database;
        this.workers = workers;
    }

    /** The regions whose point lies in one of the shapes. */
    Future<List<RegionCode>> within(List<Shape> shapes) {
        double south = shapes.stream().mapToDouble(Shape::south).min().orElse(0);
        double north = shapes.stream().mapToDouble(Shape::north).max().orElse(0);
        return database.query("select code, lat, lon from region_point where lat between $1 and $2", south, north)
                .compose(rows -> workers.executeBlocking(() -> inside(rows, shapes), false));
    }

    /**
     * Where the parts of a region lie that have {@code level}: at their own point, else in the middle of the points below them; those without
     * any are left out.
     */
    Future<Map<RegionCode, Place>> parts(RegionCode region, Level level) {
        String prefix = region.level() == Level.COUNTRY ? "" : region.text();
        return database.query(
                        "select left(code, $2) as part, coalesce(max(lat) filter (where length(code) = $2), avg(lat)),"
                                + " coalesce(max(lon) filter (where length(code) = $2), avg(lon)) from region_point"
                                + " where code >= $1 and code < $1 || ':' and length(code) >= $2 group by 1",
                        prefix,
                        level.digits())
                .map(rows -> StreamSupport.stream(rows.spliterator(), false)
                        .collect(Collectors.toMap(
                                row -> RegionCode.of(row.getString(0)),
                                row -> new Place(row.getDouble(1), row.getDouble(2)))));
    }

    private static List<RegionCode> inside(RowSet<Row> rows, List<Shape> shapes) {
        return StreamSupport.stream(rows.spliterator(), false)
                .filter(row -> shapes.stream().anyMatch(shape -> shape.contains(row.getDouble(1), row.getDouble(2))))
                .map(row -> RegionCode.of(row.getString(0)))
                .toList();
    }

    /** Merges a CSV with the header {@code code,lat,lon}: a code of 2 to 12 digits, degrees of WGS 84. Blocking, for the command line. */
    public static Import merge(Bulk bulk, InputStream file) throws SQLException, IOException {
        List<Point> points = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file, StandardCharsets.UTF_8))) {
            String line = lines.readLine();
            if (line == null || !line.replace("\uFEFF", "").strip().equals(HEADER)) {
                throw new IOException("line 1: the header must be " + HEADER);
            }
            for (int number = 2; (line = lines.readLine()) != null; number++) {
                Optional<Point> point = point(line);
                point.ifPresent(points::add);
                if (point.isEmpty() && !line.isBlank()) {
                    faults.add("line " + number + ": not a code and a point in WGS 84");
                }
            }
        }
        return new Import(points.size(), store(bulk, points), faults);
    }

    private static Optional<Point> point(String line) {
        String[] parts = line.strip().split(",", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        return RegionCode.parse(parts[0])
                .flatMap(code -> Shape.circle(parts[1] + "," + parts[2] + " 0")
                        .map(shape -> (Shape.Circle) shape)
                        .map(at -> new Point(code, at.lat(), at.lon())));
    }

    private static int store(Bulk bulk, List<Point> points) throws SQLException, IOException {
        return bulk.transact(() -> {
            bulk.execute(
                    "create temporary table incoming_point (code text, lat double precision, lon double precision) on commit drop");
            try (Bulk.Rows rows = bulk.copy("incoming_point")) {
                for (Point point : points) {
                    rows.row(point.code().text(), point.lat(), point.lon());
                }
            }
            return bulk.run("insert into region_point (code, lat, lon)"
                    + " select distinct on (code) code, lat, lon from incoming_point"
                    + " on conflict (code) do update set lat = excluded.lat, lon = excluded.lon"
                    + " where (region_point.lat, region_point.lon) <> (excluded.lat, excluded.lon)");
        });
    }
}
