package kepu.content;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.commonmark.node.Block;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.Code;
import org.commonmark.node.Document;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.Heading;
import org.commonmark.node.Link;
import org.commonmark.node.ListBlock;
import org.commonmark.node.ListItem;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;
import org.commonmark.node.ThematicBreak;
import org.commonmark.renderer.markdown.MarkdownRenderer;
import org.jspecify.annotations.Nullable;
import org.owasp.html.HtmlSanitizer;

/** The Markdown that safe HTML could have been made of, as authors go on writing it. */
public final class Markdown {
    private static final MarkdownRenderer RENDERER = MarkdownRenderer.builder().build();

    private Markdown() {}

    /** Of what {@link SafeHtml#clean} gives; nothing else is understood. */
    public static String of(String safe) {
        Tree tree = new Tree();
        HtmlSanitizer.sanitize(safe, tree);
        join(tree.document);
        return RENDERER.render(tree.document).strip();
    }

    /** Neighbours of one kind are one: between them their marks would touch and be read as others. */
    private static void join(Node parent) {
        for (Node child = parent.getFirstChild(); child != null; child = child.getNext()) {
            while (child.getNext() != null
                    && isMarked(child)
                    && child.getClass() == child.getNext().getClass()) {
                Node next = child.getNext();
                if (child instanceof Code code && next instanceof Code more) {
                    code.setLiteral(code.getLiteral() + more.getLiteral());
                }
                while (next.getFirstChild() != null) {
                    child.appendChild(next.getFirstChild());
                }
                next.unlink();
            }
            join(child);
        }
    }

    private static boolean isMarked(Node node) {
        return node instanceof Code || node instanceof Emphasis || node instanceof StrongEmphasis;
    }

    /** The document as it grows. */
    private static final class Tree implements HtmlSanitizer.Policy {
        private final Document document = new Document();
        private final Deque<Open> open = new ArrayDeque<>();

        /** An element that has not ended; paragraphs that only hold loose text have no name. */
        private record Open(String name, Node node) {}

        @Override
        public void openDocument() {}

        @Override
        public void closeDocument() {
            while (!open.isEmpty()) {
                close();
            }
        }

        @Override
        public void openTag(String name, List<String> attributes) {
            Node node = node(name, attributes);
            if (node instanceof Link link && link.getDestination().isEmpty()) {
                return;
            }
            boolean isLine = open.stream().anyMatch(one -> one.node() instanceof Heading);
            if ((at() instanceof FencedCodeBlock || at() instanceof Code) && !(node instanceof Block)) {
                return;
            }
            if (isLine && node instanceof HardLineBreak) {
                at().appendChild(new Text(" "));
                return;
            }
            if (node instanceof Block) {
                leaveText();
            } else {
                enterText();
            }
            if (node instanceof HardLineBreak && isAtBreak()) {
                return;
            }
            if (node instanceof ListItem && !(at() instanceof BulletList || at() instanceof OrderedList)) {
                push("ul", bullets());
            }
            push(name, node);
            if (node instanceof ThematicBreak || node instanceof HardLineBreak) {
                open.pop();
            }
        }

        @Override
        public void closeTag(String name) {
            if (open.stream().noneMatch(one -> one.name().equals(name))) {
                return;
            }
            boolean done = false;
            while (!done) {
                done = open.element().name().equals(name);
                close();
            }
        }

        @Override
        public void text(String piece) {
            switch (at()) {
                case FencedCodeBlock block -> block.setLiteral(block.getLiteral() + piece);
                case Code code -> code.setLiteral(code.getLiteral() + piece.replaceAll("\\s+", " "));
                default -> {
                    String line = piece.replaceAll("[ \\t\\r\\n\\f]+", " ");
                    boolean isLoose = at() instanceof Block && !(at() instanceof Paragraph || at() instanceof Heading);
                    if (isLoose && line.isBlank()) {
                        return;
                    }
                    enterText();
                    boolean begins = at().getFirstChild() == null || lastRead(block()) instanceof HardLineBreak;
                    String shown = begins ? line.stripLeading() : line;
                    if (!shown.isEmpty()) {
                        at().appendChild(new Text(shown));
                    }
                }
            }
        }

        /** Where a break would leave a line without anything to read, which ends a paragraph (CommonMark, 4.8). */
        private boolean isAtBreak() {
            Node last = lastRead(block());
            return last == null || last instanceof HardLineBreak;
        }

        /** The block that text at this place stands in. */
        private Node block() {
            Node block = at();
            while (!(block instanceof Block)) {
                block = block.getParent();
            }
            return block;
        }

        /** The last within it that people read or that breaks the line. */
        private static @Nullable Node lastRead(Node node) {
            Node last = null;
            for (Node child = node.getLastChild(); last == null && child != null; child = child.getPrevious()) {
                boolean isRead = child instanceof HardLineBreak || child.getFirstChild() == null && says(child);
                last = isRead ? child : lastRead(child);
            }
            return last;
        }

        private Node at() {
            return open.isEmpty() ? document : open.element().node();
        }

        /** A list behind a list of its kind has another mark, or both would be one (CommonMark, 5.3). */
        private void push(String name, Node node) {
            switch (node) {
                case OrderedList list
                when at().getLastChild() instanceof OrderedList before ->
                    list.setMarkerDelimiter(".".equals(before.getMarkerDelimiter()) ? ")" : ".");
                case BulletList list
                when at().getLastChild() instanceof BulletList before ->
                    list.setMarker("-".equals(before.getMarker()) ? "*" : "-");
                default -> {}
            }
            at().appendChild(node);
            open.push(new Open(name, node));
        }

        private void enterText() {
            if (at() instanceof Block && !(at() instanceof Paragraph || at() instanceof Heading)) {
                push("", new Paragraph());
            }
        }

        private void leaveText() {
            while (!(at() instanceof Block)
                    || at() instanceof Paragraph
                    || at() instanceof Heading
                    || at() instanceof FencedCodeBlock) {
                close();
            }
        }

        /** What is empty says nothing; emphasis that Markdown cannot have stays as its text. */
        private void close() {
            Node node = open.pop().node();
            if (node instanceof ListBlock list) {
                list.setTight(isTight(list));
            }
            if (!says(node)) {
                node.unlink();
            } else if ((node instanceof Emphasis || node instanceof StrongEmphasis) && !standsAlone(node)) {
                while (node.getFirstChild() != null) {
                    node.insertBefore(node.getFirstChild());
                }
                node.unlink();
            }
        }

        /**
         * Whether each item is a line, or a line and a list that may follow it without a blank line: one that does not begin with 1 may not
         * (CommonMark, 5.3). Everything else would run together, also within a quotation in an item, or go on in the quotation before it.
         */
        private static boolean isTight(ListBlock list) {
            for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
                Node first = item.getFirstChild();
                Node next = first instanceof Paragraph ? first.getNext() : null;
                boolean isLine = first instanceof Paragraph && next == null;
                boolean hasList = next instanceof BulletList && next.getNext() == null
                        || next instanceof OrderedList ordered
                                && ordered.getMarkerStartNumber() == 1
                                && next.getNext() == null;
                if (!isLine && !hasList) {
                    return false;
                }
            }
            return true;
        }

        /** Whether there is anything to read in it. */
        private static boolean says(Node node) {
            boolean own = switch (node) {
                case Text text -> !text.getLiteral().isBlank();
                case Code code -> !code.getLiteral().isBlank();
                case FencedCodeBlock block -> !block.getLiteral().isBlank();
                default -> node instanceof ThematicBreak;
            };
            for (Node child = node.getFirstChild(); !own && child != null; child = child.getNext()) {
                own = says(child);
            }
            return own;
        }

        /** Delimiters work anywhere only beside letters (CommonMark, 6.2), which Chinese puts between no blanks. */
        private static boolean standsAlone(Node node) {
            return node.getFirstChild() instanceof Text first
                    && node.getLastChild() instanceof Text last
                    && !first.getLiteral().isEmpty()
                    && !last.getLiteral().isEmpty()
                    && Character.isLetterOrDigit(first.getLiteral().charAt(0))
                    && Character.isLetterOrDigit(
                            last.getLiteral().charAt(last.getLiteral().length() - 1));
        }

        private static Node node(String name, List<String> attributes) {
            return switch (name) {
                case "h2", "h3", "h4" -> heading(name.charAt(1) - '0');
                case "ul" -> bullets();
                case "ol" -> ordered(attribute(attributes, "start"));
                case "li" -> new ListItem();
                case "strong" -> new StrongEmphasis("**");
                case "em" -> new Emphasis("*");
                case "blockquote" -> new BlockQuote();
                case "hr" -> new ThematicBreak();
                case "br" -> new HardLineBreak();
                case "code" -> code();
                case "pre" -> fenced();
                case "a" -> new Link(attribute(attributes, "href"), null);
                default -> new Paragraph();
            };
        }

        private static Heading heading(int level) {
            Heading heading = new Heading();
            heading.setLevel(level);
            return heading;
        }

        private static BulletList bullets() {
            BulletList list = new BulletList();
            list.setMarker("-");
            return list;
        }

        private static OrderedList ordered(String start) {
            OrderedList list = new OrderedList();
            list.setMarkerStartNumber(start.isEmpty() ? 1 : Integer.parseInt(start));
            list.setMarkerDelimiter(".");
            return list;
        }

        private static Code code() {
            Code code = new Code();
            code.setLiteral("");
            return code;
        }

        private static FencedCodeBlock fenced() {
            FencedCodeBlock block = new FencedCodeBlock();
            block.setFenceCharacter("`");
            block.setLiteral("");
            return block;
        }

        /** Attributes stand as names and values in turn. */
        private static String attribute(List<String> attributes, String name) {
            for (int i = 0; i + 1 < attributes.size(); i += 2) {
                if (attributes.get(i).equals(name)) {
                    return attributes.get(i + 1);
                }
            }
            return "";
        }
    }
}
