package kepu.region;

import io.vertx.core.Future;
import java.io.IOException;
import java.io.InputStream;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.store.Bulk;
import kepu.store.Database;
import org.jspecify.annotations.Nullable;

/** The directory of divisions: names by code from memory, codes by name from the database. */
public final class Regions {
    private static final List<String> BUNDLED = List.of("/divisions/towns.csv.gz", "/divisions/villages-demo.csv.gz");
    private static final String IMPORTED = "divisions.bundled";
    /** Changes when the bundled files do, so that they are merged again. */
    private static final String EDITION = "china-division 2.7.0, 2023-06-30";
    /** The name that 市辖区 and the like give to a level says nothing; a path leaves it out. */
    private static final List<String> FILLERS = List.of("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划");

    private final Database database;
    private volatile Divisions divisions;

    public Regions(Database database, Divisions divisions) {
        this.database = database;
        this.divisions = divisions;
    }

    /** Merges the bundled divisions unless this edition is there already, and reads the whole directory. Blocking, for the boot. */
    public static Divisions load(Bulk bulk) throws SQLException, IOException {
        List<String> edition =
                bulk.read("select value from installation where name = ?", row -> row.getString(1), IMPORTED);
        if (!edition.equals(List.of(EDITION))) {
            for (String resource : BUNDLED) {
                try (InputStream in = Regions.class.getResourceAsStream(resource)) {
                    if (in == null) {
                        throw new IOException("missing resource " + resource);
                    }
                    RegionStore.merge(bulk, DivisionFile.read(in).regions());
                }
            }
            bulk.transact(() -> bulk.run(
                    "insert into installation values (?, ?) on conflict (name) do update set value = excluded.value",
                    IMPORTED,
                    EDITION));
        }
        return new Divisions(RegionStore.all(bulk));
    }

    /** What an import did: divisions in the file, rows that changed, and the faulty lines. */
    public record Import(int read, int changed, List<String> faults) {}

    /** Merges a file of divisions. Blocking, for the command line. */
    public static Import merge(Bulk bulk, InputStream file) throws SQLException, IOException {
        DivisionFile.Reading reading = DivisionFile.read(file);
        int changed = RegionStore.merge(bulk, reading.regions());
        return new Import(reading.regions().size(), changed, reading.faults());
    }

    public Divisions divisions() {
        return divisions;
    }

    public Optional<Region> find(RegionCode code) {
        return divisions.find(code);
    }

    /** The region of a code that a caller gave; {@link Failure.Missing} when there is none. */
    public Region known(RegionCode code) {
        return find(code).orElseThrow(() -> new Failure.Missing("region-missing", "没有这个地区：" + code));
    }

    /** The region, when it is there and lies in a scope; {@link Failure.Forbidden} otherwise. */
    public RegionCode within(RegionCode scope, RegionCode region) {
        if (!scope.contains(region)) {
            throw new Failure.Forbidden("outside-scope", "超出您的地区范围（%s）：%s".formatted(name(scope), name(region)));
        }
        return known(region).code();
    }

    /** The region that a caller names within a scope, as above; the scope when none is named. */
    public RegionCode within(RegionCode scope, @Nullable String code) {
        return code == null ? scope : within(scope, RegionCode.of(code));
    }

    /** The region that a caller names; the country when none is named. */
    public RegionCode orCountry(@Nullable String code) {
        return code == null ? RegionCode.COUNTRY : known(RegionCode.of(code)).code();
    }

    /** The name with its ancestors', as people say it: 四川省遂宁市船山区…. */
    public String fullName(RegionCode code) {
        if (code.level() == Level.COUNTRY) {
            return "全国";
        }
        return divisions.path(code).stream()
                .map(Region::name)
                .filter(name -> !FILLERS.contains(name))
                .map(Regions::spoken)
                .collect(Collectors.joining());
    }

    /** The name as people say it, without ancestors. */
    public String name(RegionCode code) {
        return find(code).map(Region::name).map(Regions::spoken).orElseGet(code::text);
    }

    /** The place, where the official name is that of its committee: 石长村委会 → 石长村, 同心路社区居委会 → 同心路社区. */
    private static String spoken(String name) {
        if (name.endsWith("村委会") || name.endsWith("社区居委会")) {
            return name.substring(0, name.lastIndexOf(name.endsWith("村委会") ? "委会" : "居委会"));
        }
        return name;
    }

    public List<Region> children(RegionCode parent, int limit) {
        int below = parent.level().ordinal() + 1;
        return below >= Level.values().length ? List.of() : divisions.within(parent, Level.values()[below], limit);
    }

    public Future<List<Region>> named(String prefix, RegionCode within, int limit) {
        return RegionStore.named(database, prefix, within, limit);
    }

    /** Regions whose code begins with any digits, also half of a code. */
    public Future<List<Region>> prefixed(String prefix, int limit) {
        if (prefix.isEmpty() || prefix.length() > 12 || !prefix.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new Failure.Invalid("region-invalid", "代码前缀应为 1 至 12 位数字");
        }
        return RegionStore.prefixed(database, prefix, limit);
    }

    /** Takes a directory that an import made. */
    public void replace(Divisions fresh) {
        divisions = fresh;
    }
}
