package kepu.push;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import kepu.base.Topic;
import kepu.push.audience.Audience;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** Publications to one village over some days, and what a resident of it gets of them; for tests of the limits. */
final class Days {
    static final RegionCode VILLAGE = RegionCode.of("510903100208");
    static final Who SOMEBODY = new Who(7, VILLAGE.first(), 0, 0, 30, null, "zh-CN");

    private final List<Posted> posts = new ArrayList<>();
    private final Map<String, Long> seqs = new HashMap<>();
    private Limits limits = new Limits(3, 100, 7 * 86_400_000L, new Quiet(21 * 60 + 30, 7 * 60 + 30));
    private PushSettings settings = PushSettings.DEFAULT;

    /** A publication that is made; what is not said is usual. */
    record Made(
            String name,
            String at,
            Lane lane,
            String campaign,
            String item,
            @Nullable Topic topic,
            String until) {
        static Made of(String name, String at) {
            return new Made(name, at, Lane.NORMAL, "c-" + name, "i-" + name, null, "2026-12-31T00:00");
        }

        Made lane(Lane other) {
            return new Made(name, at, other, campaign, item, topic, until);
        }

        Made campaign(String other) {
            return new Made(name, at, lane, other, item, topic, until);
        }

        Made item(String other) {
            return new Made(name, at, lane, campaign, other, topic, until);
        }

        Made topic(Topic other) {
            return new Made(name, at, lane, campaign, item, other, until);
        }

        Made until(String other) {
            return new Made(name, at, lane, campaign, item, topic, other);
        }
    }

    Days limits(int daily, int topicWeekly) {
        limits = new Limits(daily, topicWeekly, limits.duplicateMillis(), limits.quiet());
        return this;
    }

    Days settings(PushSettings other) {
        settings = other;
        return this;
    }

    Days add(Made made) {
        return add(made, Share.EVERYBODY, 0, Fate.OUT);
    }

    Days add(Made made, Share share, int held, Fate fate) {
        long seq = posts.size() + 1L;
        seqs.put(made.name(), seq);
        posts.add(Posted.of(new Publication(
                seq,
                made.campaign(),
                made.item(),
                new Audience.InRegion(List.of(VILLAGE)),
                List.of(VILLAGE),
                made.name(),
                "",
                "船山区科普",
                at(made.at()),
                at(made.until()),
                0,
                null,
                new Handling(made.lane(), "510903", made.topic(), "", share, held),
                fate)));
        return this;
    }

    /** Gives one of them another fate. */
    Days fate(String name, Fate fate) {
        int at = (int) (seq(name) - 1);
        Posted before = posts.get(at);
        posts.set(at, before.with(before.publication().with(fate)));
        return this;
    }

    long seq(String name) {
        return Objects.requireNonNull(seqs.get(name), name);
    }

    List<Posted> posts() {
        return posts;
    }

    Timeline fresh(Who who) {
        return new Timeline(limits, who, settings);
    }

    /** Everything that came until then, all at once. */
    Timeline until(String time) {
        return until(SOMEBODY, at(time).toEpochMilli());
    }

    Timeline until(Who who, long millis) {
        Timeline timeline = fresh(who);
        posts.stream().filter(posted -> posted.publishedMillis() <= millis).forEach(timeline::arrive);
        timeline.pass(millis);
        return timeline;
    }

    /** The inbox at a time: name and the time it came, in order. */
    List<String> inbox(String time) {
        return until(time).inbox(at(time).toEpochMilli()).stream()
                .map(delivery -> delivery.posted().publication().title() + " " + text(delivery.sentMillis()))
                .toList();
    }

    Outcome outcome(String name, String time) {
        return until(time).outcome(seq(name));
    }

    static String text(long millis) {
        return Instant.ofEpochMilli(millis + 8 * 3_600_000L).toString().substring(0, 16);
    }

    /** A local time such as 2026-10-05T09:00. */
    static Instant at(String local) {
        return OffsetDateTime.parse(local + ":00+08:00").toInstant();
    }
}
