package kepu.store.cache;

import static kepu.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import kepu.config.Caching;
import org.junit.jupiter.api.Test;

class MemoryCacheTest extends CacheContract {
    @Override
    Cache cache(Caching config) {
        return new MemoryCache(config, meters);
    }

    @Test
    void itNeverTakesMoreThanItMay() {
        int most = 8 << 20;
        for (int i = 0; i < 3 * most / VALUE_BYTES; i++) {
            put(fresh(), new byte[VALUE_BYTES]);
        }
        eventually("what is too much goes", () -> taken() <= most);
        assertThat(taken()).isGreaterThan(most / 2.0);
    }

    private double taken() {
        return meters.get("kepu.cache.memory.bytes").gauge().value();
    }
}
