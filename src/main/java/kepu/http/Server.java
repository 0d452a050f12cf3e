package kepu.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import kepu.base.Failure;
import kepu.base.Text;
import kepu.config.Config;
import kepu.recommend.tune.Searches;
import org.jspecify.annotations.Nullable;

/** One event loop's share of the public port. As many as there are cores listen on the same port. */
public final class Server extends VerticleBase {
    /** Vert.x gives all servers that ask for the same negative port one free port. */
    private static final int ANY_SHARED_PORT = -1;

    /** A path, or the absolute form that proxies use (RFC 9112, 3.2). */
    private static final Pattern TARGET = Pattern.compile("(?:https?://[^/?#\\[\\]\\s]+)?/\\S*");

    private static final int MAX_LINE_BYTES = 4_096;
    private static final int MAX_HEADER_BYTES = 16_384;
    private static final int MAX_FRAME_BYTES = 16_384;
    private static final int IDLE_SECONDS = 120;

    /** Time in which requests that are under way come to their end when the server does. */
    private static final int ENDING_SECONDS = 5;

    private final Rooms rooms;
    private final Shared shared;
    private @Nullable HttpServer server;
    private @Nullable Overload overload;
    private @Nullable OpenFiles open;

    public Server(Rooms rooms, Shared shared) {
        this.rooms = rooms;
        this.shared = shared;
    }

    /** What all servers of a node have in common. */
    public static final class Shared {
        private final Contract contract = new Contract();
        private final Assets assets = new Assets(contract);
        private final AtomicInteger connections = new AtomicInteger();
        private final AtomicInteger port = new AtomicInteger();
        private final GuestLimit guests;
        /** Of guests who ask questions, and who have something checked, beside what they may call at all. */
        private final GuestLimit askers;

        private final GuestLimit checks;
        private final ReadyItems items;
        private final AtomicInteger openMedia = new AtomicInteger();
        private final Timings timings;
        private final Overload.Counts overloads;
        private final Counter refusedConnections;
        private final Counter refusedBodies;

        public Shared(Config config, MeterRegistry meters) {
            boolean behindProxy = config.http().behindProxy();
            this.guests = new GuestLimit(config.http().guestRequestsPerMinute(), behindProxy, meters);
            this.askers = new GuestLimit(
                    config.questions().guestsPerMinute(),
                    behindProxy,
                    meters.counter("kepu.questions.refused", "limit", "guests"));
            this.checks = new GuestLimit(
                    config.rumours().guestChecksPerMinute(),
                    behindProxy,
                    meters.counter("kepu.claims.refused", "limit", "guests"));
            this.refusedConnections = meters.counter("kepu.http.refused", "limit", "connections");
            this.refusedBodies = meters.counter("kepu.http.refused", "limit", "body");
            this.timings = new Timings(meters);
            this.overloads = new Overload.Counts(meters);
            this.items = new ReadyItems(config.http().readyItemBytes(), meters);
            meters.gauge("kepu.http.connections", connections);
            meters.gauge("kepu.media.open", openMedia);
        }

        /** The public port, once a server listens. */
        public int port() {
            return port.get();
        }
    }

    @Override
    public Future<?> start() {
        HttpServerOptions options = new HttpServerOptions()
                .setHost(rooms.http().host())
                .setPort(
                        rooms.http().port() == 0
                                ? ANY_SHARED_PORT
                                : rooms.http().port())
                .setMaxInitialLineLength(MAX_LINE_BYTES)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxWebSocketFrameSize(MAX_FRAME_BYTES)
                .setMaxWebSocketMessageSize(MAX_FRAME_BYTES)
                .setIdleTimeout(IDLE_SECONDS)
                // answers are written on the loop of their connection, so that none needs a queue between threads
                .setStrictThreadMode(true);
        HttpServer made = vertx.createHttpServer(options)
                .connectionHandler(this::count)
                .requestHandler(way())
                .invalidRequestHandler(Server::refuse);
        server = made;
        return made.listen().onSuccess(listening -> shared.port.set(listening.actualPort()));
    }

    /** Takes no connection any more, and answers what was asked before the rooms behind it close. */
    @Override
    public Future<?> stop() {
        HttpServer present = server;
        return present == null
                ? Future.succeededFuture()
                : present.shutdown(ENDING_SECONDS, TimeUnit.SECONDS).onComplete(done -> ended());
    }

    private void ended() {
        if (overload != null) {
            overload.close();
        }
        if (open != null) {
            open.close();
        }
    }

    private void count(HttpConnection connection) {
        if (shared.connections.incrementAndGet() > rooms.http().connections()) {
            shared.connections.decrementAndGet();
            shared.refusedConnections.increment();
            connection.close();
            return;
        }
        connection.closeHandler(closed -> shared.connections.decrementAndGet());
    }

    /** Past the gate, the short way for the calls that it leads to and the router for everything else. */
    private Handler<HttpServerRequest> way() {
        Router router = Router.router(vertx);
        Overload present = new Overload(vertx, rooms.http().overload(), shared.overloads, shared.assets::isOfApp);
        overload = present;
        Edge edge = new Edge(
                vertx,
                router,
                new Edge.Ground(shared.contract, rooms.tokens(), shared.guests, shared.timings),
                present,
                new Edge.Limits(rooms.http().bodyBytes(), rooms.http().requestMillis()));
        fill(router, edge);
        return request -> {
            if (!present.refuses(request) && !edge.take(request)) {
                router.handle(request);
            }
        };
    }

    private void fill(Router router, Edge edge) {
        for (int status : new int[] {404, 405, 415}) {
            router.errorHandler(status, context -> Problems.send(context, Problems.status(status), status));
        }
        router.errorHandler(413, context -> {
            shared.refusedBodies.increment();
            Problems.send(context, Problems.status(413), 413);
        });
        router.errorHandler(500, context -> Problems.answer(context, context.failure()));
        router.errorHandler(400, context -> Problems.answer(context, cause(context)));
        router.route().handler(Server::keepClean);
        // before the many addresses of the contract, which the router compares one after another
        MediaFiles media = media();
        media.mount(router);
        mount(edge, media);
        new ShareRoutes(
                        rooms.items(),
                        rooms.rumours().claims(),
                        rooms.posters(),
                        rooms.http().publicUrl())
                .mount(edge, router);
        edge.complete();
        router.get("/.well-known/jwks.json")
                .handler(context -> context.response()
                        .putHeader("content-type", "application/jwk-set+json")
                        .end(rooms.keys().publicSet()));
        shared.assets.mount(router);
    }

    private MediaFiles media() {
        OpenFiles files = new OpenFiles(vertx, rooms.http().openMedia(), shared.openMedia, System::nanoTime);
        open = files;
        return new MediaFiles(vertx.fileSystem(), files, rooms.media(), rooms.withdrawnMedia());
    }

    private void mount(Edge edge, MediaFiles media) {
        new SessionRoutes(rooms.codes(), rooms.sessions(), rooms.clock()).mount(edge);
        new AccountRoutes(rooms.staffing(), rooms.sessions(), rooms.regions()).mount(edge);
        new MeRoutes(
                        rooms,
                        new PushSettingsWire(
                                rooms.push(), rooms.regions(), rooms.config().governor()))
                .mount(edge);
        new TagRoutes(rooms.tags()).mount(edge);
        new FeedRoutes(rooms).mount(edge);
        new ItemRoutes(rooms, media, shared.items).mount(edge);
        new LibraryRoutes(rooms.vetting(), rooms.push(), rooms.regions()).mount(edge);
        new SourceRoutes(rooms.sources()).mount(edge);
        new UploadRoutes(rooms.sources().documents(), rooms.config().uploads().documentBytes()).mount(edge);
        new VideoRoutes(rooms.films(), rooms.regions(), rooms.config().uploads().chunkBytes()).mount(edge);
        new SearchRoutes(
                        rooms.searching(),
                        rooms.residents(),
                        rooms.regions(),
                        rooms.config().search())
                .mount(edge);
        new EventRoutes(
                        rooms.ingest(),
                        rooms.residents(),
                        rooms.items(),
                        rooms.clock(),
                        rooms.config().events(),
                        shared.contract)
                .mount(edge);
        new InboxRoutes(rooms.push(), rooms.residents(), rooms.alerts()).mount(edge);
        new LiveRoutes(
                        vertx,
                        rooms.push().hub().shard(context),
                        rooms.push(),
                        rooms.residents(),
                        rooms.tokens(),
                        rooms.clock(),
                        rooms.config().push())
                .mount(edge);
        new CampaignRoutes(rooms.push(), rooms.regions(), rooms.clock()).mount(edge);
        new PushSettingsRoutes(
                        rooms.push(),
                        rooms.regions(),
                        new PushSettingsWire(
                                rooms.push(), rooms.regions(), rooms.config().governor()))
                .mount(edge);
        new SuggestionRoutes(rooms.suggesting(), rooms.push(), rooms.items(), rooms.regions()).mount(edge);
        new VillageRoutes(rooms).mount(edge);
        new BulletinRoutes(rooms.alerts(), rooms.residents(), rooms.regions(), this::url).mount(edge);
        new QuestionRoutes(rooms, shared.askers, this::url).mount(edge);
        new OrderRoutes(rooms).mount(edge);
        new DisseminatorRoutes(rooms).mount(edge);
        new ClaimRoutes(rooms, shared.checks, this::url).mount(edge);
        new RuleRoutes(rooms.rules(), rooms.dryRun()).mount(edge);
        new ChannelRoutes(rooms.channels(), rooms.clock()).mount(edge);
        new SyndicationRoutes(
                        rooms.push(),
                        rooms.items(),
                        rooms.regions(),
                        rooms.http().publicUrl(),
                        rooms.config().channels().feedEntries())
                .mount(edge);
        new InsightRoutes(
                        rooms.serviceFigures(),
                        rooms.regions(),
                        rooms.clock(),
                        rooms.config().services().fewPeople())
                .mount(edge);
        new OutreachRoutes(rooms).mount(edge);
        new RegionRoutes(rooms.regions()).mount(edge);
        new ModelRoutes(rooms.models(), rooms.feeds()::shadow).mount(edge);
        new TrainingRoutes(rooms.models(), new Searches(rooms.models(), rooms.config())).mount(edge);
        new PreviewRoutes(rooms.preview()).mount(edge);
    }

    /** How others reach this server. */
    private String url() {
        return rooms.http().publicUrl().isEmpty()
                ? "http://%s:%d".formatted(rooms.http().host(), shared.port())
                : rooms.http().publicUrl();
    }

    /** What is no HTTP, or too long to be read. */
    private static void refuse(HttpServerRequest request) {
        int status = switch (request.decoderResult().cause()) {
            case TooLongHttpLineException e -> 414;
            case TooLongHttpHeaderException e -> 431;
            case null, default -> 400;
        };
        request.response()
                .setStatusCode(status)
                .putHeader("content-type", Problems.TYPE_OF_CONTENT)
                .putHeader("connection", "close")
                .end(Problems.status(status).toBuffer())
                .onComplete(sent -> request.connection().close());
    }

    /** A path or query that is no clean text is refused before anything reads it. */
    private static void keepClean(RoutingContext context) {
        context.response().putHeader("x-content-type-options", "nosniff");
        try {
            if (!TARGET.matcher(context.request().uri()).matches()
                    || !Wire.isCleanUri(context.request().uri())
                    || !Text.isStorable(context.normalizedPath())) {
                throw new Failure.Invalid("text-invalid", "网址里有不能处理的字符");
            }
            context.next();
        } catch (IllegalArgumentException e) {
            Problems.answer(context, new Failure.Invalid("text-invalid", "网址里有不能处理的字符"));
        } catch (Failure e) {
            Problems.answer(context, e);
        }
    }

    private static Throwable cause(RoutingContext context) {
        return context.failure() == null ? new HttpException(400) : context.failure();
    }
}
