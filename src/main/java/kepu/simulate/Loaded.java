package kepu.simulate;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import kepu.content.Catalogue;
import kepu.region.Divisions;
import kepu.region.RegionCode;

/**
 * What the database holds of a simulation. The resident of index i has the id {@code firstId + i}. {@code version} counts changes of the
 * model, {@code places} is the digest of the villages that people were dealt to: with others the truth would be of other people.
 */
public record Loaded(Settings settings, long firstId, int version, long places) {
    static final int VERSION = 1;

    /** The index of a resident's id; -1 when the resident is not synthetic. */
    public int index(long resident) {
        long index = resident - firstId;
        return index >= 0 && index < settings.residents() ? (int) index : -1;
    }

    public long id(int index) {
        return firstId + index;
    }

    /** The truth behind the rows; {@link IllegalStateException} when the model or the villages are no longer the same. */
    public Truth truth(Divisions divisions, Catalogue catalogue) {
        Truth truth = new Truth(settings, divisions, catalogue);
        if (version != VERSION || places != truth.places().digest()) {
            throw new IllegalStateException(
                    "the synthetic population was made by another model or with other villages; make a new one");
        }
        return truth;
    }

    String json() {
        return new JsonObject()
                .put("seed", settings.seed())
                .put("residents", settings.residents())
                .put("days", settings.days())
                .put("region", settings.region().text())
                .put("firstId", firstId)
                .put("from", settings.from().toString())
                .put("to", settings.now().toString())
                .put("consentVersion", settings.consentVersion())
                .put("places", places)
                .put("version", version)
                .encode();
    }

    static Loaded of(String text) {
        JsonObject json = new JsonObject(text);
        Settings settings = new Settings(
                json.getInteger("residents"),
                json.getInteger("days"),
                json.getLong("seed"),
                RegionCode.of(json.getString("region")),
                Instant.parse(json.getString("to")),
                json.getString("consentVersion"));
        return new Loaded(settings, json.getLong("firstId"), json.getInteger("version"), json.getLong("places"));
    }
}
