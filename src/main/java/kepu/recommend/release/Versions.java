package kepu.recommend.release;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import kepu.base.Folders;
import kepu.base.Sha256;

/**
 * The versions on disk, {@code <name>/<version>/} with {@code card.json} and {@code model.bin}. A version appears by a rename, so what
 * is there is whole unless something else touched it; nothing here deletes one. Everything blocks: for workers and commands.
 */
public final class Versions {
    static final String CARD = "card.json";
    private static final int MOST_CARD_BYTES = 1 << 20;
    private static final int MOST_NAMES = 1_000;
    private static final int BUFFER_BYTES = 1 << 16;

    private final Path folder;
    private final long mostBytes;

    /** {@code mostMebibytes} bounds a binary. The folder need not be there yet. */
    public Versions(Path folder, int mostMebibytes) {
        this.folder = folder.toAbsolutePath().normalize();
        this.mostBytes = (long) mostMebibytes << 20;
    }

    /** A version as the list shows it: its card, or what is wrong with it. */
    public sealed interface Entry {
        record Whole(Card card) implements Entry {}

        record Damaged(VersionId id, String why) implements Entry {}
    }

    /** The models that have versions. */
    public List<String> names() throws IOException {
        return children(folder).stream()
                .filter(VersionId::isName)
                .sorted()
                .limit(MOST_NAMES)
                .toList();
    }

    /** The newest {@code limit} versions of a model, the newest first. Of the binary only the size is checked. */
    public List<Entry> list(String name, int limit) throws IOException {
        return children(folder.resolve(new VersionId(name, "00000000-000000-00000000").name())).stream()
                .filter(VersionId::isVersion)
                .sorted(Comparator.reverseOrder())
                .limit(limit)
                .map(version -> entry(new VersionId(name, version)))
                .toList();
    }

    /** The card, when the version is there; {@link DamagedModel} when it is and is not whole, as far as sizes tell. */
    public Optional<Card> find(VersionId id) throws IOException {
        return isMissing(id) ? Optional.empty() : Optional.of(card(id));
    }

    /** Whether nothing is there of the version, not even a damaged one. */
    public boolean isMissing(VersionId id) {
        return !Files.isDirectory(folder(id), LinkOption.NOFOLLOW_LINKS);
    }

    /** The card of a version that is whole: every byte of the binary is read. {@link DamagedModel} otherwise. */
    public Card verified(VersionId id) throws IOException {
        Card card = find(id).orElseThrow(() -> new DamagedModel(id, "没有这个版本"));
        if (!sha256(folder(id).resolve(Card.Binary.FILE)).equals(card.binary().sha256())) {
            throw new DamagedModel(id, Card.Binary.FILE + " 的内容与卡片上的校验值不符");
        }
        return card;
    }

    /** Size and time of the version's files: changes when they do. */
    String fingerprint(VersionId id) {
        return stamp(folder(id).resolve(CARD)) + " " + stamp(folder(id).resolve(Card.Binary.FILE));
    }

    /** Where the version lies or would lie. */
    public Path folder(VersionId id) {
        return folder.resolve(id.name()).resolve(id.version());
    }

    /** Makes a version: writes {@code model.bin} into the folder it is given and tells the card. */
    public interface Making {
        Card make(Path folder) throws IOException;
    }

    /** Adds a version: made in a folder beside, flushed to the disk, and renamed. */
    public Card add(VersionId id, Making making) throws IOException {
        Path beside = Files.createDirectories(folder.resolve(id.name()));
        Path made = Files.createDirectory(beside.resolve(".making-" + id.version()));
        try {
            Card card = making.make(made);
            if (!card.id().equals(id)) {
                throw new IllegalArgumentException("the card is that of " + card.id() + ", not of " + id);
            }
            Files.write(made.resolve(CARD), CardJson.write(card));
            flush(made.resolve(CARD));
            flush(made.resolve(Card.Binary.FILE));
            rename(made, folder(id));
            return card;
        } catch (IOException | RuntimeException e) {
            Folders.delete(made);
            throw e;
        }
    }

    /** What a card says of the binary that lies in {@code folder}. */
    public static Card.Binary binary(Path folder) throws IOException {
        Path file = folder.resolve(Card.Binary.FILE);
        return new Card.Binary(Card.Binary.FILE, Files.size(file), sha256(file));
    }

    private Entry entry(VersionId id) {
        try {
            return new Entry.Whole(card(id));
        } catch (DamagedModel e) {
            return new Entry.Damaged(id, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return new Entry.Damaged(id, "模型版本 " + id + " 读不出来");
        }
    }

    private Card card(VersionId id) throws IOException {
        Path at = folder(id);
        Card card;
        try {
            card = CardJson.read(bytes(id, at.resolve(CARD)));
        } catch (DamagedModel e) {
            throw e;
        } catch (IOException e) {
            throw new DamagedModel(id, String.valueOf(e.getMessage()));
        }
        if (!card.id().equals(id)) {
            throw new DamagedModel(id, "卡片是另一个版本的：" + card.id());
        }
        if (card.binary().bytes() > mostBytes) {
            throw new DamagedModel(id, "%s 超过 %d MiB".formatted(Card.Binary.FILE, mostBytes >> 20));
        }
        Path binary = at.resolve(Card.Binary.FILE);
        if (!Files.isRegularFile(binary, LinkOption.NOFOLLOW_LINKS)) {
            throw new DamagedModel(id, "缺少 " + Card.Binary.FILE);
        }
        if (Files.size(binary) != card.binary().bytes()) {
            throw new DamagedModel(
                    id,
                    "%s 有 %d 字节，卡片上写的是 %d"
                            .formatted(
                                    Card.Binary.FILE,
                                    Files.size(binary),
                                    card.binary().bytes()));
        }
        return card;
    }

    private static byte[] bytes(VersionId id, Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new DamagedModel(id, "缺少 " + CARD);
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_CARD_BYTES + 1);
            if (bytes.length > MOST_CARD_BYTES) {
                throw new DamagedModel(id, CARD + " 超过 1 MiB");
            }
            return bytes;
        }
    }

    private static List<String> children(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(path -> Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS))
                    .map(path -> path.getFileName().toString())
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static String sha256(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            MessageDigest digest = Sha256.begin();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
            }
            return HexFormat.of().formatHex(digest.digest());
        }
    }

    private static String stamp(Path file) {
        try {
            return Files.size(file) + "@" + Files.getLastModifiedTime(file);
        } catch (IOException e) {
            return "-";
        }
    }

    private static void flush(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the folder of models must be on one file system: " + to, e);
        }
    }
}
