package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** 点单: a resident finds their disseminator and orders, the disseminator takes and finishes it, the resident says how it was. */
class OrderPageIT {
    private static final String WISH = "请来院坝讲讲怎么识别诈骗电话";
    private static final String WHEN = "周六上午九点，村委会二楼";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    @RegisterExtension
    static final Browser disseminators = Browser.phone();

    @Test
    void anOrderGoesFromTheResidentToTheDisseminatorAndBack() {
        String village = house.village();
        String disseminator = house.staff(Role.DISSEMINATOR, village);
        phone.enter(house, house.resident(village));
        phone.see("card");
        phone.tap("tab-me");
        phone.reads("my-disseminator", "测试传播员", "向传播员提问");
        phone.tap("to-order");
        phone.type("order-text", WISH);
        phone.tap("order-go");
        phone.see("order-done");
        assertThat(phone.seeText("my-order", WISH).getText()).contains("等待派单");

        disseminators.enter(house, disseminator);
        disseminators.reads("village-orders", "1 个没办完");
        disseminators.reads("order", WISH);
        disseminators.tap("order-take");
        disseminators.seeText("order", "有人接单");
        disseminators.tap("order-when");
        disseminators.type("order-words", WHEN);
        disseminators.tap("order-say");
        assertThat(disseminators.seeText("order-note", WHEN).getText()).contains("九点");

        phone.tapCss("header button[aria-label='返回']");
        phone.tap("tab-inbox");
        phone.seeText("inbox-entry", WHEN);
        phone.go("/order");
        assertThat(phone.seeText("my-order", WHEN).getText()).contains("接单：测试传播员");

        disseminators.tap("order-finish");
        disseminators.reads("order-finished", "办完了", "记一次服务");
        disseminators.seeNo("order");

        phone.seeText("arrival", "您点的单办完了");
        phone.go("/me");
        phone.go("/order");
        phone.seeText("my-order", "已办完");
        phone.tapCss("[data-test='rating'][data-code='good']");
        phone.type("rating-words", "讲得清楚");
        phone.tap("rating-go");
        phone.reads("order-rated", "满意", "讲得清楚");
        phone.tapCss("[data-test='order-steps'] summary");
        phone.seeText("order-step", "您评价：满意");
        assertThat(phone.every("[data-test='order-step']"))
                .extracting(step -> step.getText().replaceFirst("(?s).*\n", ""))
                .containsExactly("您点了单", "测试传播员接了单", "测试传播员说：" + WHEN, "测试传播员办完了", "您评价：满意");
        phone.shot("order-rated-360");

        disseminators.tap("to-orders");
        disseminators.tapCss("[data-test='orders-shelf'][data-code='ended']");
        disseminators.reads("order-rated", "满意", "讲得清楚");
        disseminators.tapCss("[data-test='order-steps'] summary");
        disseminators.seeText("order-step", "居民点了单");
    }

    @Test
    void whatCannotBeDoneComesBackWithTheReason() {
        String village = house.village();
        String resident = house.resident(village);
        phone.enter(house, resident);
        phone.go("/order");
        phone.tap("order-go");
        phone.readsCss("form [role='alert']", "写上");
        phone.type("order-text", WISH);
        phone.tap("order-go");
        phone.see("order-done");

        disseminators.enter(house, house.staff(Role.DISSEMINATOR, village));
        disseminators.tap("order-return");
        disseminators.tap("order-say");
        disseminators.readsCss("[role='dialog'] [role='alert']", "写上");
        disseminators.type("order-words", "这个月排满了，下个月请再点");
        disseminators.tap("order-say");
        disseminators.seeNo("order");

        phone.go("/me");
        phone.go("/order");
        assertThat(phone.seeText("my-order", "已退回").getText()).contains("退回的原因").contains("下个月");
        assertThat(phone.every("[data-test='order-withdraw']")).isEmpty();
    }

    @Test
    void whoOrderedTakesItBackAndAVillageWithoutADisseminatorSaysWhoLooksAfterIt() {
        String village = house.village();
        house.staff(Role.OPERATOR, village.substring(0, 6));
        phone.enter(house, house.resident(village));
        phone.go("/me");
        phone.reads("my-disseminator", "没有传播员", "船山区");
        phone.tap("to-order");
        phone.type("order-text", WISH);
        phone.tap("order-go");
        phone.tap("order-withdraw");
        phone.tap("order-withdraw-confirm");
        phone.seeText("my-order", "已撤回");
        assertThat(house.count(
                        "select count(*) from service_order where village = ? and state = 'withdrawn'",
                        Long.parseLong(village)))
                .isEqualTo(1);
    }
}
