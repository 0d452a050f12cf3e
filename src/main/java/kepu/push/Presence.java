package kepu.push;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kepu.config.Config;
import kepu.region.RegionCode;
import kepu.store.Bus;
import kepu.store.MemoryBus;

/**
 * Who is connected, to whichever node. A node asks the others when somebody wants to know, and waits a moment for their answers; nothing is
 * kept, so a node that died is in no answer. Each says every second that it is there, so that one knows whom to wait for: for a dead one in
 * vain, until it has been silent for a few seconds. Without a bus a node knows its own lines alone.
 */
public final class Presence {
    private static final String THERE = "there";
    private static final String ASK = "connected";
    private static final String ANSWER = "connected-";
    private static final Pattern QUESTION = Pattern.compile("([0-9a-f]{16}) ([0-9]{1,18}) ([0-9,]+)");
    private static final Pattern PART =
            Pattern.compile("([0-9a-f]{16}) ([0-9]{1,18}) ([0-9]{1,6}) ([0-9]{1,6}) (\\S*)");
    /** Characters of a part's head. */
    private static final int HEAD = 16 + 18 + 6 + 6 + 4;

    private final Vertx vertx;
    private final Hub hub;
    private final Config.Push config;
    private final String node = HexFormat.of().toHexDigits(new SecureRandom().nextLong());
    private final OtherNodes nodes;
    private final AtomicLong questions = new AtomicLong();
    private final Map<Long, Gathering> open = new ConcurrentHashMap<>();
    private final Counter late;
    private final Counter refused;
    private final Counter ignored;
    private volatile Bus bus = new MemoryBus();
    private volatile int messageChars;

    /** Residents who are connected, each once, and how many nodes have said so, this one included. */
    public record Connected(Set<Long> residents, int nodes) {
        public Connected {
            residents = Set.copyOf(residents);
        }
    }

    Presence(Vertx vertx, Hub hub, Config.Push config, MeterRegistry meters) {
        this.vertx = vertx;
        this.hub = hub;
        this.config = config;
        this.late = meters.counter("kepu.presence.late");
        this.refused = meters.counter("kepu.presence.refused");
        this.ignored = meters.counter("kepu.presence.ignored");
        this.nodes = new OtherNodes(System::nanoTime, meters);
    }

    /** Asks other nodes, and answers them. Before the bus starts. */
    void follow(Bus others, int messageBytes) {
        messageChars = messageBytes;
        others.subscribe(THERE, this::hear);
        others.subscribe(ASK, this::answer);
        others.subscribe(ANSWER + node, this::take);
        bus = others;
    }

    /** Says that this node is there, and forgets those who have not said so for long. Called every second. */
    public Future<Void> tick() {
        bus.publish(THERE, node);
        nodes.forgetSilent();
        return Future.succeededFuture();
    }

    /** The residents of these regions who are connected now. */
    public Future<Connected> residents(List<RegionCode> bounds) {
        Set<String> others = nodes.names();
        if (others.isEmpty()) {
            return alone(bounds);
        }
        if (open.size() >= config.presenceQuestions()) {
            refused.increment();
            return alone(bounds);
        }
        return ask(others, bounds);
    }

    private Future<Connected> alone(List<RegionCode> bounds) {
        return hub.residents(bounds).map(own -> new Connected(own, 1));
    }

    private Future<Connected> ask(Set<String> others, List<RegionCode> bounds) {
        long question = questions.incrementAndGet();
        Gathering gathering = new Gathering(others);
        open.put(question, gathering);
        long timer = vertx.setTimer(config.presenceMillis(), patience -> late.increment(gathering.end()));
        bus.publish(ASK, node + " " + question + " " + words(bounds));
        return hub.residents(bounds)
                .compose(own -> gathering.answers().map(theirs -> together(own, theirs)))
                .onComplete(done -> {
                    vertx.cancelTimer(timer);
                    open.remove(question);
                });
    }

    private static Connected together(Set<Long> own, Map<String, List<Long>> theirs) {
        Set<Long> all = new HashSet<>(own);
        theirs.values().forEach(all::addAll);
        return new Connected(all, theirs.size() + 1);
    }

    /** Too many regions for a message are the whole country: whoever asked leaves out whom they do not want. */
    private String words(List<RegionCode> bounds) {
        String words = bounds.stream().map(RegionCode::text).collect(Collectors.joining(","));
        return words.isEmpty() || words.length() > messageChars - HEAD ? RegionCode.COUNTRY.text() : words;
    }

    private void hear(String other) {
        if (!nodes.hear(other)) {
            ignored.increment();
        }
    }

    private void answer(String payload) {
        Matcher question = QUESTION.matcher(payload);
        if (!question.matches()) {
            ignored.increment();
            return;
        }
        List<RegionCode> bounds = Arrays.stream(question.group(3).split(","))
                .flatMap(code -> RegionCode.parse(code).stream())
                .toList();
        hub.residents(bounds).onSuccess(own -> {
            List<String> parts = PresenceText.of(own, messageChars - HEAD);
            for (int i = 0; i < parts.size(); i++) {
                bus.publish(
                        ANSWER + question.group(1),
                        "%s %s %d %d %s".formatted(node, question.group(2), i + 1, parts.size(), parts.get(i)));
            }
        });
    }

    private void take(String payload) {
        Matcher part = PART.matcher(payload);
        if (!part.matches()) {
            ignored.increment();
            return;
        }
        Gathering gathering = open.get(Long.valueOf(part.group(2)));
        if (gathering != null) {
            try {
                gathering.take(
                        part.group(1),
                        Integer.parseInt(part.group(3)),
                        Integer.parseInt(part.group(4)),
                        PresenceText.read(part.group(5)));
            } catch (IllegalArgumentException broken) {
                ignored.increment();
            }
        }
    }
}
