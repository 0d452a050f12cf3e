package kepu.region;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A CSV of divisions, plain or gzip: header {@code code,level,name}, code of 12 digits padded with zeros on the right, level 1 to 5.
 * Four cities have the code of their only county after padding: the level tells them apart.
 */
public final class DivisionFile {
    /** What the file holds: its good lines, and for each faulty one its number and why. */
    public record Reading(List<Region> regions, List<String> faults) {}

    private static final Level[] LEVELS = Level.values();
    private static final int MAX_NAME = 100;

    private DivisionFile() {}

    /** Reads all of it; a line that is not a division is named in {@link Reading#faults} and the rest is kept. */
    public static Reading read(InputStream raw) throws IOException {
        List<Region> regions = new ArrayList<>();
        List<String> faults = new ArrayList<>();
        try (BufferedReader lines = open(raw)) {
            String line = lines.readLine();
            if (line == null || !line.replace("\uFEFF", "").strip().equals("code,level,name")) {
                throw new IOException("line 1: the header must be code,level,name");
            }
            for (int number = 2; (line = lines.readLine()) != null; number++) {
                if (line.isBlank()) {
                    continue;
                }
                String fault = add(line, regions);
                if (fault != null) {
                    faults.add("line " + number + ": " + fault);
                }
            }
        }
        return new Reading(regions, faults);
    }

    private static BufferedReader open(InputStream raw) throws IOException {
        BufferedInputStream in = new BufferedInputStream(raw, 1 << 16);
        in.mark(2);
        boolean gzip = in.read() == 0x1f && in.read() == 0x8b;
        in.reset();
        return new BufferedReader(
                new InputStreamReader(
                        gzip ? new GZIPInputStream(in, 1 << 16) : in,
                        StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPLACE)),
                1 << 16);
    }

    private static @Nullable String add(String line, List<Region> into) {
        int first = line.indexOf(',');
        int second = line.indexOf(',', first + 1);
        if (first != 12 || second != 14) {
            return "must be a code of 12 digits, a level of 1 to 5, a name";
        }
        int level = line.charAt(13) - '0';
        String name = line.substring(15).strip();
        if (level < 1 || level > 5) {
            return "level must be 1 to 5";
        }
        if (name.isEmpty() || name.length() > MAX_NAME || name.indexOf('\uFFFD') >= 0 || name.indexOf(0) >= 0) {
            return "the name is empty, too long or not UTF-8";
        }
        Optional<RegionCode> code = RegionCode.parse(line.substring(0, 12));
        if (code.isEmpty()) {
            return "the code must be 12 digits";
        }
        long padded = code.get().first();
        if (padded % LEVELS[level].span() != 0) {
            return "a code of level " + level + " must end with zeros";
        }
        into.add(new Region(new RegionCode(LEVELS[level], padded), name));
        return null;
    }
}
