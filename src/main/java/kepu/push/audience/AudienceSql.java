package kepu.push.audience;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import kepu.base.Beijing;
import kepu.base.Coded;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** An audience as a condition on the table {@code resident}, with its parameters. Says the same as {@link Audience#includes}. */
public final class AudienceSql {
    private final List<Object> parameters = new ArrayList<>();
    private final String condition;
    private final int year;

    /** @param year the calendar year that ages are counted in */
    public AudienceSql(Audience audience, int year) {
        this.year = year;
        this.condition = of(audience);
    }

    /** Over the columns of {@code resident}; parameters are numbered from $1. */
    public String condition() {
        return condition;
    }

    public Object[] parameters() {
        return parameters.toArray();
    }

    private String of(Audience audience) {
        return switch (audience) {
            case Audience.All(List<Audience> parts) -> join(parts, " and ");
            case Audience.Any(List<Audience> parts) -> join(parts, " or ");
            case Audience.Not(Audience part) -> "not coalesce(" + of(part) + ", false)";
            case Audience.InRegion(List<RegionCode> regions) ->
                regions.stream()
                        .map(region -> "village between " + add(region.first()) + " and " + add(region.last()))
                        .collect(Collectors.joining(" or ", "(", ")"));
            case Audience.InGroup group -> "groups && " + add(codes(group.groups())) + "::text[]";
            case Audience.Aged(Integer from, Integer to) ->
                "birth_year between " + (to == null ? "0" : add(year - to)) + "::int and "
                        + (from == null ? "9999" : add(year - from)) + "::int";
            case Audience.Occupied occupied -> "occupation = any(" + add(texts(occupied.occupations())) + "::text[])";
            case Audience.Interested interested -> "interests && " + add(codes(interested.topics())) + "::text[]";
            case Audience.Speaking speaking -> "language = any(" + add(texts(speaking.languages())) + "::text[])";
            case Audience.Reached(LocalDate since) ->
                "id in (select s.person from service s where s.person is not null"
                        + (since == null ? "" : " and s.day >= " + add(since)) + ")";
            case Audience.Opened(String item, LocalDate since) -> did(item, "'open', 'play'", since);
            case Audience.Shared(String item, LocalDate since) -> did(item, "'share'", since);
            case Audience.Checked(String claim, LocalDate since) ->
                "id in (select k.resident from claim_check k where k.claim = " + add(claim)
                        + (since == null ? "" : " and k.day >= " + add(since)) + ")";
        };
    }

    private String did(String item, String types, @Nullable LocalDate since) {
        return "id in (select e.person from event e join item i on i.seq = e.item where i.id = " + add(item)
                + " and e.type in (" + types + ")"
                + (since == null ? "" : " and e.at >= " + add(Beijing.beginning(since)))
                + ")";
    }

    private String join(List<Audience> parts, String by) {
        return parts.stream().map(this::of).collect(Collectors.joining(by, "(", ")"));
    }

    private String add(Object parameter) {
        parameters.add(parameter);
        return "$" + parameters.size();
    }

    private static String[] codes(Collection<? extends Coded> words) {
        return words.stream().map(Coded::code).toArray(String[]::new);
    }

    private static String[] texts(Collection<String> texts) {
        return texts.toArray(String[]::new);
    }
}
