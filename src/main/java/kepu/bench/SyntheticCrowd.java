package kepu.bench;

import java.util.List;
import java.util.SplittableRandom;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.push.audience.Laying;

/**
 * Residents who are nobody, each from the seed and their number alone: villages of about 1,500 in the towns, counties and cities of one
 * province, shares of groups, ages, interests and occupations about as in the population of docs/simulation.md.
 */
public final class SyntheticCrowd {
    static final int YEAR = 2026;

    private static final long PROVINCE = 51_0000_000_000L;
    private static final int VILLAGE_SIZE = 1_500;
    private static final int VILLAGES_A_TOWN = 10;
    private static final int TOWNS_A_COUNTY = 20;
    private static final int COUNTIES_A_CITY = 8;
    private static final List<String> OCCUPATIONS = List.of(
            "种粮大户", "务农", "外出务工", "工厂工人", "个体经营", "教师", "学生", "村医", "快递员", "外卖骑手", "养殖户", "果农", "菜农", "茶农", "司机", "电工",
            "泥瓦工", "村干部", "公务员", "退休", "家政服务", "餐饮服务", "农机手", "无人机飞手", "护士", "医生", "保安", "理发师", "裁缝", "木匠", "电商", "主播",
            "会计", "护林员", "渔民", "兽医", "建筑工", "环卫工", "幼师", "军人");

    private final long seed;
    private final int residents;

    public SyntheticCrowd(long seed, int residents) {
        this.seed = seed;
        this.residents = residents;
    }

    int residents() {
        return residents;
    }

    /** Codes of the villages, in order. */
    long[] villages() {
        long[] codes = new long[(residents + VILLAGE_SIZE - 1) / VILLAGE_SIZE];
        for (int i = 0; i < codes.length; i++) {
            codes[i] = village(i);
        }
        return codes;
    }

    /** Residents of each village. */
    int[] sizes() {
        int[] sizes = new int[(residents + VILLAGE_SIZE - 1) / VILLAGE_SIZE];
        for (int number = 0; number < residents; number++) {
            sizes[home(number, sizes.length)]++;
        }
        return sizes;
    }

    /** The resident of a number from 0; people who follow one another live anywhere. */
    public Laying.Row resident(int number) {
        SplittableRandom random = new SplittableRandom(seed ^ number * 0x9E3779B97F4A7C15L);
        int age = age(random);
        boolean silent = random.nextInt(100) < 6;
        return new Laying.Row(
                number + 1L,
                village(home(number, (residents + VILLAGE_SIZE - 1) / VILLAGE_SIZE)),
                silent ? 0 : groups(random, age),
                silent ? 0 : topics(random),
                silent ? 0 : YEAR - age,
                silent ? null : OCCUPATIONS.get(skewed(random, OCCUPATIONS.size())),
                random.nextInt(250) == 0 ? "bo" : random.nextInt(250) == 0 ? "ii" : "zh-CN",
                true);
    }

    private int home(int number, int villages) {
        return (int) Math.floorMod((number + 1) * 0x9E3779B97F4A7C15L >>> 17, (long) villages);
    }

    private static long village(int index) {
        int town = index / VILLAGES_A_TOWN;
        int county = town / TOWNS_A_COUNTY;
        int city = county / COUNTIES_A_CITY;
        return PROVINCE
                + (city + 1) * 100_000_000L
                + (county % COUNTIES_A_CITY + 1) * 1_000_000L
                + (100 + town % TOWNS_A_COUNTY) * 1_000L
                + 200
                + index % VILLAGES_A_TOWN;
    }

    private static int age(SplittableRandom random) {
        int share = random.nextInt(100);
        return share < 17 ? random.nextInt(3, 18) : share < 72 ? random.nextInt(18, 60) : random.nextInt(60, 96);
    }

    private static int groups(SplittableRandom random, int age) {
        int groups = 0;
        if (age < 18) {
            groups |= 1 << Group.YOUTH.ordinal();
            groups |= random.nextInt(6) == 0 ? 1 << Group.CHILD.ordinal() : 0;
            return groups;
        }
        groups |= age >= 60 ? 1 << Group.ELDER.ordinal() : 0;
        groups |= random.nextInt(100) < 42 ? 1 << Group.FARMER.ordinal() : 0;
        groups |= random.nextInt(100) < 12 ? 1 << Group.WORKER.ordinal() : 0;
        groups |= random.nextInt(100) < 24 ? 1 << Group.WOMAN.ordinal() : 0;
        groups |= random.nextInt(100) < 5 ? 1 << Group.GIG.ordinal() : 0;
        groups |= random.nextInt(100) < 2 ? 1 << Group.RETURNEE.ordinal() : 0;
        groups |= random.nextInt(100) < 2 ? 1 << Group.COOP.ordinal() : 0;
        groups |= random.nextInt(100) < 1 ? 1 << Group.OFFICIAL.ordinal() : 0;
        return groups;
    }

    private static long topics(SplittableRandom random) {
        long topics = 0;
        for (int left = random.nextInt(100) < 55 ? random.nextInt(1, 5) : 0; left > 0; left--) {
            topics |= 1L << skewed(random, Topic.values().length);
        }
        return topics;
    }

    /** Low numbers more often. */
    private static int skewed(SplittableRandom random, int bound) {
        return Math.min(random.nextInt(bound), random.nextInt(bound));
    }
}
