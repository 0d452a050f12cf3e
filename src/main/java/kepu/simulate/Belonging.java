package kepu.simulate;

import java.util.EnumSet;
import java.util.Set;
import kepu.base.Group;

/**
 * How old people are and which groups they belong to. The ages follow the resident population of rural Sichuan in the census of 2020,
 * where the young have left; only from 12 years on, because younger children have no phone.
 */
final class Belonging {
    static final int ADULT = 18;
    static final int OLD = 60;

    /** From, to (inclusive), weight in the country, weight in town. */
    private static final double[][] AGES = {
        {12, 13, 0.010, 0.008},
        {14, 17, 0.060, 0.050},
        {18, 29, 0.100, 0.190},
        {30, 44, 0.170, 0.280},
        {45, 59, 0.310, 0.270},
        {60, 69, 0.200, 0.120},
        {70, 79, 0.115, 0.065},
        {80, 90, 0.035, 0.017}
    };

    private Belonging() {}

    static int age(Dice dice, boolean inTown) {
        double[] weights = new double[AGES.length];
        for (int i = 0; i < AGES.length; i++) {
            weights[i] = AGES[i][inTown ? 3 : 2];
        }
        double[] band = AGES[dice.pick(weights)];
        return dice.between((int) band[0], (int) band[1]);
    }

    static Set<Group> groups(Dice dice, int age, boolean inTown) {
        Set<Group> groups = EnumSet.noneOf(Group.class);
        if (age < ADULT) {
            groups.add(Group.YOUTH);
            add(groups, Group.CHILD, dice, inTown ? 0.15 : 0.50);
            return groups;
        }
        add(groups, Group.YOUTH, dice, age <= 28 ? 0.7 : 0);
        add(groups, Group.ELDER, dice, age >= OLD ? 1 : 0);
        add(groups, Group.FARMER, dice, farmer(age) * (inTown ? 0.2 : 1));
        add(groups, Group.WORKER, dice, age < OLD ? inTown ? 0.38 : 0.20 : 0.04);
        add(groups, Group.GIG, dice, age <= 45 ? inTown ? 0.16 : 0.06 : age < OLD ? 0.04 : 0);
        add(groups, Group.OFFICIAL, dice, age >= 24 && age < OLD ? inTown ? 0.06 : 0.03 : 0);
        add(groups, Group.WOMAN, dice, inTown ? 0.06 : age < 70 ? 0.30 : 0.10);
        add(groups, Group.RETURNEE, dice, age >= 25 && age <= 52 ? inTown ? 0.03 : 0.08 : 0);
        boolean landed = groups.contains(Group.FARMER) || groups.contains(Group.RETURNEE);
        add(groups, Group.COOP, dice, landed && age <= 65 ? groups.contains(Group.RETURNEE) ? 0.25 : 0.06 : 0);
        return groups;
    }

    private static double farmer(int age) {
        return age < 30 ? 0.20 : age < 45 ? 0.45 : age < OLD ? 0.70 : age < 75 ? 0.75 : 0.45;
    }

    private static void add(Set<Group> groups, Group group, Dice dice, double probability) {
        if (dice.chance(probability)) {
            groups.add(group);
        }
    }
}
