package kepu.recommend.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import kepu.activity.EventType;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.content.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogFilesTest {
    private static final String EVENTS = "user,item,time\n";

    @Test
    void eventsAloneMakeALogOfPeopleAndItemsWithoutFacts() {
        Log log = Logs.of(EVENTS + "张三,\"a,1\",20\nb,x,10\n");
        assertThat(log.people().ids()).containsExactly("张三", "b");
        assertThat(log.people().villages()).containsOnly(0);
        assertThat(log.people().personalised()).containsOnly(true);
        assertThat(log.things().all()[0].id()).isEqualTo("a,1");
        assertThat(log.things().all()[0].publishedMillis()).isEqualTo(Long.MIN_VALUE);
        assertThat(log.events().people()).containsExactly(1, 0);
        assertThat(log.events().atMillis()).containsExactly(10_000, 20_000);
        assertThat(log.events().type(0)).isEqualTo(EventType.OPEN);
        assertThat(log.events().weights()).containsOnly(1);
        assertThat(log.events().positions()).containsOnly((short) -1);
        assertThat(log.events().propensities()).containsOnly(Float.NaN);
    }

    @Test
    void columnsComeInAnyOrder() {
        Log log = Logs.of("weight,type,time,item,user\n0.5,like,7,i,u\n,,8,i,u\n");
        assertThat(log.events().type(0)).isEqualTo(EventType.LIKE);
        assertThat(log.events().type(1)).isEqualTo(EventType.OPEN);
        assertThat(log.events().weights()).containsExactly(0.5f, 1);
        assertThat(log.people().ids()).containsExactly("u");
    }

    @ParameterizedTest
    @CsvSource({
        "964982703,2000-07-30T18:45:03Z",
        "964982703123,2000-07-30T18:45:03.123Z",
        "2026-03-01T08:00:00+08:00,2026-03-01T00:00:00Z",
        "2026-03-01t00:00:00.250z,2026-03-01T00:00:00.250Z",
        "2026-03-01 00:00:00Z,2026-03-01T00:00:00Z",
        "0,1970-01-01T00:00:00Z",
    })
    void timesAreEpochSecondsMillisecondsOrRfc3339(String time, Instant expected) {
        assertThat(Logs.of(EVENTS + "u,i," + time).events().atMillis()).containsExactly(expected.toEpochMilli());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eventsAreInTheOrderOfTimeAndThoseOfOneTimeInThatOfTheFile(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<int[]> rows = new ArrayList<>();
        StringBuilder text = new StringBuilder(EVENTS);
        int size = random.nextInt(2000, 5000);
        for (int i = 0; i < size; i++) {
            int time = random.nextInt(200);
            rows.add(new int[] {time, i});
            text.append("u,").append(i).append(',').append(time).append('\n');
        }
        rows.sort(Comparator.comparingInt(row -> row[0]));
        Log log = Logs.of(text.toString());
        assertThat(IntStream.of(log.events().things())
                        .mapToObj(thing -> log.things().all()[thing].id()))
                .as("seed %d", seed)
                .isEqualTo(rows.stream().map(row -> Integer.toString(row[1])).toList());
        assertThat(log.events().atMillis()).isSorted();
    }

    @Test
    void regionsOfEveryLevelBecomeVillages() {
        Log log = Logs.of(EVENTS, "user,region\na,51\nb,5109\nc,510903\nd,510903100\ne,510903100208\nf,\n", null);
        assertThat(log.people().villages())
                .containsExactly(
                        510_000_000_000L, 510_900_000_000L, 510_903_000_000L, 510_903_100_000L, 510_903_100_208L, 0);
    }

    @Test
    void theGroupsOfTheHouseKeepTheirBits() {
        Log log = Logs.of(EVENTS, "user,groups,birthYear\na,elder|farmer,1950\nb,coop;gig youth,\nc,,2001\n", null);
        assertThat(log.people().groups())
                .containsExactly(
                        Group.mask(List.of(Group.ELDER, Group.FARMER)),
                        Group.mask(List.of(Group.COOP, Group.GIG, Group.YOUTH)),
                        0);
        assertThat(log.people().groupNames()).hasSize(10).startsWith("youth", "farmer");
        assertThat(log.people().birthYears()).containsExactly((short) 1950, (short) 0, (short) 2001);
    }

    @Test
    void otherGroupsHaveADictionaryThatItemsShare() {
        Log log = Logs.of(EVENTS, "user,groups\na,farmer|nurse\n", "item,groups\ni,nurse;pilot\n");
        assertThat(log.people().groupNames()).containsExactly("farmer", "nurse", "pilot");
        assertThat(log.people().groups()).containsExactly(0b011);
        assertThat(log.things().all()[0].groups()).isEqualTo(0b110);
    }

    @Test
    void moreGroupsThanBitsAreRefused() {
        assertThat(Logs.of(EVENTS, "user,groups\na," + words("g", 31, ";"), null)
                        .people()
                        .groupNames())
                .hasSize(31);
        assertThatThrownBy(() -> Logs.of(EVENTS, "user,groups\na," + words("g", 32, ";"), null))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("32");
    }

    @Test
    void occupationsTakeTheBitsThatGroupsLeave() {
        Log log = Logs.of(EVENTS, "user,groups,occupation\na,elder,teacher\nb,,grower\nc,,grower\n", null);
        assertThat(log.people().groupNames()).hasSize(12).endsWith("occupation:grower", "occupation:teacher");
        assertThat(log.people().groups()).containsExactly(Group.mask(List.of(Group.ELDER)) | 1 << 11, 1 << 10, 1 << 10);
        String full = "user,groups,occupation\na," + words("g", 30, ";") + ",rare\nb,,often\nc,,often\n";
        assertThat(Logs.of(EVENTS, full, null).people().groupNames())
                .hasSize(31)
                .endsWith("occupation:often");
    }

    @Test
    void itemsHaveTheirFacts() {
        Log log = Logs.of(
                EVENTS + "u,only-in-events,5\n",
                null,
                "item,title,topics,publishedAt,source,kind\ni,\"题,目\",food|fire safety,2026-03-01,卫健委,video\nj,,,,,\n");
        Things.Thing first = log.things().all()[0];
        assertThat(first.title()).isEqualTo("题,目");
        assertThat(log.things().topicNames()).containsExactly("fire safety", "food");
        assertThat(first.topics()).isEqualTo(0b11);
        assertThat(first.publishedMillis())
                .isEqualTo(Instant.parse("2026-02-28T16:00:00Z").toEpochMilli());
        assertThat(first.source()).isEqualTo("卫健委");
        assertThat(first.kind()).isEqualTo(Kind.VIDEO);
        assertThat(log.things().all()).extracting(Things.Thing::id).containsExactly("i", "j", "only-in-events");
        assertThat(log.events().things()).containsExactly(2);
    }

    @ParameterizedTest
    @CsvSource({
        "1995,1994-12-31T16:00:00Z",
        "2026-03-01T00:00:00Z,2026-03-01T00:00:00Z",
        "1772323200,2026-03-01T00:00:00Z",
    })
    void itemsAppearInAYearOrAtATime(String published, Instant expected) {
        Log log = Logs.of(EVENTS, null, "item,publishedAt\ni," + published);
        assertThat(log.things().all()[0].publishedMillis()).isEqualTo(expected.toEpochMilli());
    }

    @Test
    void ofMoreTopicsThanBitsTheRarestAreLeftOut() {
        Log log = Logs.of(
                EVENTS, null, "item,topics\na," + words("t", 64, "|") + "\nb," + words("t", 63, "|") + "\nc,t99\n");
        assertThat(log.things().topicNames()).hasSize(63).contains("t10", "t72").doesNotContain("t73", "t99");
        assertThat(log.things().all()[0].topics()).isEqualTo(Long.MAX_VALUE);
        assertThat(log.things().all()[2].topics()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "user,item#第 1 行：缺少列 \"time\"",
                "user,item,time,rating#第 1 行：不认识的列 \"rating\"",
                "user,item,time,user#第 1 行：列 \"user\" 出现了两次",
                "''#第 1 行：文件是空的",
                "'user,item,time\nu,i\n'#第 2 行：应有 3 列，却有 2 列",
                "'user,item,time\nu,i,1,2\n'#第 2 行：应有 3 列，却有 4 列",
                "'user,item,time\nu,i,1\n,i,1\n'#第 3 行：user 不能为空",
                "'user,item,time\nu,,1\n'#第 2 行：item 不能为空",
                "'user,item,time\nu,i,\n'#第 2 行：time 不能为空",
                "'user,item,time\nu,i,yesterday\n'#第 2 行：time 应为",
                "'user,item,time\nu,i,2026-02-30T00:00:00Z\n'#第 2 行：time 应为",
                "'user,item,time\nu,i,-5\n'#第 2 行：time 应为",
                "'user,item,time,type\nu,i,1,rated\n'#第 2 行：type 应为",
                "'user,item,time,weight\nu,i,1,-1\n'#第 2 行：weight 应为",
                "'user,item,time,weight\nu,i,1,NaN\n'#第 2 行：weight 应为",
                "'user,item,time,weight\nu,i,1,many\n'#第 2 行：weight 应为",
            })
    void faultyEventsAreNamedWithFileAndLine(String text, String message) {
        assertThatThrownBy(() -> Logs.of(text))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageStartingWith("events.csv " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "'user\na\na\n'#users.csv 第 3 行：user \"a\" 出现了两次",
                "'user,region\na,5109031\n'#users.csv 第 2 行：region 应为",
                "'user,birthYear\na,50\n'#users.csv 第 2 行：birthYear 应为",
                "'user,birthYear\na,1750\n'#users.csv 第 2 行：birthYear 应为",
                "'region\n51\n'#users.csv 第 1 行：缺少列 \"user\"",
            })
    void faultyUsersAreNamedWithFileAndLine(String text, String message) {
        assertThatThrownBy(() -> Logs.of(EVENTS, text, null)).hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "'item\na\na\n'#items.csv 第 3 行：item \"a\" 出现了两次",
                "'item,kind\na,film\n'#items.csv 第 2 行：kind 应为",
                "'item,publishedAt\na,soon\n'#items.csv 第 2 行：publishedAt 应为",
            })
    void faultyItemsAreNamedWithFileAndLine(String text, String message) {
        assertThatThrownBy(() -> Logs.of(EVENTS, null, text)).hasMessageStartingWith(message);
    }

    private static String words(String prefix, int count, String between) {
        return IntStream.range(10, 10 + count).mapToObj(i -> prefix + i).collect(Collectors.joining(between));
    }

    @Test
    void theProbabilityAndThePlaceOfAnEventAreReadAndMayBeLeftOut() {
        Events events = Logs.of("""
                user,item,time,type,position,propensity
                a,x,1767225600,impression,3,0.25
                a,x,1767229200,open,,
                """).events();
        assertThat(events.positions()).containsExactly((short) 3, (short) -1);
        assertThat(events.propensities()).containsExactly(0.25f, Float.NaN);
    }

    @ParameterizedTest
    @CsvSource({"-1,0.5", "x,0.5", "0,0", "0,1.5", "0,NaN", "0,x"})
    void aProbabilityOrAPlaceThatIsNoneIsRefusedWithItsLine(String position, String propensity) {
        assertThatThrownBy(() -> Logs.of(
                        "user,item,time,position,propensity\na,x,1767225600," + position + "," + propensity + "\n"))
                .isInstanceOf(Failure.Invalid.class)
                .hasMessageContaining("2");
    }
}
