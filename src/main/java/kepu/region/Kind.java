package kepu.region;

import java.util.regex.Pattern;
import kepu.base.Coded;

/**
 * Whether a village lies in town or in the country, as the name of its committee says: 居民委员会 and 社区 are in town. The codes of
 * 统计用区划 with their 城乡分类 are not in the directory.
 */
public enum Kind implements Coded {
    TOWN("城镇"),
    COUNTRY("乡村");

    /** What names in town have, as a regular expression that Java and PostgreSQL read alike. */
    public static final String IN_TOWN = "居委会|居民委员会|社区";

    private static final Pattern TOWNS = Pattern.compile(IN_TOWN);

    private final String label;

    Kind(String label) {
        this.label = label;
    }

    /** Of the official name of a village. */
    public static Kind of(String village) {
        return TOWNS.matcher(village).find() ? TOWN : COUNTRY;
    }

    @Override
    public String label() {
        return label;
    }
}
