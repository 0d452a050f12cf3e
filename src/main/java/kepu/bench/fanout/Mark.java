package kepu.bench.fanout;

import java.util.Locale;

/** The text by which a reader knows the publication of a round: {@code round-000017}. */
final class Mark {
    static final int LENGTH = 12;

    private static final String HEAD = "round-";
    private static final int DIGITS = LENGTH - HEAD.length();

    private Mark() {}

    static String of(int round) {
        return HEAD + String.format(Locale.ROOT, "%0" + DIGITS + "d", round);
    }

    /** Where the first mark in {@code bytes} begins, from {@code from} up to {@code to}; -1 without one. */
    static int find(byte[] bytes, int from, int to) {
        for (int at = from; at + LENGTH <= to; at++) {
            if (isAt(bytes, at)) {
                return at;
            }
        }
        return -1;
    }

    /** The round of the mark that begins there. */
    static int round(byte[] bytes, int at) {
        int round = 0;
        for (int i = at + HEAD.length(); i < at + LENGTH; i++) {
            round = round * 10 + bytes[i] - '0';
        }
        return round;
    }

    private static boolean isAt(byte[] bytes, int at) {
        for (int i = 0; i < HEAD.length(); i++) {
            if (bytes[at + i] != HEAD.charAt(i)) {
                return false;
            }
        }
        for (int i = HEAD.length(); i < LENGTH; i++) {
            if (bytes[at + i] < '0' || bytes[at + i] > '9') {
                return false;
            }
        }
        return true;
    }
}
