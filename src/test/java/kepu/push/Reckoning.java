package kepu.push;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import kepu.activity.ServiceAudit;
import kepu.people.Secrets;
import kepu.push.channel.Receiver;
import kepu.store.Bulk;
import kepu.store.DatabaseAddress;

/** What the database and the gateways say when all is over. */
record Reckoning(DatabaseAddress address, Secrets secrets, long seed) {

    /** The publications in their order: one for each item of the plan. */
    List<String> publications(Set<String> plan) throws Exception {
        assertThat(rows("select item from publication"))
                .as("seed %d: each item is published once", seed)
                .containsExactlyInAnyOrderElementsOf(plan);
        return rows("select seq from publication order by seq");
    }

    /** What others did in the feed beside: events, and services that were counted for them. */
    record Beside(int events, int services) {}

    /** Each of so many people read each of so many publications, opened it from the push and met it in the feed too: that is two services. */
    void assertRecord(int people, int publications, Beside others) throws Exception {
        int each = people * publications;
        long all = 2L * each + others.services();
        assertThat(count("select count(*) from receipt where read_at is not null"))
                .isEqualTo(each);
        assertThat(count("select count(*) from event")).isEqualTo(2L * each + others.events());
        assertThat(rows("select route || ' ' || count(*) from service group by route"))
                .as("seed %d: services", seed)
                .containsExactlyInAnyOrder("push " + each, "feed " + (each + others.services()));
        eventually("all is sealed", () -> sealed() == all);
        try (Bulk bulk = Bulk.open(address)) {
            ServiceAudit audit = new ServiceAudit(bulk, secrets);
            ServiceAudit.Totals totals = audit.check();
            assertThat(totals.wrong()).isEmpty();
            assertThat(totals.people()).isEqualTo(all);
            assertThat(audit.verify(null))
                    .isInstanceOfSatisfying(
                            ServiceAudit.Finding.Sound.class,
                            sound -> assertThat(sound.rows()).isEqualTo(all));
        }
    }

    /** Each gateway that is met was told of each publication, at least once and always under one id; nobody else of anything. */
    void assertCalls(List<Receiver.Got> got, Map<String, String> secrets, List<String> publications, int met)
            throws Exception {
        int deliveries = publications.size() * met;
        eventually(
                "seed " + seed + ": all is sent",
                () -> count("select count(*) from delivery where state = 'sent'") == deliveries);
        Map<String, String> ids = new HashMap<>();
        for (Receiver.Got one : got) {
            assertThat(one.header("webhook-signature"))
                    .isEqualTo(signature(String.valueOf(secrets.get(one.path())), one));
            String publication = new JsonObject(new String(one.body(), StandardCharsets.UTF_8))
                    .getJsonObject("data")
                    .getString("publication");
            String id = one.header("webhook-id");
            assertThat(ids.merge(one.path() + " " + publication, id, (before, now) -> before))
                    .as("seed %d: the same id at every try", seed)
                    .isEqualTo(id);
        }
        assertThat(ids).as("seed %d: each was told of each", seed).hasSize(deliveries);
        assertThat(new HashSet<>(ids.values()))
                .containsExactlyInAnyOrderElementsOf(rows("select 'd' || id from delivery"));
    }

    /** Standard Webhooks 1.0. */
    private static String signature(String secret, Receiver.Got got) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.replace("whsec_", "")), "HmacSHA256"));
            mac.update((got.header("webhook-id") + "." + got.header("webhook-timestamp") + ".")
                    .getBytes(StandardCharsets.UTF_8));
            return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(got.body()));
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    private long sealed() {
        return count("select coalesce(sum(rows), 0) from service_block");
    }

    private long count(String sql) {
        return Long.parseLong(rows(sql).getFirst());
    }

    private List<String> rows(String sql) {
        try (Bulk bulk = Bulk.open(address)) {
            return bulk.read(sql, row -> row.getString(1));
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
    }
}
