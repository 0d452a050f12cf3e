package kepu.rumour;

import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import kepu.base.Shortened;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.push.Campaign;
import kepu.push.Notices;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Corrections to those who may have been misled: a notice to the residents of a region who were told of the claim when they checked it, or
 * who opened, played or shared items that said it. Rights, approval, the governor, inboxes and receipts are those of every campaign; what was
 * brought before is judged by the claim and not by the item, for one item may put several claims right.
 */
public final class Corrections {
    private static final int TITLE_CHARS = 60;
    private static final int MESSAGE_CHARS = 200;

    /**
     * What is asked for.
     *
     * @param falseItems items that said the claim, withdrawn ones too
     * @param item what goes along; null for the first live one of the claim, and words alone when it has none
     * @param regions whom it is for; empty for the whole scope of who sends
     */
    public record Order(
            List<String> falseItems,
            @Nullable String item,
            List<RegionCode> regions,
            @Nullable String message) {}

    private final Claims claims;
    private final Items items;
    private final Notices notices;

    Corrections(Claims claims, Items items, Notices notices) {
        this.claims = claims;
        this.items = items;
        this.notices = notices;
    }

    /** Makes the campaign and hands it in; the same {@code requestKey} again gives the same one. */
    public Future<Campaign> send(Caller.OfStaff staff, String claim, Order order, @Nullable String requestKey) {
        Verdict verdict = claims.known(claim);
        Notices.Notice notice = new Notices.Notice(
                Shortened.of("更正：" + verdict.claim(), TITLE_CHARS),
                Shortened.of(
                        order.message() == null
                                ? "经核查：" + verdict.rating().label() + "。" + verdict.summary()
                                : order.message(),
                        MESSAGE_CHARS),
                item(verdict, order));
        return notices.send(staff, notice, audience(staff, verdict, order), requestKey);
    }

    private static Audience audience(Caller.OfStaff staff, Verdict verdict, Order order) {
        List<Audience> deeds = new ArrayList<>();
        deeds.add(new Audience.Checked(verdict.id(), null));
        for (String item : order.falseItems()) {
            deeds.add(new Audience.Opened(item, null));
            deeds.add(new Audience.Shared(item, null));
        }
        List<RegionCode> regions = order.regions().isEmpty() ? List.of(staff.scope()) : order.regions();
        return new Audience.All(List.of(new Audience.InRegion(regions), new Audience.Any(deeds)));
    }

    private @Nullable String item(Verdict verdict, Order order) {
        return order.item() != null
                ? order.item()
                : verdict.items().stream()
                        .flatMap(id -> items.catalogue().find(id).stream())
                        .map(Item::id)
                        .findFirst()
                        .orElse(null);
    }
}
