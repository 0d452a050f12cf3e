package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import kepu.activity.Route;
import kepu.base.Beijing;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.FewPeople;
import kepu.base.Group;
import kepu.insight.ServiceFigures;
import kepu.insight.ServiceFigures.By;
import kepu.people.Caller;
import kepu.region.Level;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Statistics for staff. Numbers of few people are not shown. */
final class InsightRoutes {
    private final ServiceFigures services;
    private final Regions regions;
    private final Clock clock;
    private final int fewPeople;

    InsightRoutes(ServiceFigures services, Regions regions, Clock clock, int fewPeople) {
        this.services = services;
        this.regions = regions;
        this.clock = clock;
        this.fewPeople = fewPeople;
    }

    void mount(Edge edge) {
        edge.on("serviceFigures", this::services);
    }

    private Future<Answer> services(Request request) {
        Caller.OfStaff staff = request.staff();
        ServiceFigures.Question question = question(request, staff);
        return services.of(staff, question).map(figures -> Answer.ok(wire(question, figures)));
    }

    private ServiceFigures.Question question(Request request, Caller.OfStaff staff) {
        String asked = request.maybe("region");
        RegionCode region = asked == null ? staff.scope() : RegionCode.of(asked);
        LocalDate today = Beijing.day(clock.instant());
        LocalDate to = day(request, "to", today);
        String by = request.maybe("by");
        String level = request.maybe("level");
        return new ServiceFigures.Question(
                region,
                level == null ? below(region) : Level.valueOf(level.toUpperCase(Locale.ROOT)),
                day(request, "from", to.minusYears(1).plusDays(1)),
                to,
                by == null ? By.GROUP : By.valueOf(by.toUpperCase(Locale.ROOT)));
    }

    private static Level below(RegionCode region) {
        return Level.values()[Math.min(region.level().ordinal() + 1, Level.VILLAGE.ordinal())];
    }

    private static LocalDate day(Request request, String name, LocalDate otherwise) {
        String text = request.maybe(name);
        try {
            return text == null ? otherwise : LocalDate.parse(text);
        } catch (DateTimeException e) {
            throw Failure.Invalid.at("?" + name, "没有这一天");
        }
    }

    private JsonObject wire(ServiceFigures.Question question, ServiceFigures.Figures figures) {
        By by = question.by();
        boolean totalIsFew = FewPeople.isFew(figures.total(), fewPeople);
        Set<String> hidden = FewPeople.hidden(figures.parts(), fewPeople, by != By.GROUP && !totalIsFew);
        JsonArray cells = new JsonArray();
        figures.parts().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(cell -> cells.add(figure(cell.getValue(), hidden.contains(cell.getKey()))
                        .put("key", cell.getKey())
                        .put("name", name(by, cell.getKey()))));
        return new JsonObject()
                .put("region", question.region().text())
                .put("from", question.from().toString())
                .put("to", question.to().toString())
                .put("by", by.name().toLowerCase(Locale.ROOT))
                .put("total", figure(figures.total(), totalIsFew))
                .put("cells", cells);
    }

    private static JsonObject figure(long people, boolean few) {
        JsonObject figure = new JsonObject().put("few", few);
        return few ? figure : figure.put("people", people);
    }

    private @Nullable String name(By by, String key) {
        return switch (by) {
            case GROUP -> Group.of(key).map(Coded::label).orElse(key);
            case ROUTE -> Route.of(key).map(Coded::label).orElse(key);
            case REGION -> regions.name(RegionCode.of(key));
        };
    }
}
