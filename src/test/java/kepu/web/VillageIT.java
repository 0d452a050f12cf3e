package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 我的村: what a disseminator sees and records. Each test has a village of its own. */
class VillageIT {
    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @Test
    void aFaceToFaceServiceIsRecorded() {
        String village = "510903100208";
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        phone.tap("record-service");
        String title = phone.see("service-item").getText().replace("更换", "").strip();
        phone.type("service-people", "23");
        phone.tapCss("[data-test='service-more'] summary");
        phone.type("service-place", "三组院坝");
        phone.type("service-note", "讲了半个小时，大家问得多");
        phone.tap("service-submit");
        phone.reads("service-done", "23 人", title);
        phone.go("/village");
        phone.until(page -> phone.see("figure-services").getText().equals("23"));

        assertThat(house.sql("select route, people, place, note from service where village = ?", Long.valueOf(village)))
                .containsExactly(List.of("face_to_face", "23", "三组院坝", "讲了半个小时，大家问得多"));
        phone.tapCss("a[href='#/village/services']");
        phone.reads("service", title, "面对面", "23 人");
    }

    @Test
    void threeTapsRecordWhatWasTold() {
        String village = "510903100223";
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        String item = phone.see("village-item").getDomAttribute("data-item");
        phone.tapCss("[data-item='" + item + "'] [data-test='record-item']");
        phone.tap("people-10");
        phone.tap("service-submit");
        phone.reads("service-done", "已登记", "10 人");
        assertThat(house.sql(
                        "select i.id, s.people from service s join item i on i.seq = s.item where s.village = ?",
                        Long.valueOf(village)))
                .containsExactly(List.of(item, "10"));
    }

    @Test
    void beforeAPushTheServerSaysWhomItReaches() {
        String village = "510903100220";
        for (int i = 0; i < 12; i++) {
            house.resident(village, new JsonObject().put("groups", List.of(i < 6 ? "farmer" : "elder")));
        }
        String staff = house.staff(Role.DISSEMINATOR, village);
        // the index that counts is laid anew a moment after somebody registered
        phone.until(page -> Integer.valueOf(12)
                .equals(house.post(
                                "/v1/audiences/estimate",
                                new JsonObject().put("audience", new JsonObject().put("region", List.of(village))),
                                staff)
                        .json()
                        .getInteger("residents")));
        phone.enter(house, staff);
        phone.see("why-here");
        phone.tap("push-button");
        phone.says("push-reach", "12");
        phone.reads("push-preview", "农民 6 人", "老年人 6 人");
    }

    @Test
    void groupsAndBoardsGetACardACodeAndAPoster() {
        phone.enter(house, house.staff(Role.DISSEMINATOR, house.village()));
        String item = phone.see("village-item").getDomAttribute("data-item");
        phone.tapCss("[data-item='" + item + "'] [data-test='hand-on-open']");
        phone.until(page -> Boolean.TRUE.equals(
                phone.script("return document.querySelector(\"[data-test='qr']\").naturalWidth > 0")));
        assertThat(answer(phone.see("poster").getDomAttribute("href"))).isEqualTo("application/pdf");
        assertThat(answer(phone.see("share-page").getDomAttribute("href"))).isEqualTo("text/html; charset=utf-8");
        phone.script("window.kept = null; const make = URL.createObjectURL;"
                + "URL.createObjectURL = (picture) => { window.kept = picture; return make.call(URL, picture); };"
                + "HTMLAnchorElement.prototype.click = () => {}; navigator.canShare = undefined;");
        phone.tap("hand-picture");
        phone.until(page -> Boolean.TRUE.equals(phone.script("return window.kept !== null")));
        Object size = phone.scriptLater("const done = arguments[0]; createImageBitmap(window.kept)"
                + ".then((picture) => done([picture.width, picture.height]), () => done([0, 0]));");
        assertThat((List<?>) size).satisfies(pixels -> {
            assertThat(((Number) pixels.getFirst()).intValue()).isEqualTo(750);
            assertThat(((Number) pixels.getLast()).intValue()).isGreaterThan(500);
        });
    }

    private static String answer(String path) {
        return house.get(path, null).headers().firstValue("content-type").orElseThrow();
    }

    @Test
    void anotherArticleCanBeChosen() {
        String village = "510903100210";
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        phone.tap("record-service");
        phone.tap("service-item");
        phone.until(page -> phone.every("[data-test='service-choice']").size() > 3);
        String item = phone.every("[data-test='service-choice']").get(3).getDomAttribute("data-item");
        phone.tapCss("[data-test='service-choice'][data-item='" + item + "']");
        phone.type("service-people", "5");
        phone.tap("service-submit");
        phone.see("service-done");
        assertThat(house.sql(
                        "select i.id from service s join item i on i.seq = s.item where s.village = ?",
                        Long.valueOf(village)))
                .containsExactly(List.of(item));
    }

    @Test
    void aServiceWithoutANumberOfPeopleIsNotRecorded() {
        String village = "510903100211";
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        phone.tap("record-service");
        phone.type("service-people", "很多");
        phone.tap("service-submit");
        phone.readsCss("form [role='alert']", "人数");
        assertThat(house.count("select count(*) from service where village = ?", Long.valueOf(village)))
                .isZero();
    }

    @Test
    void theFiguresCountTheVillage() {
        String village = "510903100212";
        for (int i = 0; i < 3; i++) {
            house.resident(village, new JsonObject().put("groups", List.of("farmer")));
        }
        house.resident("510903100213");
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        phone.says("figure-residents", "3");
        phone.says("figure-reached", "0");
        phone.tapCss("a[href='#/village/unreached']");
        phone.readsCss("main section", "3 位居民里还有 3 位没有服务到");
        phone.readsCss("[data-group='farmer']", "农民", "3 / 3 人");
    }

    @Test
    void aVillageIsCalledVillageAndACommunityCommunity() {
        assertWords("510903100219", "我的村", "推送给全村");
        assertWords("320402001001", "我的社区", "推送给全社区");
    }

    private static void assertWords(String code, String mine, String push) {
        phone.enter(house, house.staff(Role.DISSEMINATOR, code));
        phone.until(page -> phone.see("tab-village").getText().equals(mine));
        assertThat(phone.seeCss("header h1").getText()).isEqualTo(mine);
        phone.until(page -> page.getTitle().startsWith(mine));
        phone.says("push-button", push);
        phone.tap("push-button");
        phone.until(page -> phone.seeCss("[role='dialog']").getText().contains(push + "？"));
    }

    @Test
    void whatResidentsGetIsShownAsAPreviewWithoutBeingCounted() {
        String village = "510903100217";
        phone.enter(house, house.staff(Role.DISSEMINATOR, village));
        phone.tap("tab-feed");
        phone.see("card");
        phone.readsCss(".place", "清河村", "预览");
        long before = house.count("select count(*) from event");
        phone.tapCss("[data-test='card'] h2 a");
        phone.see("article-body");
        phone.go("/village");
        phone.see("push-button");
        assertThat(house.count("select count(*) from event")).isEqualTo(before);
    }

    @Test
    void aResidentHasNoVillagePage() {
        phone.enter(house, house.resident("510903100218"));
        phone.see("card");
        phone.go("/village");
        phone.until(page -> phone.route().equals("/"));
        assertThat(phone.every("[data-test='push-button']")).isEmpty();
    }
}
