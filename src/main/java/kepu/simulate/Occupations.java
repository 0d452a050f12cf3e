package kepu.simulate;

import java.util.Set;
import kepu.base.Group;
import org.jspecify.annotations.Nullable;

/** What people write when asked for their work. */
final class Occupations {
    private static final double SILENT = 0.15;

    private static final String[] STUDENT = {"学生", "中学生"};
    private static final String[] OFFICIAL = {"村干部", "村支书", "乡镇干部", "网格员", "社区工作者"};
    private static final String[] GIG = {"外卖员", "快递员", "网约车司机", "货车司机", "带货主播"};
    private static final String[] RETURNEE = {"返乡创业", "务工返乡", "开农家乐", "电商卖土特产"};
    private static final String[] COOP = {"合作社负责人", "家庭农场主", "农机合作社机手"};
    private static final String[] WORKER = {"建筑工", "制衣厂工人", "电子厂工人", "焊工", "装修工", "保洁员"};
    private static final String[] LITHIUM = {"锂电厂工人", "锂电厂工人", "电池车间质检员", "建筑工", "叉车司机"};
    private static final String[] GRAIN = {"种粮农户", "种粮农户", "种菜农户"};
    private static final String[] ORCHARD = {"果农", "果农", "种粮农户"};
    private static final String[] LIVESTOCK = {"养殖户", "养猪户", "养鱼户"};
    private static final String[] MACHINE = {"农机手", "种粮大户", "飞防手"};
    private static final String[] HOME = {"在家照顾老人孩子", "在家照顾孩子", "灵活就业"};
    private static final String[] RETIRED = {"在家养老", "在家带孙辈", "退休"};
    private static final String[] OTHER = {"个体户", "个体户", "打零工", "打零工", "超市店员", "厨师", "司机", "待业", "教师", "村医"};

    private Occupations() {}

    static @Nullable String draw(Dice dice, int age, Set<Group> groups, Cluster cluster, Speciality town) {
        if (dice.chance(SILENT)) {
            return null;
        }
        return dice.one(age < Belonging.ADULT ? STUDENT : words(groups, cluster, town));
    }

    /** Of several groups the one that people would name first. */
    private static String[] words(Set<Group> groups, Cluster cluster, Speciality town) {
        if (groups.contains(Group.OFFICIAL)) {
            return OFFICIAL;
        }
        if (groups.contains(Group.GIG)) {
            return GIG;
        }
        if (groups.contains(Group.COOP)) {
            return COOP;
        }
        if (groups.contains(Group.RETURNEE)) {
            return RETURNEE;
        }
        if (groups.contains(Group.WORKER)) {
            return town == Speciality.LITHIUM ? LITHIUM : WORKER;
        }
        if (groups.contains(Group.FARMER)) {
            return land(cluster);
        }
        if (groups.contains(Group.ELDER)) {
            return RETIRED;
        }
        return groups.contains(Group.WOMAN) ? HOME : OTHER;
    }

    private static String[] land(Cluster cluster) {
        return switch (cluster) {
            case ORCHARD -> ORCHARD;
            case LIVESTOCK -> LIVESTOCK;
            case MACHINE -> MACHINE;
            case GRAIN, WELLNESS, CAUTIOUS, MOTHER, GADGET, SHIFT, RIDER, CADRE, CURIOUS -> GRAIN;
        };
    }
}
