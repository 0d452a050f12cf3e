package kepu.bench.load;

import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The reference for answers over HTTP: a server of the same Vert.x on the same transport, with an event loop a core, that does nothing but give
 * answers which were captured before, byte for byte, in turn. A process of its own.
 */
public final class BareServer implements AutoCloseable {
    /** Vert.x gives all servers that ask for the same negative port one free port. */
    private static final int ANY_SHARED_PORT = -1;

    private static final String LISTENING = "listening on ";
    private static final String LENGTH = "content-length";
    private static final int STARTING_SECONDS = 30;
    private static final int ENDING_SECONDS = 10;
    private static final String HEAP = "-Xmx512m";

    private final Process process;
    private final int port;

    private BareServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts one that gives what {@code ours} answers to the first requests of a file, and checks that it does. */
    public static BareServer like(int ours, Path requests, int answers, Path folder) throws IOException {
        List<RawAnswer> captured = RawAnswer.of(ours, requests, answers);
        BareServer bare = start(captured, folder);
        for (RawAnswer answer : RawAnswer.of(bare.port, requests, 1)) {
            if (captured.stream().noneMatch(answer::isSame)) {
                bare.close();
                throw new IOException("the bare server answers with other bytes");
            }
        }
        return bare;
    }

    /** Starts one that gives these answers in turn. The folder is for the file of them. */
    static BareServer start(List<RawAnswer> answers, Path folder) throws IOException {
        JsonArray json = new JsonArray();
        answers.forEach(answer -> json.add(answer.json()));
        Path file = Files.createTempFile(Files.createDirectories(folder), "answers", ".json");
        Files.writeString(file, json.encode());
        List<String> options = new ArrayList<>(Children.inherited());
        options.addAll(List.of(HEAP, "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow"));
        Process process = Children.start(new ProcessBuilder(
                        Children.java(options, BareServer.class.getName(), file.toString()))
                .redirectError(file.resolveSibling(file.getFileName() + ".log").toFile()));
        try {
            return new BareServer(process, listening(process));
        } catch (IOException e) {
            Children.end(process, ENDING_SECONDS);
            throw e;
        }
    }

    public int port() {
        return port;
    }

    public List<ProcessHandle> processes() {
        return List.of(process.toHandle());
    }

    @Override
    public void close() {
        Children.end(process, ENDING_SECONDS);
    }

    /** The process: its argument is the file of the answers. */
    public static void main(String[] arguments) throws IOException, TimeoutException {
        List<RawAnswer> answers = new JsonArray(Files.readString(Path.of(arguments[0])))
                .stream().map(JsonObject.class::cast).map(RawAnswer::of).toList();
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        AtomicInteger port = new AtomicInteger();
        DeploymentOptions instances =
                new DeploymentOptions().setInstances(Runtime.getRuntime().availableProcessors());
        vertx.deployVerticle(() -> new Loop(answers, port), instances).await(STARTING_SECONDS, TimeUnit.SECONDS);
        System.out.println(LISTENING + port.get());
    }

    private static int listening(Process process) throws IOException {
        // not closed: the process lives with its output
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        @Nullable String line = lines.readLine();
        if (line == null || !line.startsWith(LISTENING)) {
            throw new IOException("the bare server does not start: " + line);
        }
        return Integer.parseInt(line.substring(LISTENING.length()));
    }

    /** One event loop. */
    private static final class Loop extends VerticleBase {
        private final List<RawAnswer> answers;
        private final List<Buffer> bodies;
        private final AtomicInteger port;
        private int turn;

        Loop(List<RawAnswer> answers, AtomicInteger port) {
            this.answers = answers;
            this.bodies =
                    answers.stream().map(answer -> Buffer.buffer(answer.body())).toList();
            this.port = port;
        }

        @Override
        public Future<?> start() {
            HttpServer server = vertx.createHttpServer(
                            new HttpServerOptions().setHost("127.0.0.1").setPort(ANY_SHARED_PORT))
                    .requestHandler(this::answer);
            return server.listen().onSuccess(listening -> port.set(listening.actualPort()));
        }

        private void answer(HttpServerRequest request) {
            turn = (turn + 1) % bodies.size();
            RawAnswer answer = answers.get(turn);
            HttpServerResponse response = request.response().setStatusCode(answer.status());
            for (RawAnswer.Header header : answer.headers()) {
                if (!header.name().toLowerCase(Locale.ROOT).equals(LENGTH)) {
                    response.headers().add(header.name(), header.value());
                }
            }
            response.end(bodies.get(turn));
        }
    }
}
