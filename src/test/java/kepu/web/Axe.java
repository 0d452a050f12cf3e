package kepu.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** What axe-core finds wrong for people who use a keyboard or a screen reader (WCAG 2.1, A and AA) on the page that a browser shows. */
public final class Axe {
    private static final Path SCRIPT = Path.of(
            System.getProperty("kepu.home", "."), "src", "main", "web", "node_modules", "axe-core", "axe.min.js");
    private static final String RUN = """
            const done = arguments[arguments.length - 1];
            axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'best-practice'], resultTypes: ['violations'] })
              .then((found) => done(found.violations
                .filter((fault) => fault.impact === 'serious' || fault.impact === 'critical')
                .map((fault) => fault.id + ': ' + fault.nodes.map((node) => node.html.slice(0, 200)).slice(0, 3).join(' | '))))
              .catch((failure) => done(['axe: ' + failure]));
            """;

    private Axe() {}

    /** The serious faults of the page as it is now, each with the first elements that have it; none when all is well. */
    public static List<String> serious(Browser browser) {
        // colours on their way from one to another are nobody's contrast
        browser.command(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
        browser.script(text());
        return ((List<?>) browser.scriptLater(RUN))
                .stream().map(Object::toString).toList();
    }

    private static String text() {
        try {
            return Files.readString(SCRIPT);
        } catch (IOException e) {
            throw new UncheckedIOException("axe-core comes with the build of the pages: run ./kepu test", e);
        }
    }
}
