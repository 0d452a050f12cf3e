package kepu.base;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Function;

/** What an item is about, and what a resident can be interested in. */
public enum Topic implements Coded {
    HEALTH("健康与慢病"),
    MEDICINE("用药安全"),
    FOOD("食品安全"),
    FRAUD("防诈骗"),
    FIRE("消防与用电"),
    DISASTER("防灾减灾"),
    WEATHER("高温寒潮"),
    CROPS("种植农时"),
    PESTS("病虫害防治"),
    LIVESTOCK("畜禽养殖"),
    MACHINERY("农机与无人机"),
    DIGITAL("手机与网络"),
    CHILD("儿童科学与安全"),
    SCIENCE("身边的科学"),
    ENVIRONMENT("环境保护"),
    ENERGY("新能源与锂电"),
    WORKSAFE("职业与劳动安全"),
    EVIDENCE("数据与决策");

    private static final Function<String, Optional<Topic>> BY_CODE = Coded.index(values());

    private final String label;

    Topic(String label) {
        this.label = label;
    }

    public static Optional<Topic> of(String code) {
        return BY_CODE.apply(code);
    }

    /** The set as bits, the first topic lowest. */
    public static long mask(Collection<Topic> topics) {
        long mask = 0;
        for (Topic topic : topics) {
            mask |= 1L << topic.ordinal();
        }
        return mask;
    }

    @Override
    public String label() {
        return label;
    }
}
