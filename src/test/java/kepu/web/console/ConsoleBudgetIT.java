package kepu.web.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import kepu.people.Role;
import kepu.testing.House;
import kepu.web.Browser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What the console costs on the line: its frame with nothing kept, and each view beyond what is there. How much the parts of a view may take is
 * held by the build (build/compress.ts).
 */
class ConsoleBudgetIT {
    private static final String SCOPE = "5109";
    private static final Path PAGES = Path.of("src/main/web/src/console/pages");
    private static final Pattern ROUTE = Pattern.compile("path: '([^']+)', component");
    /** Views that an administrator may not open. */
    private static final Set<String> OF_EDITORS =
            Set.of("/kitchen/write", "/kitchen/questions", "/kitchen/questions/:id");

    private static final long FRAME_BYTES = 400 * 1024;
    private static final long FRAME_REQUESTS = 25;
    /** Of what a view reads from the server, in a small house. */
    private static final long VIEW_CALLS = 10;

    private static final long VIEW_ANSWER_BYTES = 64 * 1024;

    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @Test
    void theFrameFitsWithNothingKept() {
        desk.work(house, house.staff(Role.EDITOR, SCOPE), "/accounts/me");
        desk.see("page-title");
        desk.seeCss("[aria-label='我的登录'] td");
        assertThat(sum("entry.transferSize", "")).as("bytes of the frame").isBetween(100_000L, FRAME_BYTES);
        assertThat(sum("1", "")).as("requests of the frame").isBetween(5L, FRAME_REQUESTS);
    }

    @Test
    void eachViewAsksForLittleBeyondTheFrame() {
        List<String> views = views();
        assertThat(views).hasSizeGreaterThan(30);
        List<String> tooDear = new ArrayList<>();
        desk.work(house, house.staff(Role.EDITOR, SCOPE), "/accounts/me");
        views.stream().filter(OF_EDITORS::contains).forEach(view -> visit(view, tooDear));
        desk.work(house, house.staff(Role.ADMINISTRATOR, SCOPE), "/accounts/me");
        views.stream().filter(view -> !OF_EDITORS.contains(view)).forEach(view -> visit(view, tooDear));
        assertThat(tooDear).isEmpty();
    }

    private static void visit(String view, List<String> tooDear) {
        desk.go("/nowhere");
        desk.see("not-found");
        desk.script("performance.clearResourceTimings()");
        String id = view.startsWith("/kitchen/items") ? house.items(1).getFirst() : "none-of-these";
        desk.go(view.replaceFirst(":[a-z]+", id));
        desk.seeCss("main [data-test='page-title'], main [data-test='failure']");
        desk.until(page -> desk.every("main [data-test='loading']").isEmpty());
        assertThat(desk.every("[data-test='forbidden'], [data-test='not-found']"))
                .as(view)
                .isEmpty();
        long calls = sum("1", "/v1/");
        long bytes = sum("entry.transferSize", "/v1/");
        if (calls > VIEW_CALLS || bytes > VIEW_ANSWER_BYTES) {
            tooDear.add(view + " reads " + bytes + " bytes in " + calls + " calls");
        }
    }

    /** Summed over what was loaded since the last clearing, of paths with this start. */
    private static long sum(String what, String start) {
        return ((Number) desk.script(
                        "return [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
                                + ".filter(entry => new URL(entry.name).pathname.startsWith(arguments[0]))"
                                + ".reduce((sum, entry) => sum + " + what + ", 0)",
                        start))
                .longValue();
    }

    /** Every path of the console's routes, as the sources name them. */
    private static List<String> views() {
        try (Stream<Path> files = Files.walk(PAGES)) {
            return files.filter(file -> file.endsWith("routes.ts"))
                    .map(ConsoleBudgetIT::read)
                    .flatMap(text -> ROUTE.matcher(text).results())
                    .map(found -> found.group(1))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
