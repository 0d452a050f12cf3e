package kepu.recommend;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import kepu.activity.Event;
import kepu.people.Resident;
import kepu.recommend.model.Model;
import kepu.recommend.rank.Person;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * Turns the pages of lists that were served: by this node, or by another one, whose list is brought here then. One of before its owner changed
 * what is known of them, or of a version that does not serve them any more, is not there.
 */
final class Turning {
    private final PreparedFeeds shared;
    private final Standing standing;
    private final KeptFeeds kept;
    private final Pages pages;
    private final FeedMeters meters;

    Turning(PreparedFeeds shared, Standing standing, KeptFeeds kept, Pages pages, FeedMeters meters) {
        this.shared = shared;
        this.standing = standing;
        this.kept = kept;
        this.pages = pages;
        this.meters = meters;
    }

    /** Whose list it is, and which models of theirs have these versions. */
    private record Owner(long id, Person person, long whom, Function<List<String>, @Nullable List<Model>> models) {}

    /** The page of a resident's list that a cursor marks; null when it is not to be had. {@code person} is asked of another node's list only. */
    Future<Feeds.@Nullable Page> page(Resident resident, Supplier<Future<Person>> person, int size, String cursor) {
        Pages.Mark mark = Pages.Mark.of(cursor);
        Feeds.Page ready = pages.turn(resident.id(), size, mark);
        return ready != null || !shared.areShared()
                ? Future.succeededFuture(ready)
                : person.get().compose(whom -> brought(resident, whom, size, mark));
    }

    /** The same for somebody of whom only a region is known. */
    Future<Feeds.@Nullable Page> page(RegionCode region, int size, String cursor) {
        Pages.Mark mark = Pages.Mark.of(cursor);
        Feeds.Page ready = pages.turn(Event.GUEST, size, mark);
        return ready != null || !shared.areShared() ? Future.succeededFuture(ready) : brought(region, size, mark);
    }

    private Future<Feeds.@Nullable Page> brought(Resident resident, Person person, int size, Pages.Mark mark) {
        Owner owner = new Owner(
                resident.id(), person, Standing.whom(resident), versions -> standing.models(resident, versions));
        return shared.find(mark.feed(), resident.id()).map(codes -> turned(codes, owner, size, mark));
    }

    private Future<Feeds.@Nullable Page> brought(RegionCode region, int size, Pages.Mark mark) {
        Owner owner = new Owner(Event.GUEST, Person.of(region), Standing.whom(region), standing::models);
        return shared.find(mark.feed()).map(codes -> turned(codes, owner, size, mark));
    }

    private Feeds.@Nullable Page turned(List<byte[]> codes, Owner owner, int size, Pages.Mark mark) {
        boolean isFound = codes.stream().anyMatch(code -> keep(mark.feed(), code, owner));
        meters.turned(isFound);
        return isFound ? pages.turn(owner.id(), size, mark) : null;
    }

    private boolean keep(String feed, byte[] code, Owner owner) {
        FeedCode.Read read = FeedCode.decode(code);
        if (read == null || !read.id().equals(feed) || read.head().whom() != owner.whom()) {
            return false;
        }
        List<Model> models = owner.models().apply(read.versions());
        if (models != null) {
            kept.keep(new KeptFeeds.Kept(feed, owner.id(), owner.person(), models, code));
        }
        return models != null;
    }
}
