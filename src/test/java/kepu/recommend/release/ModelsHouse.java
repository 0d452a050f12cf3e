package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import kepu.testing.House;

/** What an operator does to the model "feed" by the public interface. */
record ModelsHouse(House house, String token) {
    Versions versions() {
        return new Versions(house.config().versions(), house.config().models().mostMebibytes());
    }

    House.Answer release(VersionId id, String stage, Object... more) {
        JsonObject body = new JsonObject()
                .put("version", id.version())
                .put("stage", stage)
                .put("reason", "按计划试用");
        for (int i = 0; i < more.length; i += 2) {
            body.put((String) more[i], more[i + 1]);
        }
        return house.post("/v1/models/" + id.name() + "/release", body, token);
    }

    JsonObject released(VersionId id, String stage, Object... more) {
        House.Answer answer = release(id, stage, more);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }

    House.Answer step(String name, String step) {
        return house.post("/v1/models/" + name + "/" + step, new JsonObject().put("reason", "看过指标"), token);
    }

    JsonObject stepped(String name, String step) {
        House.Answer answer = step(name, step);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json();
    }
}
