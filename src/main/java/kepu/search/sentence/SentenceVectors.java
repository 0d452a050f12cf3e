package kepu.search.sentence;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import java.io.IOException;
import java.io.InputStream;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vectors of sentences by BGE-small-zh-v1.5 (Xiao et al., 2023), in this process and without a network. The model is opened when the first
 * vector is asked for; when it cannot be, there are none, and that is said once. For many threads; each text takes one thread some milliseconds,
 * so never on an event loop.
 */
public final class SentenceVectors implements AutoCloseable {
    /** Numbers of a vector. */
    public static final int DIMENSIONS = 512;

    private static final Logger LOG = LoggerFactory.getLogger(SentenceVectors.class);
    private static final String MODEL = "/bge-small-zh-v1.5-q.onnx";
    private static final String VOCABULARY = "/bge-small-zh-v1.5-q-tokenizer.json";
    /** What the model reads of a text. */
    private static final int TOKENS = 512;

    private record Opened(WordPieces pieces, OrtEnvironment environment, OrtSession session) {}

    private enum State {
        UNOPENED,
        OPEN,
        OFF
    }

    private final String file;
    private final ReentrantReadWriteLock lock = new ReentrantReadWriteLock();
    private volatile State state;
    private @Nullable Opened opened;

    private SentenceVectors(State state, String file) {
        this.state = state;
        this.file = file;
    }

    /** With the model that the program ships with. */
    public static SentenceVectors shipped() {
        return new SentenceVectors(State.UNOPENED, MODEL);
    }

    /** None at all. */
    public static SentenceVectors none() {
        return new SentenceVectors(State.OFF, MODEL);
    }

    /** With another model's resource, for tests. */
    static SentenceVectors from(String file) {
        return new SentenceVectors(State.UNOPENED, file);
    }

    /** Whether there are vectors, as far as is known: false when there shall be none, the model could not be opened, or it is closed. */
    public boolean isOn() {
        return state != State.OFF;
    }

    /** The vector of a text, of length 1, of what fits of it; null when there are none. */
    public float @Nullable [] of(String text) {
        if (state == State.UNOPENED) {
            open();
        }
        lock.readLock().lock();
        try {
            Opened model = opened;
            return model == null ? null : vector(model, text);
        } finally {
            lock.readLock().unlock();
        }
    }

    private void open() {
        lock.writeLock().lock();
        try {
            if (state == State.UNOPENED) {
                state = State.OFF;
                opened = opened(file);
                state = State.OPEN;
            }
        } catch (IOException | OrtException | LinkageError | RuntimeException e) {
            LOG.warn(
                    "the model for vectors of sentences cannot be opened; rumours are compared without them: {}",
                    e.toString());
        } finally {
            lock.writeLock().unlock();
        }
    }

    private static Opened opened(String file) throws IOException, OrtException {
        try (InputStream vocabulary = resource(VOCABULARY);
                InputStream model = resource(file);
                OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            OrtEnvironment environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR, "kepu");
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new Opened(
                    WordPieces.read(vocabulary), environment, environment.createSession(model.readAllBytes(), options));
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = SentenceVectors.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("there is no " + name);
        }
        return in;
    }

    private static float[] vector(Opened model, String text) {
        long[] numbers = model.pieces().of(text, TOKENS);
        long[] ones = new long[numbers.length];
        Arrays.fill(ones, 1);
        try (OnnxTensor tokens = tensor(model, numbers);
                OnnxTensor mask = tensor(model, ones);
                OnnxTensor types = tensor(model, new long[numbers.length]);
                OrtSession.Result result = model.session()
                        .run(Map.of("input_ids", tokens, "attention_mask", mask, "token_type_ids", types))) {
            float[][][] states = (float[][][]) result.get(0).getValue();
            return unit(states[0][0]);
        } catch (OrtException e) {
            throw new IllegalStateException("the model failed on a text of " + numbers.length + " tokens", e);
        }
    }

    private static OnnxTensor tensor(Opened model, long[] numbers) throws OrtException {
        return OnnxTensor.createTensor(model.environment(), LongBuffer.wrap(numbers), new long[] {1, numbers.length});
    }

    private static float[] unit(float[] vector) {
        double square = 0;
        for (float value : vector) {
            square += value * value;
        }
        for (int at = 0; at < vector.length; at++) {
            vector[at] /= (float) Math.sqrt(square);
        }
        return vector;
    }

    /** Waits for the texts that are being read; afterwards there are no vectors. */
    @Override
    public void close() {
        lock.writeLock().lock();
        try {
            state = State.OFF;
            if (opened != null) {
                opened.session().close();
                opened = null;
            }
        } catch (OrtException e) {
            LOG.warn("closing the model for vectors of sentences: {}", e.toString());
        } finally {
            lock.writeLock().unlock();
        }
    }
}
