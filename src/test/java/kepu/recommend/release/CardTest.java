package kepu.recommend.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import kepu.base.Failure;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CardTest {
    private static final VersionId ID = Cards.id(1);

    @TempDir
    private Path folder;

    private Versions versions;
    private Card card;

    @BeforeEach
    void aVersion() throws IOException {
        versions = new Versions(folder, 1);
        card = Cards.good(versions, 1, 0.3);
    }

    @Test
    void aVersionIsReadAsItWasWritten() throws IOException {
        assertThat(versions.verified(ID)).isEqualTo(card);
        assertThat(versions.find(ID)).contains(card);
        assertThat(card.binary().bytes())
                .isEqualTo(Files.size(versions.folder(ID).resolve("model.bin")));
    }

    @Test
    void versionsAreListedTheNewestFirstAndDamagedOnesWithTheReason() throws IOException {
        Cards.good(versions, 3, 0.3);
        Cards.good(versions, 2, 0.3);
        Files.delete(versions.folder(Cards.id(2)).resolve("model.bin"));
        Files.createDirectories(folder.resolve("feed/.making-20261104-013000-00000004"));
        Files.createDirectories(folder.resolve("feed/lost+found"));
        Files.createDirectories(folder.resolve("Other"));
        assertThat(versions.names()).containsExactly("feed");
        List<Versions.Entry> entries = versions.list("feed", 10);
        assertThat(entries).hasSize(3);
        assertThat(entries.get(0))
                .isInstanceOfSatisfying(
                        Versions.Entry.Whole.class,
                        whole -> assertThat(whole.card().id()).isEqualTo(Cards.id(3)));
        assertThat(entries.get(1))
                .isInstanceOfSatisfying(
                        Versions.Entry.Damaged.class,
                        damaged -> assertThat(damaged.why()).contains("缺少 model.bin"));
        assertThat(versions.list("feed", 1)).hasSize(1);
        assertThat(versions.list("nothing", 10)).isEmpty();
        assertThat(new Versions(folder.resolve("nowhere"), 1).names()).isEmpty();
    }

    @Test
    void aVersionThatCannotBeMadeLeavesNothing() {
        assertThatThrownBy(() -> versions.add(Cards.id(5), made -> {
                    Files.writeString(made.resolve("model.bin"), "half");
                    throw new IOException("no space left");
                }))
                .hasMessage("no space left");
        assertThat(folder.resolve("feed")).isDirectoryNotContaining(path -> !path.endsWith(ID.version()));
    }

    @Test
    void aVersionIsNeverReplaced() {
        assertThatThrownBy(() -> Cards.good(versions, 1, 0.9)).isInstanceOf(IOException.class);
        assertThat(folder.resolve("feed")).isDirectoryNotContaining(path -> !path.endsWith(ID.version()));
    }

    @Test
    void aFlippedByteIsFound() throws IOException {
        Cards.flip(versions, ID);
        assertThat(versions.find(ID)).isPresent();
        assertDamaged("校验值不符");
    }

    @Test
    void aShortBinaryIsFound() throws IOException {
        Path binary = versions.folder(ID).resolve("model.bin");
        byte[] bytes = Files.readAllBytes(binary);
        Files.write(binary, Arrays.copyOf(bytes, bytes.length - 1));
        assertDamaged("字节");
    }

    @Test
    void aMissingFileIsNamed() throws IOException {
        Files.delete(versions.folder(ID).resolve("model.bin"));
        assertDamaged("缺少 model.bin");
        Files.delete(versions.folder(ID).resolve("card.json"));
        assertDamaged("缺少 card.json");
        assertThat(versions.find(Cards.id(9))).isEmpty();
        assertThatThrownBy(() -> versions.verified(Cards.id(9)))
                .isInstanceOf(DamagedModel.class)
                .hasMessageContaining("没有这个版本");
    }

    @Test
    void aBinaryPastTheLimitIsRefused() throws IOException {
        versions.add(Cards.id(6), made -> {
            Files.write(made.resolve("model.bin"), new byte[(1 << 20) + 1]);
            return Cards.card(Cards.id(6), List.of(), Versions.binary(made));
        });
        assertThatThrownBy(() -> versions.verified(Cards.id(6)))
                .isInstanceOf(DamagedModel.class)
                .hasMessageContaining("超过 1 MiB");
    }

    @Test
    void aCardPastTheLimitIsRefused() throws IOException {
        rewrite(text -> text + " ".repeat(1 << 20));
        assertDamaged("超过 1 MiB");
    }

    @Test
    void aCardThatIsCutOffAnywhereIsDamagedAndNothingWorse() throws IOException {
        String whole = Files.readString(cardFile());
        for (int length = 0; length < whole.strip().length(); length++) {
            Files.writeString(cardFile(), whole.substring(0, length));
            assertThatThrownBy(() -> versions.verified(ID)).isInstanceOf(DamagedModel.class);
        }
    }

    @Test
    void aCardWithBrokenBytesIsReadOrDamagedAndNothingWorse() throws IOException {
        long seed = 20_261_122;
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        byte[] whole = Files.readAllBytes(cardFile());
        for (int i = 0; i < 500; i++) {
            byte[] broken = whole.clone();
            broken[random.nextInt(broken.length)] = (byte) random.nextInt(256);
            Files.write(cardFile(), broken);
            try {
                versions.verified(ID);
            } catch (DamagedModel e) {
                assertThat(e).hasMessageStartingWith("模型版本 feed/");
            }
        }
    }

    @Test
    void aCardThatIsNoUtf8IsDamaged() throws IOException {
        byte[] bytes = Files.readAllBytes(cardFile());
        bytes[10] = (byte) 0xff;
        Files.write(cardFile(), bytes);
        assertDamaged("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"{}", "[]", "null", "7", "\"card\"", "{\"name\":\"feed\"}", "{\"type\":\"FeatureCollection\"}"})
    void foreignJsonIsDamaged(String json) throws IOException {
        Files.writeString(cardFile(), json);
        assertDamaged("card.json");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"seed\" : 7|\"seed\" : \"7\"|seed",
                "\"seed\" : 7|\"seed\" : 7.5|seed",
                "\"seed\" : 7|\"seed\" : null|seed",
                "\"seed\" : 7,||seed",
                "\"seed\" : 7|\"seed\" : 7, \"seed\" : 8|JSON",
                "\"code\" : \"0.1.0\"|\"code\" : 1|code",
                "\"code\" : \"0.1.0\",||code",
                "\"madeAt\" : \"2026-11-22T01:30:00Z\"|\"madeAt\" : \"yesterday\"|madeAt",
                "\"ndcg@20\" : 0.3|\"ndcg@20\" : 1.5|指标",
                "\"ndcg@20\" : 0.3|\"ndcg@20\" : NaN|card.json",
                "\"ndcg@20\" : 0.3|\"ndcg@20\" : 1e999|指标",
                "\"ndcg@20\" : 0.3,||ndcg",
                "\"people\" : 1000|\"people\" : -1|负数",
                "\"auc\" : 0.71|\"auc\" : 1e999|ranker",
                "\"parents\" : [ ]|\"parents\" : [ null ]|不对",
                "\"file\" : \"model.bin\"|\"file\" : \"../../../../etc/passwd\"|binary.file",
                "\"file\" : \"model.bin\"|\"file\" : \"/etc/passwd\"|binary.file",
                "\"name\" : \"feed\"|\"name\" : \"other\"|另一个版本",
                "\"name\" : \"feed\"|\"name\" : \"../feed\"|写法不对",
                "\"version\" : \"20261101-|\"version\" : \"20261102-|另一个版本",
            })
    void aCardWithOneWrongPartIsDamagedAndThePartIsNamed(String part, String wrong, String what) throws IOException {
        rewrite(text -> {
            assertThat(text).contains(part);
            return text.replace(part, wrong == null ? "" : wrong);
        });
        assertDamaged(what);
    }

    @Test
    void aWrongChecksumIsFound() throws IOException {
        rewrite(text -> text.replace(card.binary().sha256(), "0".repeat(64)));
        assertDamaged("校验值不符");
        rewrite(text -> text.replace("0".repeat(64), "xyz"));
        assertDamaged("sha256");
    }

    @Test
    void fieldsThatAreNewAreLeftAlone() throws IOException {
        rewrite(text -> text.replace("\"seed\" : 7", "\"seed\" : 7, \"later\" : {\"a\" : [1]}"));
        assertThat(versions.verified(ID)).isEqualTo(card);
    }

    @Test
    void aLinkInPlaceOfAFileOrAFolderIsNotFollowed() throws IOException {
        Path binary = versions.folder(ID).resolve("model.bin");
        Path elsewhere = Files.move(binary, folder.resolve("elsewhere.bin"));
        Files.createSymbolicLink(binary, elsewhere);
        assertDamaged("缺少 model.bin");
        Files.createSymbolicLink(versions.folder(Cards.id(2)), versions.folder(ID));
        assertThat(versions.find(Cards.id(2))).isEmpty();
        assertThat(versions.list("feed", 10)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../feed", "feed/..", "Feed", "", "feed\0", "/feed", ".making-x", "1feed", "féed"})
    void aNameThatCouldLeaveItsFolderIsNoName(String name) {
        assertThatThrownBy(() -> new VersionId(name, ID.version())).isInstanceOf(Failure.Invalid.class);
        assertThatThrownBy(() -> versions.list(name, 1)).isInstanceOf(Failure.Invalid.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"..", "20261101-013000-0000000", "20261101-013000-0000000G", "20261101-013000-00000001/..", ""})
    void aVersionThatCouldLeaveItsFolderIsNoVersion(String version) {
        assertThatThrownBy(() -> new VersionId("feed", version)).isInstanceOf(Failure.Invalid.class);
    }

    private void assertDamaged(String what) {
        assertThatThrownBy(() -> versions.verified(ID))
                .isInstanceOf(DamagedModel.class)
                .hasMessageContaining(what)
                .hasMessageContaining(ID.toString());
    }

    private void rewrite(UnaryOperator<String> change) throws IOException {
        Files.writeString(
                cardFile(), change.apply(Files.readString(cardFile(), StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }

    private Path cardFile() {
        return versions.folder(ID).resolve("card.json");
    }
}
