package kepu.content.film;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Collectors;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Kind;
import kepu.content.Trust;
import kepu.content.source.Proposal;
import kepu.content.source.Source;
import kepu.region.RegionCode;

/** What staff say of a video, as it is kept until the video is ready. */
public final class FilmAbout {
    private FilmAbout() {}

    /** To be kept. {@code seconds} is 0 when they did not say. */
    public static JsonObject of(Proposal proposal, String sha256, int seconds) {
        Source.Given given = proposal.given();
        JsonObject about = new JsonObject()
                .put("sha256", sha256)
                .put("title", proposal.title())
                .put("summary", proposal.summary())
                .put("text", proposal.text())
                .put("source", proposal.source())
                .put("trust", given.trust().code())
                .put("authority", given.authority())
                .put("licence", given.licence())
                .put("topic", given.topic().code())
                .put(
                        "groups",
                        new JsonArray(given.groups().stream()
                                .map(Group::code)
                                .sorted()
                                .toList()))
                .put(
                        "regions",
                        new JsonArray(
                                given.regions().stream().map(RegionCode::text).toList()));
        return seconds == 0 ? about : about.put("seconds", seconds);
    }

    static Proposal proposal(JsonObject about, Kind kind, Proposal.Film film) {
        Source.Given given = new Source.Given(
                Trust.of(about.getString("trust")).orElseThrow(),
                about.getString("authority"),
                about.getString("licence"),
                Topic.of(about.getString("topic")).orElseThrow(),
                texts(about, "groups").stream()
                        .flatMap(code -> Group.of(code).stream())
                        .collect(Collectors.toSet()),
                texts(about, "regions").stream().map(RegionCode::of).toList());
        return new Proposal(
                kind,
                about.getString("title"),
                about.getString("summary"),
                about.getString("source"),
                given,
                about.getString("text"),
                List.of(),
                film);
    }

    private static List<String> texts(JsonObject about, String key) {
        return about.getJsonArray(key).stream().map(String.class::cast).toList();
    }
}
