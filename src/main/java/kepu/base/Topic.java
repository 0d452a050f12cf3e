package kepu.base;

import java.util.Optional;
import java.util.function.Function;

/** What an item is about, and what a resident can be interested in. */
public enum Topic implements Coded {
    HEALTH("health", "健康与慢病"),
    MEDICINE("medicine", "用药安全"),
    FOOD("food", "食品安全"),
    FRAUD("fraud", "防诈骗"),
    FIRE("fire", "消防与用电"),
    DISASTER("disaster", "防灾减灾"),
    WEATHER("weather", "高温寒潮"),
    CROPS("crops", "种植农时"),
    PESTS("pests", "病虫害防治"),
    LIVESTOCK("livestock", "畜禽养殖"),
    MACHINERY("machinery", "农机与无人机"),
    DIGITAL("digital", "手机与网络"),
    CHILD("child", "儿童科学与安全"),
    SCIENCE("science", "身边的科学"),
    ENVIRONMENT("environment", "环境保护"),
    ENERGY("energy", "新能源与锂电"),
    WORKSAFE("worksafe", "职业与劳动安全"),
    EVIDENCE("evidence", "数据与决策");

    private static final Function<String, Optional<Topic>> BY_CODE = Coded.index(values());

    private final String code;
    private final String label;

    Topic(String code, String label) {
        this.code = code;
        this.label = label;
    }

    public static Optional<Topic> of(String code) {
        return BY_CODE.apply(code);
    }

    @Override
    public String code() {
        return code;
    }

    @Override
    public String label() {
        return label;
    }
}
