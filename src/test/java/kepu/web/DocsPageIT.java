package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The page that shows the interface. */
class DocsPageIT {
    @RegisterExtension
    static final House house = new House();

    @RegisterExtension
    static final Browser desk = Browser.desk();

    @Test
    void itShowsEveryOperationUnderTheContentPolicy() {
        String contract = house.get("/openapi.yaml", null).text();
        Set<String> operations = Pattern.compile("(?m)^ +operationId: (\\w+)$")
                .matcher(contract)
                .results()
                .map(found -> found.group(1))
                .collect(Collectors.toSet());
        desk.open(house.uri("/docs"));
        desk.readsCss("h1, .title", "kepu");
        desk.seeCss(".opblock");
        desk.shot("docs-1280");
        assertThat(scrolledPast(operations.size())).isEqualTo(operations);
        assertThat(desk.complaints()).isEmpty();
    }

    /** The operations that come into sight; Swagger UI keeps only those around the window in the page when there are many. */
    private static Set<String> scrolledPast(int most) {
        Set<String> seen = new HashSet<>();
        desk.until(page -> {
            Object inPage = desk.script("""
                    const blocks = [...document.querySelectorAll('.opblock')];
                    blocks.at(-1)?.scrollIntoView();
                    return blocks.map(block => block.id.split('-').at(-1));
                    """);
            ((List<?>) inPage).forEach(operation -> seen.add((String) operation));
            return seen.size() >= most;
        });
        return seen;
    }

    @Test
    void anOperationUnfoldsWithItsSchemas() {
        desk.open(house.uri("/docs"));
        desk.tapCss("#operations-session-login .opblock-summary-control");
        desk.readsCss("#operations-session-login .opblock-body", "registration-needed");
        assertThat(desk.complaints()).isEmpty();
        desk.shot("docs-operation-1280");
    }
}
