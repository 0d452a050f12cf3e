package kepu.content;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import kepu.base.Folders;
import kepu.base.Sha256;

/** Where media are served from: each file by the name of its content, there as a whole or not at all. Blocking: for a worker. */
public final class MediaFolder {
    private static final int NAME = 40;
    private static final String FILM = ".mp4";
    private static final int PIECE_BYTES = 1 << 16;

    private final Path folder;

    public MediaFolder(Path folder) {
        this.folder = folder;
    }

    /** What a file of this digest is called, without its ending. */
    public static String name(String digest) {
        return digest.substring(0, NAME);
    }

    /** Copies a file; gives its name, which ends as told. One that is there is as new as if it came now. */
    public String add(Path file, String ending) throws IOException {
        return add(file, name(digest(file, Files.size(file))), ending);
    }

    /** The same where the name is known. */
    public String add(Path file, String name, String ending) throws IOException {
        Path target = folder.resolve(name + ending);
        if (!Files.exists(target)) {
            Files.createDirectories(folder);
            Path fresh = Files.createTempFile(folder, "incoming", ".tmp");
            Files.copy(file, fresh, StandardCopyOption.REPLACE_EXISTING);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } else {
            Files.setLastModifiedTime(target, FileTime.from(Instant.now()));
        }
        return name + ending;
    }

    /** Puts the playlists and segments of a video beside it, in a folder of its name. */
    public void addRenditions(Path made, List<Integer> heights, String name) throws IOException {
        Path target = folder.resolve(name);
        if (Files.exists(target)) {
            return;
        }
        Path fresh = Files.createTempDirectory(Files.createDirectories(folder), "incoming");
        Files.copy(made.resolve("all.m3u8"), fresh.resolve("all.m3u8"));
        for (int height : heights) {
            Files.move(made.resolve(Integer.toString(height)), fresh.resolve(Integer.toString(height)));
        }
        Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Takes away a file that came before a time, with the renditions that lie beside it; false for one that came, or came again, since. */
    public boolean remove(String name, Instant before) throws IOException {
        Path file = folder.resolve(name);
        if (Files.exists(file) && !Files.getLastModifiedTime(file).toInstant().isBefore(before)) {
            return false;
        }
        Files.deleteIfExists(file);
        Path renditions = folder.resolve(name.substring(0, NAME));
        if (name.endsWith(FILM) && Files.exists(renditions)) {
            Folders.delete(renditions);
        }
        return true;
    }

    /** The SHA-256 of the first so many bytes, in hexadecimal. */
    public static String digest(Path file, long bytes) throws IOException {
        MessageDigest digest = Sha256.begin();
        try (InputStream in = Files.newInputStream(file)) {
            byte[] piece = new byte[PIECE_BYTES];
            long left = bytes;
            for (int read = in.read(piece); read > 0 && left > 0; read = in.read(piece)) {
                digest.update(piece, 0, (int) Math.min(read, left));
                left -= read;
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
