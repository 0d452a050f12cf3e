package kepu.rumour;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import kepu.search.claim.Matcher;
import kepu.search.claim.Meanings;
import kepu.search.claim.Plain;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A verdict quotes the words that make its claim and not what stands beside them. */
class WordingTest {
    private static final String BESIDE = "转基因食品有毒";
    private static final Matcher.Limits ALL = new Matcher.Limits(400, 0);
    private static List<Verdict> claims;
    private static Matcher matcher;

    @BeforeAll
    static void read() throws Exception {
        claims = new ClaimLibrary(Path.of(System.getProperty("kepu.home", ".")).resolve("content"))
                .read(new ArrayList<>());
        matcher = Matcher.of(claims.stream().map(Verdict::text).toList(), Meanings.none());
    }

    @Test
    void theSentenceBesideAClaimIsNotQuotedWithIt() {
        List<String> both = new ArrayList<>();
        int told = 0;
        int wide = 0;
        for (Verdict claim : claims) {
            for (String said : claim.text().paraphrases().subList(0, 5)) {
                Plain text = Plain.of(said + "。" + BESIDE);
                for (Matcher.Match match : matcher.match(text, ALL)) {
                    told++;
                    wide += match.statement().contains(BESIDE) ? 1 : 0;
                    Matcher.Match shortest = new Wording(matcher, text, ALL).shortest(match);
                    if (shortest.statement().contains(BESIDE)) {
                        both.add(shortest.toString());
                    }
                }
            }
        }
        assertThat(wide).as("of %d some are wide", told).isPositive();
        assertThat(both).as("%d of %d were wide", wide, told).hasSizeLessThanOrEqualTo(wide / 2);
    }

    @Test
    void whatBelongsToTheClaimStays() {
        Plain text = Plain.of("烫伤了马上抹牙膏。能止疼还不留疤。");
        Matcher.Match match = matcher.match(text, ALL).getFirst();
        assertThat(new Wording(matcher, text, ALL).shortest(match)).isEqualTo(match);
    }
}
