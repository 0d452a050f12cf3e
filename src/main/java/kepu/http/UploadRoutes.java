package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.content.Trust;
import kepu.content.source.Documents;
import kepu.content.source.Source;
import kepu.people.Caller;
import kepu.people.Role;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/** What staff upload: documents that become drafts. */
final class UploadRoutes {
    private final Documents documents;
    private final int documentBytes;

    UploadRoutes(Documents documents, int documentBytes) {
        this.documents = documents;
        this.documentBytes = documentBytes;
    }

    void mount(Edge edge) {
        edge.on("uploadDocument", documentBytes, this::document);
    }

    private Future<Answer> document(Request request) {
        Caller.OfStaff staff = request.staff(Role.EDITOR, Role.ADMINISTRATOR);
        Request.Document document = request.document();
        Documents.About about = about(request, staff.scope());
        byte[] bytes = document == null
                ? request.body().getString("markdown").getBytes(StandardCharsets.UTF_8)
                : document.bytes().getBytes();
        return documents
                .take(
                        staff,
                        bytes,
                        document == null ? "text/markdown" : document.type(),
                        document == null ? null : document.charset(),
                        about)
                .map(UploadRoutes::made);
    }

    private static Documents.About about(Request request, RegionCode scope) {
        return new Documents.About(
                request.maybe("title"),
                request.maybe("summary"),
                request.text("source"),
                request.maybe("url"),
                given(request, scope));
    }

    private static Source.Given given(Request request, RegionCode scope) {
        String trust = request.maybe("trust");
        List<RegionCode> regions = codes(request.maybe("regions")).stream()
                .map(RegionCode::of)
                .filter(region -> !region.equals(RegionCode.COUNTRY))
                .toList();
        return new Source.Given(
                trust == null ? Trust.PARTNER : Trust.of(trust).orElseThrow(),
                request.text("authority"),
                request.text("licence"),
                Topic.of(request.text("topic")).orElseThrow(() -> Failure.Invalid.at("?topic", "没有这个主题")),
                groups(codes(request.maybe("groups"))),
                regions.isEmpty() && !scope.equals(RegionCode.COUNTRY) ? List.of(scope) : regions);
    }

    private static Set<Group> groups(List<String> codes) {
        Set<Group> groups = codes.stream()
                .map(code -> Group.of(code).orElseThrow(() -> Failure.Invalid.at("?groups", "没有这个人群：" + code)))
                .collect(Collectors.toSet());
        if (groups.isEmpty()) {
            throw Failure.Invalid.at("?groups", "至少写一个适合的人群");
        }
        return groups;
    }

    private static List<String> codes(@Nullable String list) {
        return list == null
                ? List.of()
                : Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(code -> !code.isEmpty())
                        .toList();
    }

    private static Answer made(Documents.Made made) {
        return Answer.created(new JsonObject()
                .put("draft", made.draft())
                .put("title", made.title())
                .put("summary", made.summary())
                .put("warnings", new JsonArray(made.warnings())));
    }
}
