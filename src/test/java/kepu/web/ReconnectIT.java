package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.util.List;
import kepu.people.Role;
import kepu.testing.House;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An open page while the line or the server goes away and comes back. The page reaches the house through a cable that can be cut. */
class ReconnectIT {
    private static final String VILLAGE = "510903100208";

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser phone = Browser.phone();

    private Cable cable;
    private String resident;
    private String disseminator;

    @BeforeEach
    void layTheCable() throws Exception {
        cable = Cable.to(house.app().port());
        resident = house.resident(VILLAGE);
        disseminator = house.staff(Role.DISSEMINATOR, VILLAGE);
        phone.enter(house, resident, cable.end());
        phone.see("card");
    }

    @AfterEach
    void takeTheCableAway() {
        cable.close();
    }

    @Test
    void whatWasPublishedWhileTheLineWasCutComesOnceItIsBack() {
        int before = published().size();
        List<String> items = house.items(13);
        phone.tap("tab-inbox");
        push(items.get(10));
        phone.until(page -> shown().size() == before + 1);

        cable.cut();
        push(items.get(11));
        cable.mend();
        phone.until(page -> shown().size() == before + 2);

        push(items.get(12));
        phone.until(page -> shown().size() == before + 3);
        assertThat(shown()).doesNotHaveDuplicates().isEqualTo(published());
        phone.says("unread-count", Integer.toString(before + 3));
    }

    @Test
    void theOpenPageOutlivesARestartOfTheServer() throws Exception {
        List<String> before = published();
        List<String> items = house.items(22);
        phone.tap("tab-inbox");
        push(items.get(20));
        phone.until(page -> shown().size() == before.size() + 1);

        house.restart();
        cable.leadTo(house.app().port());
        push(items.get(21));
        phone.until(page -> shown().size() == before.size() + 2);
        assertThat(shown()).doesNotHaveDuplicates().isEqualTo(published());
    }

    @Test
    void aPageThatDidNotLoadSaysSoAndComesAtTheNextTry() {
        cable.cut();
        phone.tapCss("[data-test='card'] h2 a");
        assertThat(phone.seeCss("[role='alert']").getText()).containsPattern("\\p{IsHan}");
        cable.mend();
        phone.tapCss("[role='alert'] button");
        phone.see("article-body");
    }

    @Test
    void whatIsDoneWithoutALineIsStoredWhenItIsBack() {
        phone.tapCss("[data-test='card'] h2 a");
        phone.see("article-body");
        cable.cut();
        phone.tap("like");
        phone.go("/");
        phone.see("card");
        cable.mend();
        long person = Long.parseLong(house.get("/v1/me", resident).json().getString("id"));
        phone.until(page -> house.count("select count(*) from event where person = ? and type = 'like'", person) == 1);
    }

    private static List<String> shown() {
        return phone.every("[data-test='inbox-entry']").stream()
                .map(entry -> entry.getDomAttribute("data-publication"))
                .toList();
    }

    private static List<String> published() {
        return house.sql("select seq from publication order by seq desc").stream()
                .map(List::getFirst)
                .toList();
    }

    private void push(String item) {
        House.Answer answer = house.post("/v1/village/push", new JsonObject().put("item", item), disseminator);
        assertThat(answer.status()).as(answer.text()).isEqualTo(201);
        assertThat(answer.json().getBoolean("repeated")).as("a push of its own").isFalse();
    }
}
