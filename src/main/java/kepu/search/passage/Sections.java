package kepu.search.passage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The passages of safe HTML: what stands under one heading, cut between paragraphs where it is long, and within a paragraph only between
 * sentences. No word is changed or left out; entries of numbered lists keep their numbers.
 */
public final class Sections {
    /** A passage is closed by the paragraph that would make it longer than so many characters. */
    static final int LONG = 400;
    /** A paragraph longer than so many is cut between sentences. */
    static final int VERY_LONG = 600;

    private static final Pattern TAG = Pattern.compile("<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>");
    private static final Pattern START = Pattern.compile("start\\s*=\\s*\"?([0-9]{1,4})");
    private static final Pattern ENTITY = Pattern.compile("&(#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,6});");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern SENTENCE = Pattern.compile("[^。！？!?；;]*[。！？!?；;]+[”’」』）)]*|[^。！？!?；;]+$");
    private static final Map<String, String> NAMED =
            Map.of("amp", "&", "lt", "<", "gt", ">", "quot", "\"", "apos", "'", "nbsp", " ");

    private final List<Passage> passages = new ArrayList<>();
    private final List<String> lines = new ArrayList<>();
    private final StringBuilder open = new StringBuilder();
    private String heading = "";
    private boolean isHeading;
    /** The number of the next entry of a numbered list; 0 in a list without numbers. */
    private int entry;

    private String mark = "";
    private int chars;

    private Sections() {}

    /** The passages of a body, in order. */
    public static List<Passage> of(String html) {
        Sections sections = new Sections();
        Matcher tag = TAG.matcher(html);
        int from = 0;
        while (tag.find()) {
            sections.open.append(html, from, tag.start());
            sections.tag(tag.group(2), !tag.group(1).isEmpty(), tag.group(3));
            from = tag.end();
        }
        sections.open.append(html, from, html.length());
        sections.endBlock();
        sections.endPassage();
        return sections.passages;
    }

    private void tag(String name, boolean isEnd, String attributes) {
        switch (name) {
            case "h1", "h2", "h3", "h4", "h5", "h6" -> {
                endBlock();
                if (!isEnd) {
                    endPassage();
                }
                isHeading = !isEnd;
            }
            case "ol" -> {
                endBlock();
                Matcher start = START.matcher(attributes);
                entry = isEnd ? 0 : start.find() ? Integer.parseInt(start.group(1)) : 1;
            }
            case "ul" -> {
                endBlock();
                entry = 0;
            }
            case "li" -> {
                endBlock();
                mark = isEnd || entry == 0 ? "" : entry++ + ". ";
            }
            case "p", "blockquote", "pre", "hr", "br" -> endBlock();
            default -> {}
        }
    }

    private void endBlock() {
        String text = BLANKS.matcher(decoded(open)).replaceAll(" ").strip();
        open.setLength(0);
        if (text.isEmpty()) {
            return;
        }
        if (isHeading) {
            heading = text;
            return;
        }
        String line = mark + text;
        mark = "";
        if (line.length() <= VERY_LONG) {
            line(line);
        } else {
            Matcher sentence = SENTENCE.matcher(line);
            while (sentence.find()) {
                line(sentence.group().strip());
            }
        }
    }

    private void line(String line) {
        if (chars > 0 && chars + line.length() > LONG) {
            endPassage();
        }
        lines.add(line);
        chars += line.length();
    }

    private void endPassage() {
        if (!lines.isEmpty()) {
            passages.add(new Passage(passages.size(), heading, String.join("\n", lines)));
        }
        lines.clear();
        chars = 0;
    }

    private static String decoded(CharSequence text) {
        return ENTITY.matcher(text)
                .replaceAll(entity -> Matcher.quoteReplacement(decoded(entity.group(1), entity.group())));
    }

    private static String decoded(String name, String otherwise) {
        if (!name.startsWith("#")) {
            return NAMED.getOrDefault(name, otherwise);
        }
        boolean isHex = name.charAt(1) == 'x' || name.charAt(1) == 'X';
        int point = isHex ? Integer.parseInt(name.substring(2), 16) : Integer.parseInt(name.substring(1));
        return Character.isValidCodePoint(point) ? Character.toString(point) : otherwise;
    }
}
