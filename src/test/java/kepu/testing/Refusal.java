package kepu.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;

/** What a refused call must look like: a problem document (RFC 9457) with a stable type and plain Chinese. */
public final class Refusal {
    private final House.Answer answer;

    private Refusal(House.Answer answer) {
        this.answer = answer;
    }

    /** Asserts that the answer is a problem document of ours with this status. */
    public static Refusal of(House.Answer answer, int status) {
        assertThat(answer.status()).as(answer.text()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type").orElse(""))
                .as(answer.text())
                .startsWith("application/problem+json");
        JsonObject problem = answer.json();
        assertThat(problem.getString("type")).matches("urn:kepu:[a-z0-9-]+");
        assertThat(problem.getInteger("status")).isEqualTo(status);
        assertThat(problem.getString("title")).containsPattern("\\p{IsHan}");
        assertThat(problem.getString("detail")).containsPattern("\\p{IsHan}");
        return new Refusal(answer);
    }

    /** The same, and the last part of the problem's type. */
    public static Refusal of(House.Answer answer, int status, String type) {
        Refusal refusal = of(answer, status);
        assertThat(answer.problem()).as(answer.text()).isEqualTo(type);
        return refusal;
    }

    /** Asserts that the faults stand at these pointers, and at no others. */
    public Refusal at(String... pointers) {
        JsonArray faults = answer.json().getJsonArray("faults", new JsonArray());
        assertThat(faults.stream()
                        .map(JsonObject.class::cast)
                        .map(fault -> fault.getString("pointer"))
                        .distinct())
                .as(answer.text())
                .containsExactlyInAnyOrder(pointers);
        assertThat(faults)
                .allSatisfy(fault ->
                        assertThat(((JsonObject) fault).getString("detail")).containsPattern("\\p{IsHan}"));
        return this;
    }

    /** Asserts that the whole document names this. */
    public Refusal naming(String part) {
        assertThat(answer.text()).contains(part);
        return this;
    }
}
