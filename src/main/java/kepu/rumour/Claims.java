package kepu.rumour;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.base.Topic;
import kepu.search.claim.ClaimText;
import kepu.search.claim.Matcher;
import kepu.search.claim.Meanings;
import kepu.search.claim.Plain;
import kepu.search.sentence.SentenceVectors;
import kepu.store.Changes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The claims that are known, in memory, ready to be recognised; they follow what is imported anywhere. */
public final class Claims {
    private static final Logger LOG = LoggerFactory.getLogger(Claims.class);

    /** All claims at one moment, by id, and what recognises them, which after a boot is made while they can be looked up already. */
    private record Book(Map<String, Verdict> byId, List<Verdict> inOrder, Future<Matcher> matcher) {
        static Book of(List<Verdict> verdicts, Future<Matcher> matcher) {
            Map<String, Verdict> byId = new HashMap<>();
            verdicts.forEach(verdict -> byId.put(verdict.id(), verdict));
            return new Book(byId, verdicts, matcher);
        }

        private static List<ClaimText> texts(List<Verdict> verdicts) {
            return verdicts.stream().map(Verdict::text).toList();
        }
    }

    /** Forms whose vectors are made at a time while nobody is checked. */
    private static final int FORMS_AT_A_TIME = 20;

    private final ClaimStore store;
    private final SentenceVectors vectors;
    private final WorkerExecutor worker;
    /** Read by the worker, whose one thread alone asks for it. */
    private volatile @Nullable Meanings shipped;

    private final AtomicInteger loads = new AtomicInteger();
    private volatile Book book;
    private volatile Runnable tell = () -> {};

    Claims(Vertx vertx, ClaimStore store, SentenceVectors vectors, MeterRegistry meters) {
        this.store = store;
        this.vectors = vectors;
        meters.gauge("kepu.claims.vectors", vectors, one -> one.isOn() ? 1 : 0);
        FunctionCounter.builder("kepu.claims.vectors.left.out", this, Claims::leftOut)
                .register(meters);
        this.worker = vertx.createSharedWorkerExecutor("kepu-claims", 1);
        this.book = Book.of(List.of(), Future.failedFuture("claims are not read yet"));
    }

    /** Reads all for the first time; what recognises them follows, and whoever asks for it before waits for it. */
    Future<Void> open() {
        int number = loads.incrementAndGet();
        return store.all().map(verdicts -> {
            Future<Matcher> matcher = matcher(verdicts);
            book = Book.of(verdicts, matcher);
            matcher.onSuccess(made -> complete(number, verdicts))
                    .onFailure(cause -> LOG.error("claims cannot be recognised", cause));
            return null;
        });
    }

    /** Reads all; vectors that are not there yet are made afterwards. */
    private Future<Void> load() {
        int number = loads.incrementAndGet();
        return store.all().compose(this::read).map(verdicts -> {
            complete(number, verdicts);
            return null;
        });
    }

    private Future<List<Verdict>> read(List<Verdict> verdicts) {
        return matcher(verdicts).map(made -> {
            book = Book.of(verdicts, Future.succeededFuture(made));
            return verdicts;
        });
    }

    private Future<Matcher> matcher(List<Verdict> verdicts) {
        return worker.executeBlocking(() -> Matcher.of(Book.texts(verdicts), meanings()));
    }

    private Meanings meanings() {
        Meanings known = shipped;
        if (known == null) {
            known = Meanings.shipped(vectors);
            shipped = known;
        }
        return known;
    }

    private long leftOut() {
        Meanings known = shipped;
        return known == null ? 0 : known.leftOut();
    }

    /** Whether texts can be checked without waiting. */
    boolean isReady() {
        return book.matcher().succeeded();
    }

    /** Makes some of the vectors that are not there yet, and so on, unless the claims are read anew; then looks at them again. */
    private void complete(int number, List<Verdict> verdicts) {
        if (loads.get() != number) {
            return;
        }
        List<ClaimText> texts = Book.texts(verdicts);
        aside(() -> meanings().missing(texts))
                .compose(missing -> missing.isEmpty() ? Future.succeededFuture() : complete(number, verdicts, missing))
                .onFailure(cause -> {
                    if (loads.get() == number) {
                        LOG.warn("vectors of claims were not made: {}", cause.toString());
                    }
                });
    }

    private Future<Void> complete(int number, List<Verdict> verdicts, List<String> missing) {
        if (loads.get() != number) {
            return Future.succeededFuture();
        }
        if (missing.isEmpty() || !vectors.isOn()) {
            return read(verdicts).mapEmpty();
        }
        int some = Math.min(FORMS_AT_A_TIME, missing.size());
        return aside(() -> {
                    meanings().keep(missing.subList(0, some));
                    return some;
                })
                .compose(made -> complete(number, verdicts, missing.subList(some, missing.size())));
    }

    /** Takes in what is imported by whomever. */
    void follow(Changes changes) {
        tell = changes.follow("claims", this::load);
    }

    /** Something was committed here that changes how claims are recognised. */
    void tell() {
        tell.run();
    }

    /** The verdict of an id that a caller gave; {@link Failure.Missing} when there is none. */
    public Verdict known(String id) {
        Verdict verdict = book.byId().get(id);
        if (verdict == null) {
            throw new Failure.Missing("claim-missing", "没有这条辟谣：" + id);
        }
        return verdict;
    }

    /** By id, those of a topic or all, after an id. */
    public List<Verdict> list(@Nullable Topic topic, @Nullable String after, int most) {
        return book.inOrder().stream()
                .filter(verdict -> topic == null || verdict.topic() == topic)
                .filter(verdict -> after == null || verdict.id().compareTo(after) > 0)
                .limit(most)
                .toList();
    }

    /** What a text makes of the claims, the most probable first, each by the shortest words that do; on a worker. */
    Future<List<Matcher.Match>> match(Plain text, Matcher.Limits limits) {
        return book.matcher()
                .compose(matcher -> aside(() -> matcher.match(text, limits).stream()
                        .map(match -> new Wording(matcher, text, limits).shortest(match))
                        .toList()));
    }

    /** Any work on the worker. */
    <T> Future<T> aside(Callable<T> work) {
        return worker.executeBlocking(work, false);
    }

    /** Done when nothing runs any more: the one thread comes to the last task when what is under way is over. */
    Future<Void> close() {
        loads.incrementAndGet();
        return worker.<@Nullable Void>executeBlocking(
                        () -> {
                            vectors.close();
                            return null;
                        },
                        false)
                .eventually(worker::close);
    }
}
