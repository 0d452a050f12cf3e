package kepu.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.JsonObject;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import kepu.base.Failure;
import kepu.people.Caller;
import kepu.people.Role;
import org.jspecify.annotations.Nullable;

/** A call that keeps the contract: who makes it, and its parameters and body with the types that the contract gives them. */
record Request(
        Caller caller,
        Map<String, Object> parameters,
        JsonObject body,
        @Nullable Document document) {
    /** A body that is no JSON: its bytes, their media type, and the charset that the transport says they have, if it does. */
    record Document(Buffer bytes, String type, @Nullable String charset) {}

    private static final Set<Role> ALL_STAFF =
            Set.of(Role.DISSEMINATOR, Role.EDITOR, Role.REVIEWER, Role.OPERATOR, Role.ADMINISTRATOR);

    /** The calling resident; {@link Failure.Forbidden} for staff. */
    Caller.OfResident resident() {
        return switch (caller) {
            case Caller.OfResident resident -> resident;
            case Caller.OfStaff staff -> throw new Failure.Forbidden("residents-only", "这个功能只供居民使用");
            case Caller.Guest guest -> throw unauthenticated();
        };
    }

    /** The calling member of staff; {@link Failure.Forbidden} for residents and for roles that are not named. */
    Caller.OfStaff staff(Role... roles) {
        return switch (caller) {
            case Caller.OfStaff staff when Arrays.asList(roles).contains(staff.role()) -> staff;
            case Caller.OfStaff staff ->
                throw new Failure.Forbidden(
                        "role-forbidden", "您的角色（" + staff.role().label() + "）不能做这件事");
            case Caller.OfResident resident -> throw new Failure.Forbidden("role-forbidden", "这个功能只供工作人员使用");
            case Caller.Guest guest -> throw unauthenticated();
        };
    }

    /** Any member of staff. */
    Caller.OfStaff staff() {
        return staff(ALL_STAFF.toArray(Role[]::new));
    }

    String text(String parameter) {
        return String.valueOf(parameters.get(parameter));
    }

    @Nullable
    String maybe(String parameter) {
        return parameters.get(parameter) instanceof String text ? text : null;
    }

    int number(String parameter, int otherwise) {
        return parameters.get(parameter) instanceof Number number ? number.intValue() : otherwise;
    }

    static Failure.Unauthenticated unauthenticated() {
        return new Failure.Unauthenticated("token-missing", "请先登录");
    }
}
