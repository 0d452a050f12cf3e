package kepu.base;

import java.util.List;

/**
 * What can go wrong by design: told to the caller, never logged as a fault. Each has a stable {@code type} (the last part of
 * {@code urn:kepu:…}) and a detail in plain Chinese. Without a stack trace: a failure is an answer, not a bug.
 */
public abstract sealed class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String type;

    private Failure(String type, String detail) {
        super(detail, null, false, false);
        this.type = type;
    }

    public String type() {
        return type;
    }

    /** In Chinese, for the person who made the call. */
    public String detail() {
        return String.valueOf(getMessage());
    }

    /** One fault of an input: a JSON pointer (RFC 6901) and what is wrong there. */
    public record Fault(String pointer, String detail) {}

    /** The input is wrong; the same input will always be wrong. */
    public static final class Invalid extends Failure {
        private static final long serialVersionUID = 1L;

        private final transient List<Fault> faults;

        public Invalid(String type, String detail) {
            this(type, detail, List.of());
        }

        public Invalid(String type, String detail, List<Fault> faults) {
            super(type, detail);
            this.faults = List.copyOf(faults);
        }

        /** An input with one fault, at {@code pointer}. */
        public static Invalid at(String pointer, String detail) {
            return new Invalid("invalid-input", detail, List.of(new Fault(pointer, detail)));
        }

        public List<Fault> faults() {
            return faults;
        }
    }

    /** Nobody knows who is calling. */
    public static final class Unauthenticated extends Failure {
        private static final long serialVersionUID = 1L;

        public Unauthenticated(String type, String detail) {
            super(type, detail);
        }
    }

    /** The caller is known and may not do this, by role or by scope. */
    public static final class Forbidden extends Failure {
        private static final long serialVersionUID = 1L;

        public Forbidden(String type, String detail) {
            super(type, detail);
        }
    }

    /** What was asked for is not there, or not for this caller's eyes. */
    public static final class Missing extends Failure {
        private static final long serialVersionUID = 1L;

        public Missing(String type, String detail) {
            super(type, detail);
        }
    }

    /** The input is right and does not fit the present state. */
    public static final class Conflict extends Failure {
        private static final long serialVersionUID = 1L;

        public Conflict(String type, String detail) {
            super(type, detail);
        }

        /** A key that was to make a request idempotent came with other contents before. */
        public static Conflict keyOfAnother() {
            return new Conflict("idempotency-mismatch", "这个 Idempotency-Key 已用于另一个请求");
        }
    }

    /** A limit is reached; the same call may pass after {@code retryAfterSeconds}. */
    public static final class TooMany extends Failure {
        private static final long serialVersionUID = 1L;

        private final int retryAfterSeconds;

        public TooMany(String type, String detail, int retryAfterSeconds) {
            super(type, detail);
            this.retryAfterSeconds = retryAfterSeconds;
        }

        public int retryAfterSeconds() {
            return retryAfterSeconds;
        }
    }

    /** Something this program needs is away; the call may pass later. */
    public static final class Unavailable extends Failure {
        private static final long serialVersionUID = 1L;

        public Unavailable(String type, String detail) {
            super(type, detail);
        }
    }
}
