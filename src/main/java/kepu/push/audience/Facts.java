package kepu.push.audience;

import kepu.base.Group;
import kepu.base.Topic;

/**
 * What audiences ask of a profile, in one long beside the resident's position: from the lowest bit groups (10), topics (18), the year of
 * birth less {@link #BEFORE_FIRST_BIRTH} or 0 (8), the numbers of language (8) and occupation (19), and whether feeds may be personal.
 */
final class Facts {
    /** The table takes years of birth from 1900. */
    static final int BEFORE_FIRST_BIRTH = 1_899;

    static final int BIRTH_BITS = 8;
    static final int LANGUAGE_BITS = 8;
    static final int OCCUPATION_BITS = 19;

    private static final int TOPIC_AT = Group.values().length;
    private static final int BIRTH_AT = TOPIC_AT + Topic.values().length;
    private static final int LANGUAGE_AT = BIRTH_AT + BIRTH_BITS;
    private static final int OCCUPATION_AT = LANGUAGE_AT + LANGUAGE_BITS;
    private static final int PERSONAL_AT = OCCUPATION_AT + OCCUPATION_BITS;

    static {
        if (PERSONAL_AT >= Long.SIZE) {
            throw new IllegalStateException("the facts of a resident take more than a long");
        }
    }

    private Facts() {}

    static long pack(int groups, long topics, int birthYear, int language, int occupation, boolean personal) {
        return groups
                | topics << TOPIC_AT
                | (long) birthDigit(birthYear) << BIRTH_AT
                | (long) language << LANGUAGE_AT
                | (long) occupation << OCCUPATION_AT
                | (personal ? 1L << PERSONAL_AT : 0);
    }

    /** The digit of a year of birth; 0 when it is not known. */
    static int birthDigit(int year) {
        int birth = year - BEFORE_FIRST_BIRTH;
        return birth <= 0 || birth >= 1 << BIRTH_BITS ? 0 : birth;
    }

    static int groups(long facts) {
        return (int) facts & (1 << TOPIC_AT) - 1;
    }

    static long topics(long facts) {
        return facts >>> TOPIC_AT & (1L << BIRTH_AT - TOPIC_AT) - 1;
    }

    static int birth(long facts) {
        return (int) (facts >>> BIRTH_AT) & (1 << BIRTH_BITS) - 1;
    }

    /** 0 when it is not known. */
    static int birthYear(long facts) {
        int birth = birth(facts);
        return birth == 0 ? 0 : birth + BEFORE_FIRST_BIRTH;
    }

    static int language(long facts) {
        return (int) (facts >>> LANGUAGE_AT) & (1 << LANGUAGE_BITS) - 1;
    }

    static int occupation(long facts) {
        return (int) (facts >>> OCCUPATION_AT) & (1 << OCCUPATION_BITS) - 1;
    }

    static boolean personal(long facts) {
        return (facts >>> PERSONAL_AT & 1) != 0;
    }
}
