package kepu.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import kepu.region.RegionCode;
import org.junit.jupiter.api.Test;

/** Which words of a bulletin are for whom, and when. */
class AlarmTest {
    private static final Instant NOW = Instant.parse("2026-07-01T10:00:00Z");
    private static final long HERE = 510903100208L;
    private static final long THERE = 520102001001L;
    private static final String COUNTY = "510903";

    @Test
    void eachIsToldInTheirLanguageElseInChinese() {
        Alarm alarm = alarm(live("en", "Rain", COUNTY), live("zh-CN", "暴雨", COUNTY), live("bo", "ཆར་པ།", COUNTY));
        assertThat(alarm.text(HERE, "bo-CN", NOW)).map(Alarm.Text::title).hasValue("ཆར་པ།");
        assertThat(alarm.text(HERE, "ko", NOW)).map(Alarm.Text::title).hasValue("暴雨");
        assertThat(alarm.main().title()).isEqualTo("暴雨");
    }

    @Test
    void ofSeveralForOneVillageTheWorstWhichStandsFirst() {
        Alarm alarm = alarm(live("zh-CN", "红色", COUNTY), live("zh-CN", "蓝色", "5109"));
        assertThat(alarm.text(HERE, "zh-CN", NOW)).map(Alarm.Text::title).hasValue("红色");
    }

    @Test
    void anotherVillageIsToldNothing() {
        assertThat(alarm(live("zh-CN", "暴雨", COUNTY)).text(THERE, "zh-CN", NOW)).isEmpty();
    }

    @Test
    void whatHasBegunGoesBeforeWhatBeginsAndWhatIsOverIsNotTold() {
        Alarm.Text soon = text("zh-CN", "明天", COUNTY, NOW.plusSeconds(60), NOW.plusSeconds(600));
        Alarm.Text later = text("zh-CN", "后天", COUNTY, NOW.plusSeconds(120), NOW.plusSeconds(600));
        Alarm.Text over = text("zh-CN", "昨天", COUNTY, Instant.EPOCH, NOW);
        assertThat(alarm(over, later, soon).text(HERE, "zh-CN", NOW)).hasValue(soon);
        Alarm.Text foreign = live("en", "Now", COUNTY);
        assertThat(alarm(over, soon, foreign).text(HERE, "zh-CN", NOW)).hasValue(foreign);
        assertThat(alarm(over).text(HERE, "zh-CN", NOW)).isEmpty();
        assertThat(alarm(over).told(HERE, "zh-CN")).isEqualTo(over);
        Alarm all = alarm(over, later, soon);
        assertThat(all.from()).isEqualTo(Instant.EPOCH);
        assertThat(all.until()).isEqualTo(soon.until());
    }

    @Test
    void thereIsNoneWithoutWords() {
        assertThatThrownBy(() -> alarm()).isInstanceOf(IllegalArgumentException.class);
    }

    private static Alarm.Text live(String language, String title, String region) {
        return text(language, title, region, Instant.EPOCH, NOW.plusSeconds(600));
    }

    private static Alarm.Text text(String language, String title, String region, Instant from, Instant until) {
        return new Alarm.Text(language, "red", title, "", "", List.of(RegionCode.of(region)), from, until);
    }

    private static Alarm alarm(Alarm.Text... texts) {
        return new Alarm("b1", "b1", false, NOW, List.of(RegionCode.of(COUNTY)), List.of(texts));
    }
}
