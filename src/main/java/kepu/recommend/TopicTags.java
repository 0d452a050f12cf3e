package kepu.recommend;

import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import kepu.activity.EventStore;
import kepu.base.Topic;
import kepu.people.LearnedTags;
import kepu.people.Resident;
import kepu.people.Residents;

/**
 * What a resident turned to in the last half year: the share of each topic in what they opened, finished and liked, halved every
 * thirty days. A topic that they opened only once says nothing yet.
 */
public final class TopicTags implements LearnedTags {
    private static final Duration WINDOW = Duration.ofDays(180);
    private static final Duration HALF_LIFE = Duration.ofDays(30);
    private static final int LEAST_OPENS = 2;

    private final Residents residents;
    private final EventStore events;
    private final Clock clock;

    public TopicTags(Residents residents, EventStore events, Clock clock) {
        this.residents = residents;
        this.events = events;
        this.clock = clock;
    }

    @Override
    public Future<Map<Topic, Double>> of(long id) {
        return residents
                .resident(id)
                .compose(resident ->
                        resident.personalised() ? learned(resident) : Future.succeededFuture(Map.<Topic, Double>of()));
    }

    private Future<Map<Topic, Double>> learned(Resident resident) {
        Instant now = clock.instant();
        return events.turnedTo(resident.id(), now.minus(WINDOW), now, HALF_LIFE)
                .map(turned -> shares(turned, resident.deletedTopics()));
    }

    /** The shares among all topics but the deleted ones, of those that were opened often enough. */
    static Map<Topic, Double> shares(List<EventStore.Turned> turned, Set<Topic> deleted) {
        Map<Topic, Double> shares = new EnumMap<>(Topic.class);
        double total = 0;
        for (EventStore.Turned one : turned) {
            Topic topic = Topic.of(one.topic()).orElse(null);
            if (topic == null || deleted.contains(topic)) {
                continue;
            }
            total += one.weight();
            if (one.opens() >= LEAST_OPENS) {
                shares.put(topic, one.weight());
            }
        }
        double whole = total;
        shares.replaceAll((topic, weight) -> weight / whole);
        return shares;
    }
}
