package kepu.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * Made-up Chinese that has the words of a library and not its sentences: after two characters comes one that comes after them in the library, as often as
 * there (a Markov chain of order two).
 */
public final class SyntheticTexts {
    private static final String MATTER = "---\n";

    private final Map<String, StringBuilder> after = new HashMap<>();
    private final List<String> beginnings = new ArrayList<>();
    private final RandomGenerator random;

    /** Learns from the Markdown files of a folder. */
    public SyntheticTexts(Path content, RandomGenerator random) throws IOException {
        this.random = random;
        try (Stream<Path> files = Files.walk(content)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                String text = Files.readString(file);
                learn(text.substring(text.lastIndexOf(MATTER) + 1).replaceAll("[#*>|\\[\\]()\\s-]+", ""));
            }
        }
        if (beginnings.isEmpty()) {
            throw new IOException("no Markdown in " + content.toAbsolutePath());
        }
    }

    /** A text of so many characters. */
    public String text(int length) {
        StringBuilder text = new StringBuilder(length);
        text.append(beginnings.get(random.nextInt(beginnings.size())));
        while (text.length() < length) {
            StringBuilder next = after.get(text.substring(text.length() - 2));
            if (next == null) {
                text.append(beginnings.get(random.nextInt(beginnings.size())));
            } else {
                text.append(next.charAt(random.nextInt(next.length())));
            }
        }
        return text.toString();
    }

    private void learn(String text) {
        for (int at = 0; at + 2 < text.length(); at++) {
            String two = text.substring(at, at + 2);
            after.computeIfAbsent(two, first -> new StringBuilder()).append(text.charAt(at + 2));
            if (at == 0 || "。！？；".indexOf(text.charAt(at - 1)) >= 0) {
                beginnings.add(two);
            }
        }
    }
}
