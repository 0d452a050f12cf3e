package kepu.bench.load;

import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Our own generator for where wrk is missing: a process that stays from turn to turn, so that its code is warm. */
final class OwnGenerator implements Generator {
    private static final int ENDING_SECONDS = 10;
    private static final String HEAP = "-Xmx512m";

    private final Process process;
    private final BufferedReader said;
    private final Writer told;

    OwnGenerator() throws IOException {
        this.process = Children.start(new ProcessBuilder(Children.java(
                        List.of(HEAP, "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"),
                        OwnClient.class.getName()))
                .redirectError(ProcessBuilder.Redirect.DISCARD));
        this.said = process.inputReader(StandardCharsets.UTF_8);
        this.told = process.outputWriter(StandardCharsets.UTF_8);
    }

    @Override
    public Turn run(Load load) throws IOException {
        List<ProcessHandle> own = List.of(process.toHandle());
        long before = Usage.cpuMillis(own);
        told.write(new JsonObject()
                .put("port", load.port())
                .put("requests", load.requests().toString())
                .put("from", load.from())
                .put("threads", load.effort().threads())
                .put("connections", load.effort().connections())
                .put("seconds", load.effort().seconds())
                .encode());
        told.write('\n');
        told.flush();
        @Nullable String answer = said.readLine();
        if (answer == null || !answer.startsWith("{")) {
            throw new IOException("the load generator ended: " + answer);
        }
        JsonObject turn = new JsonObject(answer);
        if (turn.containsKey("failure")) {
            throw new IOException("the load generator: " + turn.getString("failure"));
        }
        return Turn.of(turn).withGenerator((double) (Usage.cpuMillis(own) - before));
    }

    @Override
    public String name() {
        return "our own client";
    }

    @Override
    public void close() {
        Children.end(process, ENDING_SECONDS);
    }
}
