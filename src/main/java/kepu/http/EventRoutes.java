package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.json.schema.Validator;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.activity.Ingest;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.content.Item;
import kepu.content.Items;
import kepu.people.Caller;
import kepu.people.Residents;
import org.jspecify.annotations.Nullable;

/** Events: each is checked on its own, the good ones are stored, and only then the call is answered. */
final class EventRoutes {
    private final Ingest ingest;
    private final Residents residents;
    private final Items items;
    private final Clock clock;
    private final Config.Events config;
    private final Validator schema;

    EventRoutes(Ingest ingest, Residents residents, Items items, Clock clock, Config.Events config, Contract contract) {
        this.ingest = ingest;
        this.residents = residents;
        this.items = items;
        this.clock = clock;
        this.config = config;
        this.schema = contract.schema("Event");
    }

    void mount(Edge edge) {
        edge.on("events", this::events);
    }

    /** Whose events they are and since when they agreed to be counted. */
    private record Person(long id, Instant consentAt) {}

    /** Also of a child whose guardian has not consented: what they do is counted for nobody. */
    private static final Person GUEST = new Person(Event.GUEST, Instant.MIN);

    private Future<Answer> events(Request request) {
        JsonArray events = request.body().getJsonArray("events");
        if (events.isEmpty() || events.size() > config.requestEvents()) {
            throw new Failure.Invalid(
                    "events-count",
                    "一次应上报 1 至 %d 条，收到 %d 条".formatted(config.requestEvents(), events.size()),
                    List.of(new Failure.Fault("/events", "条数不对")));
        }
        return person(request.caller()).compose(person -> store(person, events));
    }

    private Future<Person> person(Caller caller) {
        return switch (caller) {
            case Caller.OfResident resident ->
                residents
                        .resident(resident.id())
                        .map(known ->
                                known.isHeld(clock.instant()) ? GUEST : new Person(known.id(), known.consentAt()));
            case Caller.OfStaff staff -> throw new Failure.Forbidden("residents-only", "工作人员的浏览不计入");
            case Caller.Guest guest -> Future.succeededFuture(GUEST);
        };
    }

    private Future<Answer> store(Person person, JsonArray events) {
        List<Event> good = new ArrayList<>(events.size());
        JsonArray rejected = new JsonArray();
        Instant now = clock.instant();
        for (int i = 0; i < events.size(); i++) {
            try {
                good.add(read(person, events.getValue(i), now));
            } catch (Failure.Invalid e) {
                rejected.add(new JsonObject()
                        .put("index", i)
                        .put("type", "urn:kepu:" + e.type())
                        .put("detail", e.detail()));
            }
        }
        return ingest.submit(good)
                .map(stored -> Answer.accepted(new JsonObject()
                        .put("accepted", stored.accepted())
                        .put("duplicates", stored.duplicates())
                        .put("rejected", rejected)));
    }

    private Event read(Person person, @Nullable Object value, Instant now) {
        if (!(value instanceof JsonObject json)) {
            throw new Failure.Invalid("event-invalid", "应为一个对象");
        }
        if (!EventShape.isSure(json)) {
            require(json);
        }
        return new Event(
                person.id(),
                json.getString("id"),
                item(json.getString("item")),
                EventType.of(json.getString("type")).orElseThrow(),
                at(person, json.getString("at"), now),
                json.getString("feed"),
                json.getInteger("position"),
                json.getInteger("millis"),
                value(json.getDouble("value")));
    }

    private void require(JsonObject json) {
        List<Failure.Fault> faults = Faults.of(schema.validate(json));
        if (!faults.isEmpty()) {
            Failure.Fault first = faults.getFirst();
            throw new Failure.Invalid("event-invalid", (first.pointer() + " " + first.detail()).strip());
        }
    }

    private @Nullable Integer item(@Nullable String id) {
        return id == null
                ? null
                : items.catalogue()
                        .find(id)
                        .map(Item::seq)
                        .orElseThrow(() -> new Failure.Invalid("item-missing", "没有这条内容：" + id));
    }

    private Instant at(Person person, String text, Instant now) {
        Instant at = Wire.time(text, "/at");
        if (at.isBefore(person.consentAt())) {
            throw new Failure.Invalid("before-consent", "时间早于同意隐私政策的时间");
        }
        if (at.isBefore(now.minus(Duration.ofDays(config.oldestDays())))) {
            throw new Failure.Invalid("event-too-old", "时间太早，只收 " + config.oldestDays() + " 天内的");
        }
        if (at.isAfter(now.plus(Duration.ofMinutes(config.aheadMinutes())))) {
            throw new Failure.Invalid("event-in-future", "时间在未来，请校准手机时间");
        }
        return at;
    }

    private static @Nullable Double value(@Nullable Double value) {
        if (value != null && !Float.isFinite(value.floatValue())) {
            throw new Failure.Invalid("event-invalid", "/value 数值太大");
        }
        return value;
    }
}
