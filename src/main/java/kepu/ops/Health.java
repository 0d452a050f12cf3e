package kepu.ops;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;
import kepu.config.Config;
import kepu.config.Redis;
import kepu.store.Reader;
import org.jspecify.annotations.Nullable;

/** How this node and what it stands on are doing, for staff, from what the program measures already. */
public final class Health implements AutoCloseable {
    private static final long PROBE_MILLIS = 2_000;
    private static final long SLOW_MILLIS = 200;
    private static final int SCARCE_PERCENT = 15;
    private static final int FULL_PERCENT = 5;
    private static final int HEAP_PERCENT = 90;
    private static final int QUEUE_PERCENT = 50;
    private static final int OLD_MODEL_DAYS = 30;
    private static final long BEHIND_SERVICES = 100_000;
    private static final long MEBIBYTE = 1L << 20;
    private static final double GIBIBYTE = 1L << 30;
    private static final DateTimeFormatter MADE = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");

    /** Whether somebody has to do something about it: not, soon, now. */
    public enum State {
        GOOD,
        WATCH,
        BAD
    }

    /** One thing that was looked at: what it is called, how it is, and what to do about it (empty when it is good). */
    public record Check(String code, String name, State state, String text, String advice) {}

    /** What a node serves with: what each is called, and whether it is there. */
    public record Parts(Map<String, BooleanSupplier> awaited, Supplier<@Nullable String> modelVersion) {}

    private final Reader database;
    private final MeterRegistry meters;
    private final Config config;
    private final Clock clock;
    private final Parts parts;
    private final WorkerExecutor worker;

    public Health(Vertx vertx, Reader database, MeterRegistry meters, Config config, Clock clock, Parts parts) {
        this.database = database;
        this.meters = meters;
        this.config = config;
        this.clock = clock;
        this.parts = parts;
        this.worker = vertx.createSharedWorkerExecutor("health", 1);
    }

    /** Looks at everything; what cannot be reached is a bad check and no failure. */
    public Future<List<Check>> look() {
        Future<Check> reached = database();
        Future<Check> disk = disk();
        return Future.all(reached, disk)
                .map(both -> Stream.of(
                                List.of(node(), nodes(), reached.result()),
                                replica(),
                                List.of(redis(), disk.result()),
                                queues(),
                                List.of(record(), jobs(), model()),
                                awaited())
                        .flatMap(List::stream)
                        .toList());
    }

    @Override
    public void close() {
        worker.close();
    }

    private Check node() {
        Runtime runtime = Runtime.getRuntime();
        long used = runtime.totalMemory() - runtime.freeMemory();
        long percent = 100 * used / runtime.maxMemory();
        Duration up = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return check(
                "node",
                "这个节点",
                percent >= HEAP_PERCENT ? State.WATCH : State.GOOD,
                "已运行 %s；内存用了 %,d / %,d MiB；%d 个处理器"
                        .formatted(
                                spoken(up),
                                used / MEBIBYTE,
                                runtime.maxMemory() / MEBIBYTE,
                                runtime.availableProcessors()),
                "内存快用完了，请加内存或减少缓存");
    }

    private static String spoken(Duration time) {
        return time.toDays() > 0
                ? "%d 天 %d 小时".formatted(time.toDays(), time.toHoursPart())
                : time.toHours() > 0
                        ? "%d 小时 %d 分钟".formatted(time.toHours(), time.toMinutesPart())
                        : "%d 分钟".formatted(time.toMinutes());
    }

    private Check nodes() {
        return check("nodes", "在线节点", State.GOOD, "%d 个".formatted(Math.round(gauge("kepu.presence.nodes", 1))), "");
    }

    private Future<Check> database() {
        long began = System.nanoTime();
        return database.query("select pg_database_size(current_database())")
                .timeout(PROBE_MILLIS, TimeUnit.MILLISECONDS)
                .map(rows -> {
                    long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
                    double size = rows.iterator().next().getLong(0) / GIBIBYTE;
                    return check(
                            "database",
                            "数据库",
                            millis >= SLOW_MILLIS ? State.WATCH : State.GOOD,
                            "%d 毫秒答复；数据 %.1f GiB".formatted(millis, size),
                            "答复很慢，请看数据库服务器的负载");
                })
                .otherwise(cause -> check("database", "数据库", State.BAD, "连不上", "请检查数据库服务器和网络"));
    }

    private List<Check> replica() {
        if (config.database().replica().isEmpty()) {
            return List.of();
        }
        double lag = gauge("kepu.replica.lag.seconds", Double.NaN);
        boolean close = lag <= config.database().replicaLagSeconds();
        return List.of(check(
                "replica",
                "只读副本",
                close ? State.GOOD : State.WATCH,
                Double.isNaN(lag) ? "不知道落后多少" : "落后 %.0f 秒".formatted(lag),
                "副本跟不上，统计暂时由主库答复"));
    }

    private Check redis() {
        if (config.redis().servers() == Redis.Servers.NONE) {
            return check("redis", "Redis", State.GOOD, "没有配置（一个节点用不着）", "");
        }
        boolean connected = gauge("kepu.bus.connected", 0) > 0;
        return check(
                "redis",
                "Redis",
                connected ? State.GOOD : State.WATCH,
                connected ? "已连上" : "连不上",
                "服务照常，节点之间改由数据库传消息，会慢一点；请检查 Redis");
    }

    private Future<Check> disk() {
        return worker.executeBlocking(() -> Files.getFileStore(config.data()), false)
                .compose(store -> worker.executeBlocking(() -> disk(store), false))
                .otherwise(cause -> check("disk", "磁盘", State.WATCH, "看不到数据目录", "请检查数据目录的权限"));
    }

    private static Check disk(FileStore store) throws java.io.IOException {
        long percent = 100 * store.getUsableSpace() / Math.max(1, store.getTotalSpace());
        State state = percent < FULL_PERCENT ? State.BAD : percent < SCARCE_PERCENT ? State.WATCH : State.GOOD;
        return check(
                "disk",
                "磁盘",
                state,
                "数据目录所在的盘还剩 %.1f GiB（%d%%）".formatted(store.getUsableSpace() / GIBIBYTE, percent),
                "空间不多了，请清理或扩容");
    }

    private List<Check> queues() {
        return List.of(
                queue("events", "等着入库的行为", "kepu.events.queued", config.events().queueEvents()),
                queue(
                        "receipts",
                        "等着入库的应急回执",
                        "kepu.bulletins.receipts.queued",
                        config.bulletins().receipts()),
                queue("search", "等着的搜索", "kepu.search.waiting", config.search().waiting()),
                queue(
                        "audience",
                        "等着的人群估算",
                        "kepu.audience.waiting",
                        config.audience().waiting()),
                queue(
                        "channels",
                        "正在发出的外部推送",
                        "kepu.channels.underway",
                        config.channels().mostUnderWay()));
    }

    private Check queue(String code, String name, String gauge, long most) {
        long waiting = Math.round(gauge(gauge, 0));
        return check(
                "queue-" + code,
                name,
                100 * waiting >= QUEUE_PERCENT * most ? State.WATCH : State.GOOD,
                "%,d（最多 %,d）".formatted(waiting, most),
                "积压较多；满了会请人稍后再试");
    }

    private Check record() {
        long behind = Math.round(gauge("kepu.services.unsealed", 0));
        return check(
                "record",
                "服务记录",
                behind > BEHIND_SERVICES ? State.WATCH : State.GOOD,
                "%,d 条等着封存".formatted(behind),
                "封存跟不上，统计会晚一些");
    }

    private Check jobs() {
        long failed = Math.round(meters.find("kepu.jobs.failed").counters().stream()
                .mapToDouble(Counter::count)
                .sum());
        return check(
                "jobs",
                "定时工作",
                failed > 0 ? State.WATCH : State.GOOD,
                failed == 0 ? "启动以来没有失败过" : "启动以来失败过 %,d 次".formatted(failed),
                "失败的会自己重做；如果还在增加，请看日志");
    }

    private Check model() {
        String version = parts.modelVersion().get();
        if (version == null) {
            return check("model", "推荐模型", State.WATCH, "还没有上线的版本，按内容本身推荐", "可以在“模型”里训练并上线一个版本");
        }
        Instant made = LocalDateTime.parse(version.substring(0, 15), MADE).toInstant(ZoneOffset.UTC);
        long days = Math.max(0, Duration.between(made, clock.instant()).toDays());
        return check(
                "model",
                "推荐模型",
                days > OLD_MODEL_DAYS ? State.WATCH : State.GOOD,
                days == 0 ? "线上版本是今天训练的" : "线上版本是 %d 天前训练的".formatted(days),
                "训练得有些久了，建议重新训练");
    }

    private List<Check> awaited() {
        List<Check> checks = new ArrayList<>();
        parts.awaited()
                .forEach((name, there) -> checks.add(check(
                        "index",
                        name,
                        there.getAsBoolean() ? State.GOOD : State.WATCH,
                        there.getAsBoolean() ? "已建好" : "正在建立",
                        "建好以前也能用，只是慢一些或少一些")));
        return checks;
    }

    private double gauge(String name, double otherwise) {
        Gauge gauge = meters.find(name).gauge();
        return gauge == null ? otherwise : gauge.value();
    }

    private static Check check(String code, String name, State state, String text, String advice) {
        return new Check(code, name, state, text, state == State.GOOD ? "" : advice);
    }
}
