package kepu.simulate;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import kepu.base.Coded;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Item;

/**
 * A way of liking things that many residents share. Its taste is in logits by topic; its words lift an item whose title or keywords
 * hold one of them; its groups and specialities say who is likely to be of it.
 */
@SuppressWarnings("ImmutableEnumChecker") // its arrays are never given out
enum Cluster {
    GRAIN(
            "crops 1.7 pests 1.5 weather 0.8 machinery 0.6 disaster 0.3 livestock 0.2 health 0.2 evidence -0.8 child -0.5 energy -0.4"
                    + " digital -0.4",
            "稻 玉米 麦 油菜",
            "farmer 3 coop 1",
            "grain 3"),
    ORCHARD(
            "crops 1.0 pests 1.7 weather 1.0 digital 0.6 environment 0.5 science 0.3 livestock -0.7 worksafe -0.5 evidence -0.3",
            "柑 橘 梨 果树 蜂",
            "farmer 1.5 coop 1.5 returnee 1",
            "citrus 8"),
    LIVESTOCK(
            "livestock 2.2 environment 0.7 medicine 0.5 food 0.5 crops 0.2 science -0.3 evidence -0.6 child -0.4 energy -0.3",
            "猪 鸡 禽 鱼 粪 沼气",
            "farmer 1.2 coop 0.8",
            "pigs 8"),
    MACHINE(
            "machinery 2.1 crops 0.6 energy 0.7 worksafe 0.6 digital 0.3 science 0.4 health -0.5 medicine -0.6 child -0.6 food -0.4",
            "拖拉机 无人机 农机 微耕机 收割机 北斗",
            "farmer 0.8 coop 1.5 returnee 1",
            "machines 8"),
    WELLNESS(
            "health 1.8 medicine 1.4 food 0.7 weather 0.3 fraud 0.2 machinery -1.0 energy -0.8 evidence -0.7 digital -0.4",
            "血压 糖尿 中风 膝 牙",
            "elder 3 woman 0.5",
            ""),
    CAUTIOUS(
            "fraud 2.0 digital 0.8 fire 0.6 medicine 0.5 disaster 0.5 machinery -0.8 pests -0.4 science -0.3",
            "诈骗 骗 转账",
            "elder 2 woman 0.5",
            ""),
    MOTHER(
            "child 1.8 food 1.2 medicine 0.6 fire 0.5 health 0.4 fraud 0.3 machinery -0.9 pests -0.6 evidence -0.3 livestock -0.3",
            "孩子 儿童 家庭",
            "woman 3 elder 0.5",
            ""),
    GADGET(
            "digital 1.3 energy 1.2 science 1.2 machinery 0.3 evidence 0.3 crops -0.9 pests -1.0 livestock -0.9 health -0.4 medicine -0.4",
            "手机 电池 无人机 直播",
            "youth 3 returnee 1 worker 0.5",
            "lithium 2"),
    SHIFT(
            "worksafe 1.9 energy 1.0 fraud 0.5 health 0.3 fire 0.3 crops -0.8 pests -0.8 livestock -0.7",
            "粉尘 噪声 工伤 锂 机器",
            "worker 3",
            "lithium 6 urban 1.5"),
    RIDER(
            "worksafe 1.4 fire 1.1 weather 0.9 fraud 0.6 digital 0.5 energy 0.4 crops -1.0 pests -1.0 livestock -0.9",
            "电动车 骑手 外卖 开车",
            "gig 4",
            "urban 1.5"),
    CADRE(
            "evidence 1.8 disaster 1.2 environment 1.0 fire 0.5 fraud 0.4 food 0.3 child -0.3",
            "森林 统计 预警",
            "official 5 returnee 0.3",
            ""),
    CURIOUS(
            "science 1.9 child 1.2 digital 0.6 energy 0.5 environment 0.4 disaster 0.3 health -1.0 medicine -1.0 worksafe -0.9 crops -0.6"
                    + " evidence -0.2",
            "实验 天空 为什么 雷 候鸟",
            "child 4 youth 1.2",
            "");

    static final List<Cluster> ALL = List.of(values());

    private static final double WORDS_LIFT = 0.6;
    /** Anybody can be of any cluster, if rarely. */
    private static final double FLOOR = 0.08;

    private final double[] taste;
    private final List<String> words;
    private final double[] groups;
    private final double[] lifts = new double[Speciality.values().length];

    Cluster(String taste, String words, String groups, String specialities) {
        this.taste = weights(taste, Topic.values());
        this.words = List.of(words.split(" "));
        this.groups = weights(groups, Group.values());
        Arrays.fill(lifts, 1);
        String[] parts = specialities.isEmpty() ? new String[0] : specialities.split(" ");
        for (int i = 0; i < parts.length; i += 2) {
            lifts[Speciality.valueOf(parts[i].toUpperCase(Locale.ROOT)).ordinal()] = Double.parseDouble(parts[i + 1]);
        }
    }

    /** What it likes of an item by topic and words, in logits. */
    double taste(Item item) {
        boolean named = words.stream()
                .anyMatch(word -> item.title().contains(word)
                        || item.keywords().stream().anyMatch(keyword -> keyword.contains(word)));
        return taste[item.topic().ordinal()] + (named ? WORDS_LIFT : 0);
    }

    /** What each cluster makes of a topic. */
    static double[] tastes(Topic topic) {
        return ALL.stream()
                .mapToDouble(cluster -> cluster.taste[topic.ordinal()])
                .toArray();
    }

    /** How likely it is, against the other clusters, among people of these groups in such a town. */
    double weight(Iterable<Group> of, Speciality town) {
        double weight = FLOOR;
        for (Group group : of) {
            weight += groups[group.ordinal()];
        }
        return weight * lifts[town.ordinal()];
    }

    private static double[] weights(String text, Coded[] words) {
        double[] weights = new double[words.length];
        String[] parts = text.split(" ");
        for (int i = 0; i < parts.length; i += 2) {
            weights[index(parts[i], words)] = Double.parseDouble(parts[i + 1]);
        }
        return weights;
    }

    private static int index(String code, Coded[] words) {
        for (int i = 0; i < words.length; i++) {
            if (words[i].code().equals(code)) {
                return i;
            }
        }
        throw new IllegalArgumentException("no word " + code);
    }
}
