package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import kepu.activity.ServiceAudit;
import kepu.people.Role;
import kepu.push.channel.Receiver;
import kepu.store.Bulk;
import kepu.testing.Desk;
import kepu.testing.House;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the clock does on two nodes at once, each second on each: it is done once. */
class WorkOfTwoNodesIT {
    private static final int CAMPAIGNS = 40;
    private static final int READERS = 6;
    private static final String VILLAGE = "510903100208";

    @Order(0)
    @RegisterExtension
    static final Receiver GATEWAY = new Receiver();

    @Order(1)
    @RegisterExtension
    static final House here = node();

    @Order(2)
    @RegisterExtension
    static final House there = node().on(here::address);

    private static House node() {
        return House.node()
                .with("channels.allowedNetworks", "127.0.0.0/8")
                .with("services.sealSeconds", 1)
                .with("services.blockRows", 10);
    }

    @Test
    void whatIsDueIsPublishedCalledOutAndSealedOnce() throws Exception {
        webhook();
        List<String> readers =
                Stream.generate(() -> here.resident(VILLAGE)).limit(READERS).toList();
        Desk desk = Desk.of(here, Role.OPERATOR, "510903");
        Instant due = Instant.now().plusSeconds(4);
        for (String item : here.items(CAMPAIGNS)) {
            JsonObject draft = Desk.draft(Desk.region(VILLAGE), item).put("startAt", due.toString());
            desk.stepped(desk.create(draft).json().getString("id"), "submit");
        }
        eventually(
                "all are out", () -> here.count("select count(*) from campaign where state = 'running'") == CAMPAIGNS);
        assertThat(here.count("select count(*) from campaign_step where to_state = 'running'"))
                .isEqualTo(CAMPAIGNS);
        assertThat(here.sql("select count(*), count(distinct item), max(seq) - min(seq) + 1 from publication"))
                .containsExactly(List.of("" + CAMPAIGNS, "" + CAMPAIGNS, "" + CAMPAIGNS));

        eventually(
                "all is called out",
                () -> GATEWAY.got().size() >= CAMPAIGNS
                        && here.count("select count(*) from delivery where state = 'sent'") == CAMPAIGNS);
        assertThat(GATEWAY.got()).hasSize(CAMPAIGNS);
        assertThat(GATEWAY.got().stream().map(got -> got.header("webhook-id"))).doesNotHaveDuplicates();

        for (int i = 0; i < READERS; i++) {
            readAll(i % 2 == 0 ? here : there, readers.get(i));
        }
        int services = READERS * CAMPAIGNS;
        eventually("all is sealed", () -> here.count("select coalesce(sum(rows), 0) from service_block") == services);
        try (Bulk bulk = Bulk.open(here.address())) {
            ServiceAudit audit = new ServiceAudit(bulk, here.secrets());
            assertThat(audit.check().wrong()).isEmpty();
            assertThat(audit.check().people()).isEqualTo(services);
            assertThat(audit.verify(null)).isInstanceOf(ServiceAudit.Finding.Sound.class);
        }
        System.out.printf(
                "published by the clock here and there: %d campaigns once, %d calls, %d services sealed%n",
                CAMPAIGNS, GATEWAY.got().size(), services);
    }

    private static void webhook() {
        House.Answer made = here.post(
                "/v1/channels/webhooks",
                new JsonObject().put("scope", "5109").put("name", "网关").put("url", GATEWAY.url("/gateway")),
                here.staff(Role.ADMINISTRATOR, "5109"));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
    }

    private static void readAll(House node, String reader) {
        List<String> ids = here.sql("select seq from publication").stream()
                .map(List::getFirst)
                .toList();
        House.Answer read =
                node.post("/v1/inbox/read", new JsonObject().put("publications", new JsonArray(ids)), reader);
        assertThat(read.json().getInteger("recorded")).as(read.text()).isEqualTo(CAMPAIGNS);
    }
}
