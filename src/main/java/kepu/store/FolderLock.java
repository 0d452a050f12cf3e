package kepu.store;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** One process's hold on a data folder, which ends with the process: {@code kepu.lock}, with the process's number. */
final class FolderLock implements AutoCloseable {
    /**
     * The data folders this process holds. The operating system's lock is the process's, and closing any channel to the
     * file gives it up, so a second start in the same process must not even open it.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path data;
    private final FileChannel channel;

    /** Takes the data folder, made when missing, or says who has it. */
    static FolderLock take(Path data) throws IOException {
        Path real = Files.createDirectories(data).toRealPath();
        if (!HELD.add(real)) {
            throw inUse(real, String.valueOf(ProcessHandle.current().pid()));
        }
        try {
            return new FolderLock(real, lockedChannel(real));
        } catch (IOException | RuntimeException e) {
            HELD.remove(real);
            throw e;
        }
    }

    private static FileChannel lockedChannel(Path data) throws IOException {
        FileChannel channel = FileChannel.open(data.resolve("kepu.lock"), CREATE, READ, WRITE);
        if (channel.tryLock() == null) {
            ByteBuffer pid = ByteBuffer.allocate(20);
            channel.read(pid, 0);
            channel.close();
            throw inUse(data, new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII).strip());
        }
        channel.truncate(0);
        channel.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII)));
        return channel;
    }

    private static IllegalStateException inUse(Path data, String pid) {
        return new IllegalStateException("data folder " + data + " is in use by process " + pid);
    }

    private FolderLock(Path data, FileChannel channel) {
        this.data = data;
        this.channel = channel;
    }

    /** The folder held, without symbolic links. */
    Path data() {
        return data;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD.remove(data);
        }
    }
}
