package kepu.testing;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetServer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import kepu.store.DatabaseAddress;

/** The lines between a program and its PostgreSQL. One can be cut when a transaction is committed, before the program hears of it. */
public final class Wire implements Supplier<DatabaseAddress>, AutoCloseable {
    private Vertx vertx;
    private final AtomicReference<String> marker = new AtomicReference<>();
    private DatabaseAddress database;

    /** A fresh database behind the wire. */
    @Override
    public DatabaseAddress get() {
        vertx = Vertx.vertx();
        database = TestPostgres.fresh();
        NetServer server = vertx.createNetServer()
                .connectHandler(this::join)
                .listen(0, "127.0.0.1")
                .await();
        return new DatabaseAddress(
                "127.0.0.1", server.actualPort(), database.database(), database.user(), database.password());
    }

    /** Cuts the line on which this text (ASCII, a parameter of a statement) is seen when the transaction of that statement is committed; once. */
    public void cutAfterCommitOf(String text) {
        marker.set(text);
    }

    /** Whether what was asked for has happened. */
    public boolean isCut() {
        return marker.get() == null;
    }

    private void join(NetSocket program) {
        program.pause();
        vertx.createNetClient()
                .connect(database.port(), database.host())
                .onSuccess(postgres -> new Line(program, postgres).open())
                .onFailure(cause -> program.close());
    }

    /** One connection, on one event loop. */
    private final class Line {
        private final NetSocket program;
        private final NetSocket postgres;
        private boolean isMarked;
        private boolean isOver;

        Line(NetSocket program, NetSocket postgres) {
            this.program = program;
            this.postgres = postgres;
        }

        void open() {
            program.handler(this::ask).closeHandler(closed -> postgres.close());
            postgres.handler(this::answer).closeHandler(closed -> program.close());
            program.resume();
        }

        private void ask(Buffer said) {
            String text = said.toString(StandardCharsets.ISO_8859_1);
            String wanted = marker.get();
            isMarked |= wanted != null && text.contains(wanted);
            isOver = isMarked && text.contains("COMMIT") && marker.getAndSet(null) != null;
            isMarked &= !text.contains("COMMIT");
            postgres.write(said);
        }

        private void answer(Buffer said) {
            if (isOver) {
                program.close();
            } else {
                program.write(said);
            }
        }
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
