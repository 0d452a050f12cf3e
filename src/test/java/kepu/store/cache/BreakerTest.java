package kepu.store.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BreakerTest {
    private static final long OPEN = 100;

    private final AtomicLong now = new AtomicLong(-50);
    private final Breaker target = new Breaker(3, OPEN, now::get);

    @Test
    void itLetsAllThroughUntilSoManyFailInARow() {
        fail(2);
        target.succeeded();
        fail(2);
        assertThat(target.lets()).isTrue();
        assertThat(target.isOpen()).isFalse();
        fail(1);
        assertThat(target.lets()).isFalse();
        assertThat(target.isOpen()).isTrue();
    }

    @Test
    void afterAWhileItLetsOneThrough() {
        fail(3);
        now.addAndGet(OPEN - 1);
        assertThat(target.lets()).isFalse();
        now.addAndGet(1);
        assertThat(target.lets()).isTrue();
        assertThat(target.lets()).as("one is enough to know").isFalse();
    }

    @Test
    void theOneThatIsLetThroughDecides() {
        fail(3);
        now.addAndGet(OPEN);
        assertThat(target.lets()).isTrue();
        fail(1);
        now.addAndGet(OPEN - 1);
        assertThat(target.lets()).isFalse();
        now.addAndGet(1);
        assertThat(target.lets()).isTrue();
        target.succeeded();
        assertThat(target.lets()).isTrue();
        assertThat(target.lets()).as("and all after it").isTrue();
        fail(2);
        assertThat(target.lets()).as("it counts from the beginning").isTrue();
    }

    @Test
    void oneWhoseEndIsNeverToldDoesNotKeepItOpenForEver() {
        fail(3);
        now.addAndGet(OPEN);
        assertThat(target.lets()).isTrue();
        now.addAndGet(OPEN);
        assertThat(target.lets()).isTrue();
    }

    private void fail(int times) {
        for (int i = 0; i < times; i++) {
            target.failed();
        }
    }
}
