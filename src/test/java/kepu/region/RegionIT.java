package kepu.region;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import kepu.store.Bulk;
import kepu.testing.House;
import kepu.testing.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The divisions as everybody sees them. */
class RegionIT {
    @RegisterExtension
    static final House house = new House();

    @Test
    void aCodeGivesTheRegionAndThePathToIt() {
        JsonObject answer = house.get("/v1/regions/510903100208", null).json();
        assertThat(answer.getJsonObject("region").getString("name")).startsWith("永石桥村");
        assertThat(answer.getJsonObject("region").getString("level")).isEqualTo("village");
        assertThat(answer.getJsonArray("path").stream().map(part -> ((JsonObject) part).getString("code")))
                .containsExactly("51", "5109", "510903", "510903100", "510903100208");
        assertThat(house.get("/v1/regions/0", null)
                        .json()
                        .getJsonObject("region")
                        .getString("name"))
                .isEqualTo("全国");
    }

    @Test
    void citiesWithoutCountiesAreToldFromTheirOnlyChild() {
        for (String city : List.of("4419", "4420", "4604")) {
            assertThat(house.get("/v1/regions/" + city, null)
                            .json()
                            .getJsonObject("region")
                            .getString("level"))
                    .isEqualTo("city");
            assertThat(house.get("/v1/regions/" + city + "00", null)
                            .json()
                            .getJsonObject("region")
                            .getString("level"))
                    .isEqualTo("county");
            assertThat(codes("parent=" + city)).containsExactly(city + "00");
            assertThat(codes("parent=" + city + "00"))
                    .isNotEmpty()
                    .allMatch(code -> code.length() == 9 && code.startsWith(city));
        }
    }

    @Test
    void theChildrenOfARegionAreOneLevelBelow() {
        assertThat(codes("")).hasSize(31).contains("11", "51");
        assertThat(codes("parent=0")).isEqualTo(codes(""));
        assertThat(codes("parent=5109")).containsExactly("510903", "510904", "510921", "510923", "510981");
        assertThat(codes("parent=510903100"))
                .isNotEmpty()
                .allMatch(code -> code.startsWith("510903100") && code.length() == 12);
        assertThat(codes("parent=510903100208")).isEmpty();
        assertThat(codes("parent=0&size=3")).hasSize(3);
    }

    @Test
    void aNameIsFoundByItsBeginning() {
        assertThat(codes("name=" + encoded("遂宁"))).containsExactly("5109");
        assertThat(codes("name=" + encoded("船山") + "&within=5109")).contains("510903");
        assertThat(codes("name=" + encoded("船山") + "&within=11")).isEmpty();
        assertThat(codes("name=" + encoded("没有这个地方"))).isEmpty();
    }

    @Test
    void withinACountyItsCityIsNotFound() {
        assertThat(codes("name=" + encoded("东莞") + "&within=4419")).startsWith("4419", "441900");
        assertThat(codes("name=" + encoded("东莞") + "&within=441900"))
                .contains("441900")
                .doesNotContain("4419");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%", "_", "\\", "%宁", "遂_", "'", "\"", "\\%"})
    void signsOfThePatternLanguageAreOnlySigns(String name) {
        assertThat(codes("name=" + encoded(name))).isEmpty();
    }

    @Test
    void aCodeIsFoundByItsBeginningAlsoHalfOfOne() {
        assertThat(codes("prefix=5109&size=3")).containsExactly("5109", "510903", "510903001");
        assertThat(codes("prefix=51090")).isNotEmpty().allMatch(code -> code.startsWith("51090"));
        assertThat(codes("prefix=510903100208")).containsExactly("510903100208");
        assertThat(codes("prefix=999")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "parent=abc",
                "parent=5",
                "parent=",
                "prefix=x",
                "prefix=",
                "prefix=５１",
                "name=",
                "within=51",
                "within=51&prefix=5109",
                "parent=51&prefix=51",
                "name=a&within=x",
                "size=0",
                "size=501"
            })
    void aQuestionThatMakesNoSenseIsRefused(String query) {
        Refusal.of(house.get("/v1/regions?" + query.replace("５１", encoded("５１")), null), 400);
    }

    @Test
    void aCodeThatIsNotThereIsMissing() {
        Refusal.of(house.get("/v1/regions/99", null), 404, "region-missing");
        Refusal.of(house.get("/v1/regions?parent=99", null), 404, "region-missing");
        Refusal.of(house.get("/v1/regions?name=a&within=99", null), 404, "region-missing");
        Refusal.of(house.get("/v1/regions/5", null), 400, "region-invalid");
        Refusal.of(house.get("/v1/regions/" + encoded("四川"), null), 400, "region-invalid");
    }

    @Test
    void anImportAddsRenamesAndKeepsTheRestAndTwiceChangesNothing() throws SQLException, IOException {
        String file = "code,level,name\n990000000000,1,测试省\n990100000000,2,𡐓市\n990101001001,5,𠮷村委会\nfaulty\n";
        assertThat(merge(file))
                .isEqualTo(new Regions.Import(
                        3, 3, List.of("line 5: must be a code of 12 digits, a level of 1 to 5, a name")));
        assertThat(merge(file).changed()).isZero();
        assertThat(merge("code,level,name\n990100000000,2,𡐓新市\n").changed()).isEqualTo(1);
        assertThat(codes("name=" + encoded("𡐓"))).containsExactly("9901");
        assertThat(codes("name=" + encoded("𠮷村"))).containsExactly("990101001001");
        assertThat(house.sql("select name from region where code = '9901'")).containsExactly(List.of("𡐓新市"));
        assertThat(house.sql("select name from region where code = '99'")).containsExactly(List.of("测试省"));
        assertThat(house.sql("select first, last from region where code = '9901'"))
                .containsExactly(List.of("990100000000", "990199999999"));
        house.sql("delete from region where code like '99%'");
    }

    private static Regions.Import merge(String file) throws SQLException, IOException {
        try (Bulk bulk = Bulk.open(house.address())) {
            return Regions.merge(bulk, new ByteArrayInputStream(file.getBytes(StandardCharsets.UTF_8)));
        }
    }

    private static List<String> codes(String query) {
        House.Answer answer = house.get("/v1/regions?" + query, null);
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.json().getJsonArray("regions").stream()
                .map(region -> ((JsonObject) region).getString("code"))
                .toList();
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
