package kepu.http;

import io.vertx.core.Future;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import kepu.base.Beijing;
import kepu.base.Coded;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.people.Caller;
import kepu.people.Guardians;
import kepu.people.PeopleStore;
import kepu.people.Phone;
import kepu.people.PrivacyText;
import kepu.people.ProfileChange;
import kepu.people.Resident;
import kepu.people.Residents;
import kepu.region.RegionCode;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** A person's own profile and rights. Whose it is, only the token says. */
final class MeRoutes {
    private final Residents residents;
    private final Guardians guardians;
    private final PeopleStore store;
    private final Regions regions;
    private final Clock clock;
    private final PushSettingsWire pushes;

    MeRoutes(Rooms rooms, PushSettingsWire pushes) {
        this.residents = rooms.residents();
        this.guardians = rooms.guardians();
        this.store = rooms.people();
        this.regions = rooms.regions();
        this.clock = rooms.clock();
        this.pushes = pushes;
    }

    void mount(Edge edge) {
        edge.on("me", this::me)
                .on("changeMe", this::change)
                .on("eraseMe", this::erase)
                .on("personalisation", this::personalisation)
                .on("consent", this::consented)
                .on("guardianConsent", this::consent)
                .on("guardianRevoke", this::revoke)
                .on("exportMe", this::export);
    }

    private Future<Answer> me(Request request) {
        return switch (request.caller()) {
            case Caller.OfResident caller ->
                residents.resident(caller.id()).compose(this::wire).map(Answer::ok);
            case Caller.OfStaff caller -> staff(caller).map(Answer::ok);
            case Caller.Guest guest -> throw Request.unauthenticated();
        };
    }

    private Future<Answer> change(Request request) {
        long id = request.resident().id();
        return residents.change(id, read(request.body())).compose(this::wire).map(Answer::ok);
    }

    private Future<Answer> personalisation(Request request) {
        long id = request.resident().id();
        return residents
                .change(id, ProfileChange.personalised(request.body().getBoolean("on")))
                .compose(this::wire)
                .map(Answer::ok);
    }

    private Future<Answer> consented(Request request) {
        return residents
                .consent(request.resident().id(), request.body().getString("version"))
                .compose(this::wire)
                .map(Answer::ok);
    }

    private Future<Answer> consent(Request request) {
        long id = request.resident().id();
        return guardians
                .consent(id, guardian(request), request.body().getString("code"))
                .compose(this::wire)
                .map(Answer::ok);
    }

    private Future<Answer> revoke(Request request) {
        return guardians
                .revoke(guardian(request), request.body().getString("code"))
                .map(children -> Answer.ok(new JsonObject().put("revoked", children)));
    }

    private static Phone guardian(Request request) {
        return Phone.of(request.body().getString("phone"));
    }

    private Future<Answer> erase(Request request) {
        return residents.erase(request.resident().id()).map(erased -> Answer.nothing());
    }

    private Future<Answer> export(Request request) {
        long id = request.resident().id();
        return residents
                .resident(id)
                .compose(this::wire)
                .compose(profile -> residents.export(id).map(rest -> Answer.ok(rest.put("profile", profile))));
    }

    private ProfileChange read(JsonObject body) {
        List<Failure.Fault> faults = new ArrayList<>();
        Set<Group> groups = words(body, "groups", Group::of, faults);
        Set<Topic> interests = words(body, "interests", Topic::of, faults);
        Integer birthYear = body.getInteger("birthYear");
        if (!faults.isEmpty()) {
            throw new Failure.Invalid("invalid-input", "资料有误", faults);
        }
        requireBorn(birthYear, clock);
        String village = body.getString("village");
        return new ProfileChange(
                village == null ? null : Long.valueOf(village),
                groups,
                birthYear,
                body.getString("occupation"),
                interests,
                body.getString("language"),
                body.getBoolean("largePrint"),
                null,
                cleared(body));
    }

    /** Nobody is born after this year. */
    static void requireBorn(@Nullable Integer year, Clock clock) {
        if (year != null && year > Beijing.year(clock.instant())) {
            throw Failure.Invalid.at("/birthYear", "出生年份不能晚于今年");
        }
    }

    private static Set<ProfileChange.Clearable> cleared(JsonObject body) {
        Set<ProfileChange.Clearable> cleared = EnumSet.noneOf(ProfileChange.Clearable.class);
        if (isNull(body, "birthYear")) {
            cleared.add(ProfileChange.Clearable.BIRTH_YEAR);
        }
        if (isNull(body, "occupation")) {
            cleared.add(ProfileChange.Clearable.OCCUPATION);
        }
        return cleared;
    }

    private static boolean isNull(JsonObject body, String field) {
        return body.containsKey(field) && body.getValue(field) == null;
    }

    private static <T> @Nullable Set<T> words(
            JsonObject body, String field, Function<String, Optional<T>> known, List<Failure.Fault> faults) {
        JsonArray array = body.getJsonArray(field);
        if (array == null) {
            return null;
        }
        Set<T> words = new LinkedHashSet<>();
        for (int i = 0; i < array.size(); i++) {
            Optional<T> word = known.apply(array.getString(i));
            word.ifPresent(words::add);
            if (word.isEmpty()) {
                faults.add(new Failure.Fault("/" + field + "/" + i, "没有这个代码：" + array.getString(i)));
            }
        }
        return words;
    }

    private Future<JsonObject> wire(Resident resident) {
        return residents.maskedPhone(resident.id()).map(phone -> {
            JsonObject me = new JsonObject()
                    .put("id", Long.toString(resident.id()))
                    .put("role", "resident")
                    .put("region", region(regions, RegionCode.village(resident.village())))
                    .put("groups", codes(resident.groups()))
                    .put("interests", codes(resident.interests()))
                    .put("deletedTopics", codes(resident.deletedTopics()))
                    .put("language", resident.language())
                    .put("largePrint", resident.largePrint())
                    .put("personalised", resident.personalised())
                    .put("push", pushes.of(resident.id()))
                    .put("consent", consent(resident, clock.instant()));
            phone.ifPresent(number -> me.put("phone", number));
            putIfKnown(me, "birthYear", resident.birthYear());
            putIfKnown(me, "occupation", resident.occupation());
            putIfKnown(me, "guardian", guardian(resident, clock.instant()));
            return me;
        });
    }

    /** What they consented to, and who is to be asked again because its words have changed. */
    private static JsonObject consent(Resident resident, Instant now) {
        JsonObject consent =
                new JsonObject().put("version", resident.consentVersion()).put("at", Wire.time(resident.consentAt()));
        Resident.Guardian guardian = resident.guardian();
        if (resident.isChild(now)) {
            return guardian == null || PrivacyText.VERSION.equals(guardian.version())
                    ? consent
                    : consent.put("again", "guardian");
        }
        return PrivacyText.VERSION.equals(resident.consentVersion()) ? consent : consent.put("again", "self");
    }

    /** What stands with the consent of a guardian; null for who needs none. */
    private static @Nullable JsonObject guardian(Resident resident, Instant now) {
        Resident.Guardian given = resident.guardian();
        if (given == null) {
            return resident.isHeld(now) ? new JsonObject().put("needed", true) : null;
        }
        return new JsonObject()
                .put("needed", false)
                .put("version", given.version())
                .put("at", Wire.time(given.at()));
    }

    private Future<JsonObject> staff(Caller.OfStaff caller) {
        return store.staff(caller.id()).map(found -> {
            var staff = found.orElseThrow(() -> new Failure.Unauthenticated("account-closed", "这个账号已停用"));
            return new JsonObject()
                    .put("id", Long.toString(staff.id()))
                    .put("role", staff.role().code())
                    .put("name", staff.name())
                    .put("account", staff.account())
                    .put("region", region(regions, staff.scope()));
        });
    }

    static JsonObject region(Regions regions, RegionCode code) {
        return new JsonObject()
                .put("code", code.text())
                .put("name", regions.name(code))
                .put("path", regions.fullName(code));
    }

    static JsonArray codes(Collection<? extends Coded> words) {
        JsonArray array = new JsonArray();
        words.stream().map(Coded::code).sorted().forEach(array::add);
        return array;
    }

    private static void putIfKnown(JsonObject object, String key, @Nullable Object value) {
        if (value != null) {
            object.put(key, value);
        }
    }
}
