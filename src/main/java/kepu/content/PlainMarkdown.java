package kepu.content;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.HtmlBlock;
import org.commonmark.node.HtmlInline;
import org.commonmark.node.Image;
import org.commonmark.node.Node;
import org.commonmark.node.Paragraph;
import org.commonmark.node.SourceSpan;
import org.commonmark.parser.IncludeSourceSpans;
import org.commonmark.parser.Parser;

/**
 * Markdown as its author wrote it, without what is not typeset here: pictures go, raw HTML leaves what people read in it, a table (of GitHub's
 * kind) becomes a paragraph a row.
 *
 * @param elements what it had of it, as elements of HTML
 */
public record PlainMarkdown(String text, Set<String> elements) {
    private static final Parser PARSER = Parser.builder()
            .includeSourceSpans(IncludeSourceSpans.BLOCKS_AND_INLINES)
            .build();
    private static final Pattern DELIMITERS = Pattern.compile("\\|?\\s*+:?-++:?\\s*+(?:\\|\\s*+:?-++:?\\s*+)*+\\|?");
    private static final Pattern CELL_END = Pattern.compile("(?<!\\\\)\\|");
    private static final Pattern HIDDEN = Pattern.compile("(?i)<(script|style|iframe|noscript|template)\\b.*");

    public PlainMarkdown {
        elements = Set.copyOf(elements);
    }

    /** {@code markdown} has line feeds alone between its lines. */
    public static PlainMarkdown of(String markdown) {
        Cutting cutting = new Cutting(markdown);
        PARSER.parse(markdown).accept(cutting);
        return new PlainMarkdown(cutting.done(), cutting.elements);
    }

    /** What stands in the place of a piece of the text. */
    private record Cut(int from, int to, String instead) {}

    /** Goes through a text and notes what is to be cut. */
    private static final class Cutting extends AbstractVisitor {
        private final String markdown;
        private final List<Cut> cuts = new ArrayList<>();
        private final Set<String> elements = new TreeSet<>();

        Cutting(String markdown) {
            this.markdown = markdown;
        }

        String done() {
            StringBuilder text = new StringBuilder();
            int at = 0;
            cuts.sort(Comparator.comparingInt(Cut::from));
            for (Cut cut : cuts) {
                if (cut.from() >= at) {
                    text.append(markdown, at, cut.from()).append(cut.instead());
                    at = cut.to();
                }
            }
            return text.append(markdown, at, markdown.length()).toString();
        }

        @Override
        public void visit(Image image) {
            elements.add("img");
            cut(image, image, "");
        }

        @Override
        public void visit(HtmlBlock block) {
            elements.addAll(SafeHtml.elements(block.getLiteral()));
            cut(block, block, Markdown.of(SafeHtml.clean(block.getLiteral(), null)));
        }

        @Override
        public void visit(HtmlInline tag) {
            Set<String> names = SafeHtml.elements(tag.getLiteral());
            elements.addAll(names);
            Matcher hidden = HIDDEN.matcher(tag.getLiteral());
            cut(tag, hidden.matches() ? end(tag, "</" + hidden.group(1)) : tag, names.contains("br") ? " " : "");
        }

        @Override
        public void visit(Paragraph paragraph) {
            List<SourceSpan> lines = paragraph.getSourceSpans();
            for (int i = 0; i + 1 < lines.size(); i++) {
                if (line(lines.get(i)).contains("|") && isDelimiters(line(lines.get(i + 1)))) {
                    table(lines, i);
                    return;
                }
            }
            visitChildren(paragraph);
        }

        private void table(List<SourceSpan> lines, int head) {
            elements.add("table");
            String rows = Stream.concat(
                            Stream.of(lines.get(head)), lines.stream().skip(head + 2))
                    .map(line -> row(line(line)))
                    .filter(row -> !row.isBlank())
                    .collect(Collectors.joining("\n\n"));
            cuts.add(new Cut(lines.get(head).getInputIndex(), end(lines), head == 0 ? rows : "\n" + rows));
        }

        private String row(String line) {
            PlainMarkdown plain = PlainMarkdown.of(line);
            elements.addAll(plain.elements());
            return Arrays.stream(CELL_END.split(plain.text()))
                    .map(String::strip)
                    .filter(cell -> !cell.isEmpty())
                    .collect(Collectors.joining("；"));
        }

        private static boolean isDelimiters(String line) {
            return line.contains("|") && DELIMITERS.matcher(line.strip()).matches();
        }

        /** The tag that ends a hidden element; the one that begins it when none does. */
        private static Node end(HtmlInline begin, String closing) {
            for (Node next = begin.getNext(); next != null; next = next.getNext()) {
                if (next instanceof HtmlInline tag
                        && tag.getLiteral().regionMatches(true, 0, closing, 0, closing.length())) {
                    return tag;
                }
            }
            return begin;
        }

        private void cut(Node first, Node last, String instead) {
            if (!first.getSourceSpans().isEmpty() && !last.getSourceSpans().isEmpty()) {
                cuts.add(new Cut(
                        first.getSourceSpans().getFirst().getInputIndex(), end(last.getSourceSpans()), instead));
            }
        }

        private String line(SourceSpan span) {
            return markdown.substring(span.getInputIndex(), span.getInputIndex() + span.getLength());
        }

        private static int end(List<SourceSpan> spans) {
            return spans.getLast().getInputIndex() + spans.getLast().getLength();
        }
    }
}
