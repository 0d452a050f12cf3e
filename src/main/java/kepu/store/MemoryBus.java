package kepu.store;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The bus of nodes in one process; of a node by itself, which then has nobody to tell. */
public final class MemoryBus implements Bus {
    private static final Logger LOG = LoggerFactory.getLogger(MemoryBus.class);

    private final Map<String, List<Consumer<String>>> handlers = new ConcurrentHashMap<>();
    private final List<MemoryBus> all;

    /** The bus of a node by itself. */
    public MemoryBus() {
        this(new CopyOnWriteArrayList<>());
    }

    private MemoryBus(List<MemoryBus> all) {
        this.all = all;
    }

    /** The bus of another node. */
    public MemoryBus beside() {
        return new MemoryBus(all);
    }

    @Override
    public void publish(String topic, String payload) {
        if (all.contains(this)) {
            all.stream().filter(bus -> !equals(bus)).forEach(bus -> bus.hear(topic, payload));
        }
    }

    private void hear(String topic, String payload) {
        for (Consumer<String> handler : handlers.getOrDefault(topic, List.of())) {
            try {
                handler.accept(payload);
            } catch (RuntimeException e) {
                LOG.error("a hint on {} was not taken", topic, e);
            }
        }
    }

    @Override
    public void subscribe(String topic, Consumer<String> handler) {
        handlers.computeIfAbsent(topic, fresh -> new CopyOnWriteArrayList<>()).add(handler);
    }

    @Override
    public void start() {
        all.add(this);
    }

    @Override
    public void close() {
        all.remove(this);
    }
}
