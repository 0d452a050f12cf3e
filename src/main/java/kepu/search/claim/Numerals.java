package kepu.search.claim;

import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Numbers in a statement: 三十二 and 32 are the same one. */
final class Numerals {
    private static final String DIGITS = "零一二三四五六七八九";
    /** Two characters or more, so that 一定 and 三七 stay words; units below ten thousand. */
    private static final Pattern CHINESE =
            Pattern.compile("[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九]百(?:零?[一二三四五六七八九]?十?[一二三四五六七八九]?)");

    private static final Pattern NUMBER = Pattern.compile("\\d{1,6}(?:\\.\\d{1,3})?");

    private Numerals() {}

    static Set<String> in(String text) {
        return NUMBER.matcher(text).results().map(found -> found.group()).collect(Collectors.toSet());
    }

    /** Chinese numerals of two characters and more as digits. */
    static String arabic(String text) {
        Matcher found = CHINESE.matcher(text);
        return found.replaceAll(one -> one.group().length() < 2 ? one.group() : Integer.toString(value(one.group())));
    }

    private static int value(String numeral) {
        int total = 0;
        int digit = 0;
        for (char c : numeral.replace('两', '二').toCharArray()) {
            switch (c) {
                case '百' -> {
                    total += Math.max(digit, 1) * 100;
                    digit = 0;
                }
                case '十' -> {
                    total += Math.max(digit, 1) * 10;
                    digit = 0;
                }
                default -> digit = DIGITS.indexOf(c);
            }
        }
        return total + digit;
    }
}
