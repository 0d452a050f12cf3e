package kepu.store;

import org.junit.jupiter.api.Test;

class MemoryBusTest extends BusContract {
    private final MemoryBus first = new MemoryBus();

    @Override
    Bus bus() {
        return first.beside();
    }

    @Test
    void aNodeByItselfTellsNobody() {
        MemoryBus alone = new MemoryBus();
        alone.subscribe("news", hint -> {
            throw new AssertionError(hint);
        });
        alone.start();
        alone.publish("news", "hint");
    }
}
