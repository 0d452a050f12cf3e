package kepu.content.source;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.WorkerExecutor;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import kepu.base.Failure;
import kepu.base.Sha256;
import kepu.base.Shortened;
import kepu.config.Editorial;
import kepu.content.Kind;
import kepu.people.Caller;
import kepu.region.Regions;
import org.jspecify.annotations.Nullable;

/** Documents that staff upload: Markdown, HTML and DOCX become drafts in review. The same again gives the same draft. */
public final class Documents {
    private static final String ORIGIN = "upload";
    private static final int TITLE = 60;
    private static final int SUMMARY = 120;

    private final WorkerExecutor workers;
    private final DocumentReader reader;
    private final Drafts drafts;
    private final Regions regions;
    private final int most;
    private final AtomicInteger waiting = new AtomicInteger();
    private final Counter refused;

    Documents(WorkerExecutor workers, Drafts drafts, Regions regions, Editorial.Uploads config, MeterRegistry meters) {
        this.workers = workers;
        this.reader = new DocumentReader(
                new DocumentReader.Limits(config.documentBytes(), config.unpackedBytes(), config.unpackedFiles()));
        this.drafts = drafts;
        this.regions = regions;
        this.most = config.waiting();
        this.refused = meters.counter("kepu.uploads.refused", "limit", "waiting");
        Gauge.builder("kepu.uploads.waiting", waiting, AtomicInteger::get).register(meters);
    }

    /** What staff say of a document; null leaves it to the document. */
    public record About(
            @Nullable String title,
            @Nullable String summary,
            String source,
            @Nullable String url,
            Source.Given given) {}

    /** What became of a document: the draft's id, and what of it was left out. */
    public record Made(String draft, String title, String summary, List<String> warnings) {}

    /** Reads a document of this media type on a worker; {@link Failure.Invalid} of type {@code document-…} when it cannot be. */
    public Future<Made> take(Caller.OfStaff staff, byte[] bytes, String type, @Nullable String charset, About about) {
        about.given().regions().forEach(region -> regions.within(staff.scope(), region));
        if (waiting.incrementAndGet() > most) {
            waiting.decrementAndGet();
            refused.increment();
            throw new Failure.TooMany("uploads-busy", "正在转换的文档太多，请过一会儿再试", 10);
        }
        String key = key(bytes, about);
        return workers.executeBlocking(() -> reader.read(bytes, type, charset), false)
                .onComplete(done -> waiting.decrementAndGet())
                .compose(document -> add(staff, proposal(document, about), key, document.warnings()));
    }

    private static String key(byte[] bytes, About about) {
        MessageDigest digest = Sha256.begin();
        digest.update(bytes);
        Source.Given given = about.given();
        Stream.of(about.title(), about.summary(), about.source(), about.url(), given.licence(), given.authority())
                .forEach(part -> digest.update(("\0" + part).getBytes(StandardCharsets.UTF_8)));
        digest.update((given.topic() + " " + new TreeSet<>(given.groups()) + given.regions() + given.trust())
                .getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private Future<Made> add(Caller.OfStaff staff, Proposal proposal, String key, List<String> warnings) {
        return drafts.add(staff, proposal, ORIGIN, staff.id() + ":" + key)
                .map(id -> new Made(id, proposal.title(), proposal.summary(), warnings));
    }

    private static Proposal proposal(DocumentReader.Document document, About about) {
        String title = about.title() == null ? Shortened.of(document.title(), TITLE) : about.title();
        String summary = about.summary() == null ? Shortened.of(document.beginning(), SUMMARY) : about.summary();
        return new Proposal(
                Kind.ARTICLE,
                title,
                summary.isBlank() ? title : summary,
                about.source(),
                about.given(),
                document.text(),
                about.url() == null
                        ? List.of()
                        : List.of(new Proposal.Attribution(
                                about.source(), about.url(), about.given().licence())),
                null);
    }
}
