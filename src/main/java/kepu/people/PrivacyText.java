package kepu.people;

import java.util.List;

/** The privacy policy that people consent to, as the app shows it (PrivacyPage.vue): which version its words are. */
public final class PrivacyText {
    /** SHA-256 of the words of each version, from the first on. Whoever changes the words adds theirs; those who consented before are asked again. */
    private static final List<String> WORDS = List.of(
            "e42494a5bd3aca2c2d0ffb34356acdc793910bfbc5d92a3046c7204c526468e7",
            "c958c398ed6df52206ad4da169fb1d7e57d7085ac8ad65ff5a008284630cf1bf");

    public static final String VERSION = Integer.toString(WORDS.size());

    private PrivacyText() {}

    /** Of the words of {@link #VERSION}, in hexadecimal. */
    static String digest() {
        return WORDS.getLast();
    }
}
