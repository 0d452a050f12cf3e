package kepu.content;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlPolicyBuilder;
import org.owasp.html.HtmlSanitizer;
import org.owasp.html.PolicyFactory;

/** Markdown to HTML in which no script survives: raw HTML is escaped, and what is left passes an allow-list of plain elements. */
public final class SafeHtml {
    private static final Parser PARSER = Parser.builder().build();
    private static final HtmlRenderer RENDERER =
            HtmlRenderer.builder().escapeHtml(true).sanitizeUrls(true).build();
    private static final String[] ELEMENTS = {
        "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "blockquote", "hr", "br", "code", "pre", "a"
    };
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,4}");
    private static final PolicyFactory POLICY = plain().allowAttributes("href")
            .onElements("a")
            .allowUrlProtocols("https")
            .toFactory();

    /** Elements that begin and end a line. */
    private static final Set<String> BLOCKS =
            Set.of("p", "br", "h2", "h3", "h4", "li", "ul", "ol", "blockquote", "hr", "pre");

    /**
     * Where stars would not count as marks though people mean them: CommonMark (6.2) wants a blank between punctuation within them and a letter
     * outside, and Chinese has none.
     */
    private static final Pattern CLOSING =
            Pattern.compile("(?<=[\\p{P}\\p{S}])(?<![*\\\\])\\*\\*(?=[^*\\s\\p{P}\\p{S}])");

    private static final Pattern OPENING = Pattern.compile("(?<=[^*\\s\\p{P}\\p{S}])\\*\\*(?=[\\p{P}\\p{S}&&[^*]])");

    /** Neither a blank nor punctuation; of private use, and in no text that leaves here. */
    private static final String LETTER = "\uE000";

    private SafeHtml() {}

    public static String of(String markdown) {
        String plain = markdown.replace(LETTER, "");
        String closing = CLOSING.matcher(plain).replaceAll(LETTER + "**");
        String marked = OPENING.matcher(closing).replaceAll("**" + LETTER);
        return POLICY.sanitize(RENDERER.render(PARSER.parse(marked))).replace(LETTER, "");
    }

    /**
     * HTML of somebody else with the same elements as ours and no others: what is not allowed goes, and where it only framed text, the text
     * stays. Links keep to the web; without {@code base} only absolute ones stay.
     */
    public static String clean(String html, @Nullable URI base) {
        return foreign(base).sanitize(html);
    }

    /** The text that people read in HTML that is safe: without tags and references, a line a block. */
    public static String text(String safe) {
        StringBuilder text = new StringBuilder(safe.length());
        HtmlSanitizer.sanitize(safe, new Reading(text));
        return text.toString().strip();
    }

    /** The names of all elements in HTML of anybody, in small letters. */
    public static Set<String> elements(String html) {
        Set<String> names = new HashSet<>();
        HtmlSanitizer.sanitize(html, new Naming(names));
        return names;
    }

    private static PolicyFactory foreign(@Nullable URI base) {
        return plain().allowElements((name, attributes) -> "h2", "h1")
                .allowElements((name, attributes) -> "h4", "h5", "h6")
                .allowElements((name, attributes) -> "strong", "b")
                .allowElements((name, attributes) -> "em", "i")
                .allowElements((name, attributes) -> "p", "div", "section", "article", "figure", "figcaption", "tr")
                .allowUrlProtocols("https", "http")
                .allowAttributes("href")
                .matching((element, attribute, value) -> resolved(value, base))
                .onElements("a")
                .toFactory();
    }

    /** What is allowed whoever wrote it; which links are is left open. */
    private static HtmlPolicyBuilder plain() {
        return new HtmlPolicyBuilder()
                .allowElements(ELEMENTS)
                .allowAttributes("start")
                .matching(NUMBER)
                .onElements("ol")
                .requireRelsOnLinks("nofollow", "noopener", "noreferrer");
    }

    private static @Nullable String resolved(String link, @Nullable URI base) {
        try {
            URI uri = base == null ? new URI(link.strip()) : base.resolve(new URI(link.strip()));
            return uri.isAbsolute() ? uri.toString() : null;
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Writes down which elements there are. */
    private record Naming(Set<String> names) implements HtmlSanitizer.Policy {
        @Override
        public void openDocument() {}

        @Override
        public void closeDocument() {}

        @Override
        public void openTag(String element, List<String> attributes) {
            names.add(element.toLowerCase(Locale.ROOT));
        }

        @Override
        public void closeTag(String element) {}

        @Override
        public void text(String piece) {}
    }

    /** Writes down what is read. */
    private record Reading(StringBuilder text) implements HtmlSanitizer.Policy {
        @Override
        public void openDocument() {}

        @Override
        public void closeDocument() {}

        @Override
        public void openTag(String element, List<String> attributes) {
            line(element);
        }

        @Override
        public void closeTag(String element) {
            line(element);
        }

        @Override
        public void text(String piece) {
            text.append(piece);
        }

        private void line(String element) {
            if (BLOCKS.contains(element) && !text.isEmpty() && text.charAt(text.length() - 1) != '\n') {
                text.append('\n');
            }
        }
    }

    /** The length that people read: characters that are not white space. */
    public static int length(String markdown) {
        return (int) markdown.codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .count();
    }
}
