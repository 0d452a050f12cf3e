package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.openqa.selenium.Keys;

/** Who has not received a bulletin: as figures, as a map and as a table, without numbers that would tell of single persons. */
class ReachIT {
    private static final String TOWN = "510903100";
    private static final String REACHED = "510903100208";
    private static final String HALF = "510903100210";
    private static final String MISSED = "510903100211";
    private static final String SMALL = "510903100212";
    private static final String SMALLEST = "510903100213";
    /** Outside the town: who lives there and opens the app does not count as one whom the bulletin reached. */
    private static final String ELSEWHERE = "510904001001";

    private static final List<Integer> RESIDENTS = List.of(6, 12, 8, 3, 2);

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    private static String bulletin;
    private static String operator;

    @BeforeAll
    static void post() {
        operator = house.staff(Role.OPERATOR, "5109");
        bulletin = bulletinWithPlaces(house, operator, TOWN, List.of(REACHED, HALF, MISSED, SMALL, SMALLEST));
    }

    /** A bulletin for a town in which one village has it, one in part, one not at all, and two are small. */
    static String bulletinWithPlaces(House house, String operator, String town, List<String> villages) {
        for (int i = 0; i < villages.size(); i++) {
            house.sql(
                    "insert into region_point (code, lat, lon) values (?, ?, ?)",
                    villages.get(i),
                    30.50 + 0.02 * (i % 3),
                    105.50 + 0.025 * i);
        }
        List<List<String>> people = IntStream.range(0, villages.size())
                .mapToObj(i -> Stream.generate(() -> house.resident(villages.get(i)))
                        .limit(RESIDENTS.get(i))
                        .toList())
                .toList();
        JsonObject form = new JsonObject()
                .put("headline", "涪江涨水")
                .put("instruction", "请往高处走")
                .put("regions", List.of(town))
                .put("severity", "red")
                .put("until", Instant.now().plusSeconds(3_600).toString());
        House.Answer answer = house.post("/v1/bulletins", form, operator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        String id = answer.json().getString("id");
        people.get(0).forEach(person -> receive(house, id, person));
        people.get(1).subList(0, 6).forEach(person -> receive(house, id, person));
        return id;
    }

    private static void receive(House house, String id, String person) {
        JsonObject state = new JsonObject().put("state", "acknowledged");
        assertThat(house.post("/v1/bulletins/" + id + "/ack", state, person).status())
                .isEqualTo(204);
    }

    @Test
    void theOperatorGoesFromTheBulletinDownToTheVillages() {
        phone.enter(house, operator);
        phone.tap("bulletins-way");
        phone.tap("see-reach");
        phone.says("reach-region", "遂宁市");
        phone.tapCss("[data-test='reach-row'][data-code='510903'] a");
        phone.tapCss("[data-test='reach-row'][data-code='" + TOWN + "'] a");
        phone.see("reach-map");
        phone.says("reach-unreached", "14");
        phone.says("reach-residents", "26");
        phone.tap("reach-up");
        phone.until(page -> phone.see("reach-region").getText().equals("船山区"));
    }

    @Test
    void theMapShowsEachVillageAndHidesTheNumbersOfSmallOnes() {
        town(desk);
        assertThat(share(REACHED)).isEqualTo("0");
        assertThat(share(HALF)).isEqualTo("0.5");
        assertThat(share(MISSED)).isEqualTo("1");
        assertThat(radius(MISSED)).isGreaterThan(radius(HALF));
        assertThat(radius(HALF)).isGreaterThan(radius(REACHED));
        assertThat(List.of(fill(REACHED), fill(HALF), fill(MISSED))).doesNotHaveDuplicates();
        assertThat(desk.seeCss(dot(SMALL)).getDomAttribute("aria-label")).endsWith("怕看出是谁，不列数字");
        assertThat(desk.seeCss(dot(SMALL)).getDomAttribute("data-share")).isNull();
        assertThat(desk.seeCss("[data-test='reach-row'][data-code='" + SMALL + "']")
                        .getText())
                .endsWith("怕看出是谁，不列");
        assertThat(desk.every("[data-test='reach-row']")).hasSize(5);
    }

    @Test
    void aDotSaysItsNumbersWhenTapped() {
        town(phone);
        phone.tapCss(dot(HALF) + " .mark");
        phone.reads("reach-said", "12 位居民，还有 6 位（50%）没有收到");
        phone.seeCss("[data-test='reach-row'][data-code='" + HALF + "'].chosen");
    }

    @Test
    void theArrowKeysGoFromTheWorstToTheNext() {
        town(desk);
        assertThat(desk.every("[data-test='reach-dot'][tabindex='0']"))
                .as("the map is one stop of the tab key")
                .hasSize(1);
        desk.seeCss("[data-test='reach-dot'][tabindex='0']").sendKeys(Keys.ENTER);
        desk.reads("reach-said", "8 位居民，还有 8 位（100%）没有收到");
        desk.seeCss(dot(MISSED)).sendKeys(Keys.ARROW_RIGHT);
        desk.until(page -> desk.see("reach-said").getText().contains("（50%）"));
        assertThat(desk.script("return document.activeElement.dataset.code")).isEqualTo(HALF);
    }

    @Test
    void theDisseminatorOfAVillageComesFromTheTaskToTheNumbers() {
        phone.enter(house, house.staff(Role.DISSEMINATOR, SMALL));
        phone.see("task");
        phone.tapCss("[data-test='task'] a[href*='/bulletins/']");
        phone.says("reach-unreached", "3");
        assertThat(phone.every("[data-test='reach-map']")).isEmpty();
    }

    @Test
    void aResidentHasNoSuchPage() {
        phone.enter(house, house.resident(ELSEWHERE));
        phone.see("card");
        phone.go("/bulletins/" + bulletin);
        phone.until(page -> phone.route().equals("/"));
    }

    private static void town(Browser browser) {
        browser.enter(house, operator);
        browser.see("bulletins-way");
        browser.go("/bulletins/" + bulletin + "?region=" + TOWN);
        browser.see("reach-map");
    }

    private static String dot(String village) {
        return "[data-test='reach-dot'][data-code='" + village + "']";
    }

    private static String share(String village) {
        return desk.seeCss(dot(village)).getDomAttribute("data-share");
    }

    private static double radius(String village) {
        return Double.parseDouble(desk.seeCss(dot(village) + " .mark").getDomAttribute("r"));
    }

    private static String fill(String village) {
        return desk.seeCss(dot(village) + " .mark").getDomAttribute("fill");
    }
}
