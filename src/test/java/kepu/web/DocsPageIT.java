package kepu.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
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
        int operations = (int) Pattern.compile("(?m)^ +operationId: ")
                .matcher(contract)
                .results()
                .count();
        desk.open(house.uri("/docs"));
        desk.until(page -> desk.every(".opblock").size() == operations);
        assertThat(desk.seeCss("h1, .title").getText()).contains("kepu");
        assertThat(desk.complaints()).isEmpty();
        desk.shot("docs-1280");
    }

    @Test
    void anOperationUnfoldsWithItsSchemas() {
        desk.open(house.uri("/docs"));
        desk.tapCss("#operations-session-login .opblock-summary-control");
        assertThat(desk.seeCss("#operations-session-login .opblock-body").getText())
                .contains("registration-needed");
        assertThat(desk.complaints()).isEmpty();
        desk.shot("docs-operation-1280");
    }
}
