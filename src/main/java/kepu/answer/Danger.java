package kepu.answer;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import kepu.content.Item;
import kepu.search.PlainChinese;

/**
 * A danger to life that a question can speak of, with what to do first and whom to call: those of the curated file {@code questions/danger.yaml}.
 *
 * @param words any of them tells it; of one with {@code +} all parts must stand in the text
 * @param unless words that take it back: a question how to prevent is none in need
 * @param surely words that tell it whatever {@code unless} says
 * @param about words of which an item's title, keywords or heading hold one when it says what to do in this danger
 */
public record Danger(
        String code,
        String title,
        String advice,
        List<String> hotlines,
        List<String> words,
        List<String> unless,
        List<String> surely,
        List<String> about) {
    /** A number to call. */
    public record Hotline(String number, String name) {}

    private record File(Map<String, String> hotlines, List<Danger> dangers) {}

    private static final String RESOURCE = "/questions/danger.yaml";
    private static final File FILE = read();

    public Danger {
        hotlines = List.copyOf(hotlines);
        words = List.copyOf(words);
        unless = unless == null ? List.of() : List.copyOf(unless);
        surely = surely == null ? List.of() : List.copyOf(surely);
        about = List.copyOf(about);
    }

    /** The first danger of the file that the text speaks of. */
    public static Optional<Danger> in(String text) {
        String plain = PlainChinese.letters(text);
        return FILE.dangers().stream().filter(danger -> danger.isIn(plain)).findFirst();
    }

    /** All dangers of the file. */
    public static List<Danger> all() {
        return FILE.dangers();
    }

    /** The numbers with the names of who answers. */
    public List<Hotline> numbers() {
        return hotlines.stream()
                .map(number -> new Hotline(
                        number, Objects.requireNonNull(FILE.hotlines().get(number))))
                .toList();
    }

    /** Whether an item, or what stands in it under a heading, is about this danger and not only has words of it. */
    public boolean isOf(Item item, String heading) {
        return Stream.concat(Stream.of(item.title(), heading), item.keywords().stream())
                .map(PlainChinese::letters)
                .anyMatch(said -> any(about, said));
    }

    private boolean isIn(String plain) {
        return any(surely, plain) || any(words, plain) && !any(unless, plain);
    }

    private static boolean any(List<String> words, String plain) {
        return words.stream().anyMatch(word -> stands(word, plain));
    }

    private static boolean stands(String word, String plain) {
        return Arrays.stream(word.split("\\+")).map(PlainChinese::letters).allMatch(plain::contains);
    }

    private static File read() {
        try (InputStream in = Objects.requireNonNull(Danger.class.getResourceAsStream(RESOURCE))) {
            File file = new YAMLMapper().readValue(in, File.class);
            for (Danger danger : file.dangers()) {
                if (!file.hotlines().keySet().containsAll(danger.hotlines())) {
                    throw new IllegalStateException(RESOURCE + ": " + danger.code() + " names an unknown number");
                }
            }
            return file;
        } catch (IOException e) {
            throw new IllegalStateException("the shipped " + RESOURCE + " cannot be read", e);
        }
    }
}
