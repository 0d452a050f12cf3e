package kepu.alert;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import kepu.region.Region;
import kepu.region.RegionCode;
import kepu.region.Regions;

/**
 * Our regions by the codes that warnings carry: the 统计用区划代码 and the older GB/T 2260, with or without the zeros that fill them up, under
 * the names that senders give to them, and ISO 3166-2 for provinces.
 */
final class AreaCodes {
    /** What goes before a name or within it and says nothing: 国家预警信息发布中心行政区划编码 is 行政区划编码. */
    private static final String NOISE = "[\\s_:：.()（）/-]|国家预警信息发布中心|统计用|profile|中国|china|cn";

    private static final Set<String> NAMES = Set.of(
            "区划代码",
            "区划编码",
            "行政区划",
            "行政区划代码",
            "行政区划编码",
            "城乡划分代码",
            "地区代码",
            "区域编码",
            "areacode",
            "regioncode",
            "admincode",
            "adcode",
            "divisioncode",
            "gbt2260",
            "gb2260",
            "kepuregion");

    private static final Set<String> ISO = Set.of("iso31662", "iso3166", "iso");

    /** ISO 3166-2:CN of 2017; without the three whose divisions the directory does not have. */
    private static final Map<String, String> PROVINCES = Map.ofEntries(
            Map.entry("BJ", "11"),
            Map.entry("TJ", "12"),
            Map.entry("HE", "13"),
            Map.entry("SX", "14"),
            Map.entry("NM", "15"),
            Map.entry("LN", "21"),
            Map.entry("JL", "22"),
            Map.entry("HL", "23"),
            Map.entry("SH", "31"),
            Map.entry("JS", "32"),
            Map.entry("ZJ", "33"),
            Map.entry("AH", "34"),
            Map.entry("FJ", "35"),
            Map.entry("JX", "36"),
            Map.entry("SD", "37"),
            Map.entry("HA", "41"),
            Map.entry("HB", "42"),
            Map.entry("HN", "43"),
            Map.entry("GD", "44"),
            Map.entry("GX", "45"),
            Map.entry("HI", "46"),
            Map.entry("CQ", "50"),
            Map.entry("SC", "51"),
            Map.entry("GZ", "52"),
            Map.entry("YN", "53"),
            Map.entry("XZ", "54"),
            Map.entry("SN", "61"),
            Map.entry("GS", "62"),
            Map.entry("QH", "63"),
            Map.entry("NX", "64"),
            Map.entry("XJ", "65"));

    private final Regions regions;

    AreaCodes(Regions regions) {
        this.regions = regions;
    }

    /** The region that a code names in the directory; empty when the name or the code is not known here. */
    Optional<RegionCode> region(CapMessage.Named geocode) {
        String name = geocode.name().toLowerCase(Locale.ROOT).replaceAll(NOISE, "");
        String value = geocode.value().strip();
        if (ISO.contains(name)) {
            return iso(value.toUpperCase(Locale.ROOT));
        }
        return NAMES.contains(name) ? numbered(value) : Optional.empty();
    }

    private Optional<RegionCode> iso(String value) {
        if (value.equals("CN") || value.equals("CHN")) {
            return Optional.of(RegionCode.COUNTRY);
        }
        String part = value.startsWith("CN-") ? value.substring(3) : value;
        return numbered(PROVINCES.getOrDefault(part, part));
    }

    private Optional<RegionCode> numbered(String digits) {
        if (!digits.matches("[0-9]{1,12}")) {
            return Optional.empty();
        }
        Optional<RegionCode> exact = known(digits);
        return exact.isPresent() ? exact : known(unpadded(digits));
    }

    private Optional<RegionCode> known(String digits) {
        return RegionCode.parse(digits)
                .filter(code -> code.equals(RegionCode.COUNTRY)
                        || regions.find(code).map(Region::code).isPresent());
    }

    /** Without the zeros behind it, level by level: 510903100000 is the town 510903100, 510900 the city 5109. */
    private static String unpadded(String digits) {
        String code = digits;
        for (int length : new int[] {9, 6, 4, 2}) {
            if (code.length() > length && code.substring(length).chars().allMatch(c -> c == '0')) {
                code = code.substring(0, length);
            }
        }
        return code;
    }
}
