package kepu.push;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Catalogue;
import kepu.content.Item;
import kepu.content.Items;
import kepu.push.audience.Audience;
import kepu.recommend.Pushed;
import kepu.recommend.rank.Orders;
import kepu.recommend.rank.Person;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * The items that went out lately to where a person is, the latest first. Where an audience asks what is not known of the person it does
 * not have them, and what goes to a share only is left out, so what is found here is in their inbox too unless their own limits keep it; one of whom only the region is known finds what went to all of it.
 */
public final class PushedLately implements Pushed {
    private static final Duration LATELY = Duration.ofDays(7);
    private static final int MOST = 10;
    /** Of each region around the person so many publications are looked at. */
    private static final int LOOKED_AT = 200;

    private final Publications publications;
    private final Items items;
    private final Clock clock;

    public PushedLately(Publications publications, Items items, Clock clock) {
        this.publications = publications;
        this.items = items;
        this.clock = clock;
    }

    @Override
    public int[] apply(Person person) {
        if (publications.isEmpty()) {
            return Orders.NO_ITEMS;
        }
        Instant now = clock.instant();
        @Nullable Publication[] latest = new Publication[MOST];
        for (RegionCode bound : person.region().path()) {
            gather(publications.under(bound), person, now, latest);
        }
        Catalogue catalogue = items.catalogue();
        return Arrays.stream(latest)
                .filter(Objects::nonNull)
                .flatMap(publication -> catalogue.find(publication.item()).stream())
                .mapToInt(Item::seq)
                .distinct()
                .toArray();
    }

    @Override
    public long edition() {
        return publications.edition();
    }

    private static void gather(
            Iterable<Publication> newestFirst, Person person, Instant now, @Nullable Publication[] latest) {
        int year = Publications.year(now);
        Instant since = now.minus(LATELY);
        int looked = 0;
        for (Publication publication : newestFirst) {
            if (++looked > LOOKED_AT || publication.publishedAt().isBefore(since)) {
                return;
            }
            boolean isForAll = publication.members() == null
                    && publication.handling().share().isEverybody();
            if (isForAll && publication.isLive(now) && includes(publication.audience(), person, year)) {
                insert(publication, latest);
            }
        }
    }

    /** Keeps the array in order; what is too old for it falls out at the end. */
    private static void insert(Publication publication, @Nullable Publication[] latest) {
        Publication carried = publication;
        for (int i = 0; i < latest.length && carried != null; i++) {
            Publication there = latest[i];
            if (there == null || there.seq() < carried.seq()) {
                latest[i] = carried;
                carried = there;
            }
        }
    }

    /** Whether the person is surely of the audience. */
    static boolean includes(Audience audience, Person person, int year) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> parts.stream().allMatch(part -> includes(part, person, year));
            case Audience.Any(List<Audience> parts) -> parts.stream().anyMatch(part -> includes(part, person, year));
            case Audience.Not(Audience part) -> excludes(part, person, year);
            case Audience.InRegion(List<RegionCode> regions) ->
                regions.stream().anyMatch(region -> region.contains(person.region()));
            case Audience.InGroup(var groups) -> (Group.mask(groups) & person.groups()) != 0;
            case Audience.Aged aged -> person.birthYear() != 0 && aged.includes(person.birthYear(), year);
            case Audience.Interested(var topics) -> topics.stream().anyMatch(topic -> isLiked(topic, person));
            case Audience.Occupied occupied -> false;
            case Audience.Speaking speaking -> false;
            case Audience.Reached reached -> false;
            case Audience.Opened opened -> false;
            case Audience.Shared shared -> false;
            case Audience.Checked checked -> false;
        };
    }

    /** Whether the person is surely not of the audience. Who named no groups or interests may be of those that a feed is not told. */
    private static boolean excludes(Audience audience, Person person, int year) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> parts.stream().anyMatch(part -> excludes(part, person, year));
            case Audience.Any(List<Audience> parts) -> parts.stream().allMatch(part -> excludes(part, person, year));
            case Audience.Not(Audience part) -> includes(part, person, year);
            case Audience.InRegion(List<RegionCode> regions) ->
                regions.stream()
                        .noneMatch(region -> region.contains(person.region())
                                || person.region().contains(region));
            case Audience.InGroup(var groups) -> person.groups() != 0 && (Group.mask(groups) & person.groups()) == 0;
            case Audience.Aged aged -> person.birthYear() != 0 && !aged.includes(person.birthYear(), year);
            case Audience.Interested(var topics) ->
                person.interests() != 0 && topics.stream().noneMatch(topic -> isLiked(topic, person));
            case Audience.Occupied occupied -> false;
            case Audience.Speaking speaking -> false;
            case Audience.Reached reached -> false;
            case Audience.Opened opened -> false;
            case Audience.Shared shared -> false;
            case Audience.Checked checked -> false;
        };
    }

    private static boolean isLiked(Topic topic, Person person) {
        return (person.interests() >> topic.ordinal() & 1) != 0;
    }
}
