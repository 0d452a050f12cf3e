package kepu.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import kepu.base.Failure;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private static final Vertx VERTX = Vertx.vertx();

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Passwords target = new Passwords(VERTX, 4, meters);

    @AfterAll
    static void close() {
        VERTX.close();
    }

    @Test
    void onlyThePasswordItselfMatches() throws TimeoutException {
        String hash = Passwords.hash("木匠 secret 𠮷");
        assertThat(await(target.matches("木匠 secret 𠮷", hash))).isTrue();
        for (String wrong : List.of("木匠 secret 𠮷 ", "木匠 secret", "", "木匠 Secret 𠮷", hash)) {
            assertThat(await(target.matches(wrong, hash))).as(wrong).isFalse();
        }
    }

    @Test
    void theSamePasswordHashesDifferentlyEachTime() {
        assertThat(Passwords.hash("secret"))
                .isNotEqualTo(Passwords.hash("secret"))
                .startsWith("$argon2id$v=19$");
    }

    @Test
    void aHashOfTheReferenceImplementationIsRead() throws TimeoutException {
        // echo -n "password" | argon2 somesalt -id -v 13 -t 2 -k 65536 -p 1 -l 32, from the tests of phc-winner-argon2
        String reference = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";
        assertThat(await(target.matches("password", reference))).isTrue();
        assertThat(await(target.matches("passwore", reference))).isFalse();
    }

    @Test
    void nobodysPasswordNeverMatches() throws TimeoutException {
        assertThat(await(target.matchesNobody("nobody has this password"))).isFalse();
    }

    @Test
    void aFullQueueRefusesAndCountsIt() throws TimeoutException {
        String hash = Passwords.hash("secret");
        List<Future<Boolean>> checks = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            checks.add(target.matches("secret", hash));
        }
        assertThatThrownBy(() -> await(checks.getLast())).isInstanceOf(Failure.TooMany.class);
        assertThat(await(checks.getFirst())).isTrue();
        assertThat(meters.counter("kepu.passwords.refused").count()).isPositive();
        await(Future.join(checks).otherwiseEmpty());
        assertThat(await(target.matches("secret", hash)))
                .as("the queue empties")
                .isTrue();
    }

    private static <T> T await(Future<T> future) throws TimeoutException {
        return future.await(60, TimeUnit.SECONDS);
    }
}
