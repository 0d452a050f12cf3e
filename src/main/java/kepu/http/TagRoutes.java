package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import kepu.people.Tags;

/** The tags of the calling resident: what they are taken for, and that they can do away with it. */
final class TagRoutes {
    private final Tags tags;

    TagRoutes(Tags tags) {
        this.tags = tags;
    }

    void mount(Edge edge) {
        edge.on("tags", this::list).on("deleteTag", this::delete);
    }

    private Future<Answer> list(Request request) {
        return tags.sheet(request.resident().id())
                .map(sheet -> Answer.ok(new JsonObject()
                        .put("tags", Tags.wire(sheet.tags()))
                        .put("personalised", sheet.personalised())));
    }

    private Future<Answer> delete(Request request) {
        return tags.delete(request.resident().id(), request.text("tag")).map(deleted -> Answer.nothing());
    }
}
