package kepu.rumour;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import kepu.base.Failure;
import kepu.config.Config;
import kepu.search.claim.Matcher;
import kepu.search.claim.Plain;

/** Checks texts against the claims, on a worker, so many at once. */
final class Checking {
    private static final int RETRY_AFTER_SECONDS = 5;

    private final Claims claims;
    private final Unknowns unknowns;
    private final Config.Rumours config;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter busy;
    private final Counter tooLong;
    private final Counter answered;
    private final Counter abstained;

    Checking(Claims claims, Unknowns unknowns, Config.Rumours config, MeterRegistry meters) {
        this.claims = claims;
        this.unknowns = unknowns;
        this.config = config;
        this.busy = meters.counter("kepu.claims.refused", "limit", "waiting");
        this.tooLong = meters.counter("kepu.claims.refused", "limit", "text");
        this.answered = meters.counter("kepu.claims.checks", "result", "verdict");
        this.abstained = meters.counter("kepu.claims.checks", "result", "none");
        meters.gauge("kepu.claims.waiting", waiting);
    }

    Future<Checked> check(String text) {
        if (text.length() > config.textChars()) {
            tooLong.increment();
            throw new Failure.Invalid(
                    "text-too-long",
                    "文字太长，最多 %,d 字，请分几次核查".formatted(config.textChars()),
                    List.of(new Failure.Fault("/text", "最多 %,d 字".formatted(config.textChars()))));
        }
        if (waiting.incrementAndGet() > config.waiting()) {
            waiting.decrementAndGet();
            busy.increment();
            throw new Failure.TooMany("claims-busy", "正在核查的人太多，请稍后再试", RETRY_AFTER_SECONDS);
        }
        return claims.aside(() -> Plain.of(text))
                .compose(plain -> match(plain))
                .onComplete(done -> waiting.decrementAndGet());
    }

    /** The verdicts on what a short question asks about; none when too many texts are checked at once. */
    Future<Checked> asked(String question) {
        if (waiting.incrementAndGet() > config.waiting()) {
            waiting.decrementAndGet();
            busy.increment();
            return Future.succeededFuture(new Checked(List.of(), List.of()));
        }
        return claims.aside(() -> Plain.of(question))
                .compose(this::matches)
                .map(matches -> new Checked(found(matches), List.of()))
                .onComplete(done -> waiting.decrementAndGet());
    }

    private Future<Checked> match(Plain plain) {
        return matches(plain).map(matches -> checked(plain, matches));
    }

    private Future<List<Matcher.Match>> matches(Plain plain) {
        return claims.match(plain, new Matcher.Limits(config.statements(), config.vectors()));
    }

    private Checked checked(Plain plain, List<Matcher.Match> matches) {
        (matches.isEmpty() ? abstained : answered).increment();
        List<String> unknown =
                plain.apartFrom(matches.stream().map(Matcher.Match::statement).toList(), config.unknownParts()).stream()
                        .map(unknowns::kept)
                        .toList();
        return new Checked(found(matches), unknown);
    }

    private List<Checked.Found> found(List<Matcher.Match> matches) {
        return matches.stream()
                .limit(config.verdicts())
                .map(match -> new Checked.Found(claims.known(match.claim()), match.probability(), match.statement()))
                .toList();
    }
}
