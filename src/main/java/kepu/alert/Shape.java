package kepu.alert;

import java.util.Arrays;
import java.util.Optional;

/** A drawn part of an area, in WGS 84 degrees. */
public sealed interface Shape {
    double EARTH_KM = 6_371.0;
    double KM_A_DEGREE = Math.PI * EARTH_KM / 180;

    boolean contains(double lat, double lon);

    /** The latitudes that it lies between. */
    double south();

    double north();

    /** Corners that a point is compared with. */
    int corners();

    /** Closed by its last corner, which is its first. Inside is where a ray crosses it an odd number of times (even-odd rule). */
    final class Polygon implements Shape {
        private final double[] lats;
        private final double[] lons;

        private Polygon(double[] lats, double[] lons) {
            this.lats = lats;
            this.lons = lons;
        }

        @Override
        public boolean contains(double lat, double lon) {
            boolean inside = false;
            for (int i = 1; i < lats.length; i++) {
                boolean crosses = lats[i] > lat != lats[i - 1] > lat;
                if (crosses && lon < lons[i] + (lat - lats[i]) / (lats[i - 1] - lats[i]) * (lons[i - 1] - lons[i])) {
                    inside = !inside;
                }
            }
            return inside;
        }

        @Override
        public double south() {
            return Arrays.stream(lats).min().orElse(0);
        }

        @Override
        public double north() {
            return Arrays.stream(lats).max().orElse(0);
        }

        @Override
        public int corners() {
            return lats.length;
        }
    }

    /** All points within a distance on the sphere (haversine). */
    record Circle(double lat, double lon, double km) implements Shape {
        @Override
        public boolean contains(double otherLat, double otherLon) {
            double up = Math.sin(Math.toRadians(otherLat - lat) / 2);
            double along = Math.sin(Math.toRadians(otherLon - lon) / 2);
            double h = up * up + Math.cos(Math.toRadians(lat)) * Math.cos(Math.toRadians(otherLat)) * along * along;
            return 2 * EARTH_KM * Math.asin(Math.min(1, Math.sqrt(h))) <= km;
        }

        @Override
        public double south() {
            return lat - km / KM_A_DEGREE;
        }

        @Override
        public double north() {
            return lat + km / KM_A_DEGREE;
        }

        @Override
        public int corners() {
            return 1;
        }
    }

    /** CAP's {@code lat,lon lat,lon …}; empty when it is no closed line of at least four corners on the earth. */
    static Optional<Shape> polygon(String text) {
        String[] corners = text.strip().split("\\s+");
        double[] lats = new double[corners.length];
        double[] lons = new double[corners.length];
        for (int i = 0; i < corners.length; i++) {
            double[] point = point(corners[i]);
            if (point.length == 0) {
                return Optional.empty();
            }
            lats[i] = point[0];
            lons[i] = point[1];
        }
        int last = corners.length - 1;
        boolean closed = last >= 3 && lats[0] == lats[last] && lons[0] == lons[last];
        return closed ? Optional.of(new Polygon(lats, lons)) : Optional.empty();
    }

    /** CAP's {@code lat,lon km}. */
    static Optional<Shape> circle(String text) {
        String[] parts = text.strip().split("\\s+");
        double[] centre = point(parts[0]);
        if (parts.length != 2 || centre.length == 0 || !isNumber(parts[1]) || parts[1].startsWith("-")) {
            return Optional.empty();
        }
        return Optional.of(new Circle(centre[0], centre[1], Double.parseDouble(parts[1])));
    }

    private static double[] point(String text) {
        String[] parts = text.split(",", -1);
        if (parts.length != 2 || !isNumber(parts[0]) || !isNumber(parts[1])) {
            return new double[0];
        }
        double[] point = {Double.parseDouble(parts[0]), Double.parseDouble(parts[1])};
        return Math.abs(point[0]) <= 90 && Math.abs(point[1]) <= 180 ? point : new double[0];
    }

    private static boolean isNumber(String text) {
        return text.matches("[-+]?[0-9]{1,6}(\\.[0-9]{1,15})?");
    }
}
