package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShapeTest {
    private static final String SQUARE = "30,105 30,106 31,106 31,105 30,105";
    /** Five points, each joined with the next but one: its middle is crossed twice. */
    private static final String STAR = "10,0 -8.1,5.9 3.1,-9.5 3.1,9.5 -8.1,-5.9 10,0";

    @ParameterizedTest
    @CsvSource({
        "30.5,105.5,true",
        "30.01,105.01,true",
        "29.99,105.5,false",
        "31.01,105.5,false",
        "30.5,104.9,false",
        "30.5,106.1,false"
    })
    void aPointIsInASquareOrNot(double lat, double lon, boolean inside) {
        assertThat(Shape.polygon(SQUARE).orElseThrow().contains(lat, lon)).isEqualTo(inside);
    }

    @Test
    void whatIsCrossedTwiceIsOutside() {
        Shape star = Shape.polygon(STAR).orElseThrow();
        assertThat(star.contains(0, 0)).isFalse();
        assertThat(star.contains(7, 0)).isTrue();
        assertThat(star.contains(-9, 0)).isFalse();
    }

    @Test
    void aCircleIsMeasuredOnTheSphere() {
        Shape circle = Shape.circle("30.0,105.0 112").orElseThrow();
        assertThat(circle.contains(31.0, 105.0))
                .as("one degree of latitude is 111.2 km")
                .isTrue();
        assertThat(circle.contains(30.0, 106.15))
                .as("and of longitude 96.3 km here")
                .isTrue();
        assertThat(circle.contains(30.0, 106.2)).isFalse();
        assertThat(circle.south()).isBetween(28.9, 29.0);
        assertThat(circle.north()).isBetween(31.0, 31.1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1,1",
                "1,1 2,2 1,1",
                "1,1 2,2 3,3 4,4",
                "1,1 2,2 3,x 1,1",
                "1,181 2,2 3,3 1,181",
                "NaN,1 2,2 3,3 NaN,1"
            })
    void whatIsNoPolygonIsNone(String text) {
        assertThat(Shape.polygon(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1,1", "1,1 -2", "1,1 2 3", "x,1 2", "1,1 1e9"})
    void whatIsNoCircleIsNone(String text) {
        assertThat(Shape.circle(text)).isEmpty();
    }
}
