package kepu.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import kepu.base.Failure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Real messages of other people's warning systems, good and bad, and what attackers send. */
class CapReaderTest {
    private final CapReader target = new CapReader();

    @Test
    void aWeatherMessageInTwoLanguagesIsReadWhole() {
        CapMessage message = target.read(fixture("canada.cap"), null);
        assertThat(message.key())
                .isEqualTo(new CapMessage.Key(
                        "cap@ec.gc.ca", "2.49.0.1.124.6bddbc91.2012", Instant.parse("2012-05-02T23:21:04Z")));
        assertThat(message.kind()).isEqualTo(CapMessage.Kind.UPDATE);
        assertThat(message.isPublic()).isTrue();
        assertThat(message.signed()).isFalse();
        assertThat(message.references())
                .extracting(CapMessage.Key::identifier)
                .containsExactly("2.49.0.1.124.a3f342a4.2012", "2.49.0.1.124.60f31a3a.2012");
        assertThat(message.infos()).extracting(CapMessage.Info::language).containsExactly("en-CA", "fr-CA");
        CapMessage.Info english = message.infos().getFirst();
        assertThat(english.severity()).isEqualTo(Severity.MINOR);
        assertThat(english.words().headline()).isEqualTo("severe thunderstorm watch");
        assertThat(english.times().expires()).isEqualTo(Instant.parse("2012-05-03T00:20:00Z"));
        assertThat(english.areas()).hasSize(2);
        assertThat(english.areas().getFirst().geocodes())
                .contains(new CapMessage.Named("profile:CAP-CP:Location:0.3", "3537001"));
        Shape windsor = english.areas().getFirst().shapes().getFirst();
        assertThat(windsor.contains(42.2, -82.8)).isTrue();
        assertThat(windsor.contains(43.5, -82.8)).isFalse();
    }

    @Test
    void aSignatureIsSeenAndNotChecked() {
        CapMessage message = target.read(fixture("canada_signed.cap"), null);
        assertThat(message.signed()).isTrue();
        assertThat(message.references()).hasSize(9);
        assertThat(message.infos().getLast().words().event()).isEqualTo("neige");
        String forged =
                new String(fixture("canada_signed.cap"), StandardCharsets.UTF_8).replace("snowfall", "rainfall");
        assertThat(target.read(forged.getBytes(StandardCharsets.UTF_8), null).signed())
                .as("nothing is made of a signature that is wrong")
                .isTrue();
    }

    @Test
    void theEncodingThatAMessageNamesIsKept() {
        CapMessage message = target.read(fixture("earthquake-iso8859-1.cap"), null);
        CapMessage.Info info = message.infos().getFirst();
        assertThat(info.words().headline()).startsWith("EQ 4.6 Usulután, Usulután, El Salvador");
        assertThat(info.language()).as("implied by the specification").isEqualTo("en-US");
        assertThat(info.areas().getFirst().shapes()).containsExactly(new Shape.Circle(12.747, -88.783, 0));
        assertThat(message.signed()).isTrue();
        assertThat(info.times().expires()).isEqualTo(Instant.parse("2012-10-21T22:53:04Z"));
    }

    @Test
    void theTransportsWordOnTheEncodingGoesFirst() {
        String text = sample("<headline>山洪</headline>").replace("encoding='UTF-8'", "encoding='ISO-8859-1'");
        CapMessage message = target.read(text.getBytes(StandardCharsets.UTF_8), "UTF-8");
        assertThat(message.infos().getFirst().words().headline()).isEqualTo("山洪");
    }

    @Test
    void aTsunamiUpdateNamesWhatItUpdates() {
        CapMessage message = target.read(fixture("wcatwc-warning.cap"), null);
        assertThat(message.references())
                .containsExactly(new CapMessage.Key("PAAQ", "PAAQ-1-lqw6d6", Instant.parse("2011-09-02T10:55:55Z")));
        assertThat(message.infos().getFirst().severity()).isEqualTo(Severity.EXTREME);
        assertThat(message.infos().getFirst().times().onset()).isEqualTo(Instant.parse("2011-09-02T11:36:50Z"));
        assertThat(message.infos().getFirst().times().effective()).isNull();
    }

    @Test
    void aMissingElementIsToldByItsLine() {
        Failure.Invalid refused = refused(fixture("invalid.cap"));
        assertThat(refused.type()).isEqualTo("cap-invalid");
        assertThat(refused.faults()).singleElement().satisfies(fault -> {
            assertThat(fault.pointer()).isEqualTo("line=9");
            assertThat(fault.detail()).contains("scope");
        });
    }

    @Test
    void anUpdateThatUpdatesNothingIsRefused() {
        Failure.Invalid refused = refused(fixture("canada_errors.cap"));
        assertThat(refused.type()).isEqualTo("cap-invalid");
        assertThat(refused.faults()).extracting(Failure.Fault::pointer).containsExactly("/alert/references");
    }

    @ParameterizedTest
    @ValueSource(strings = {"earthquake.cap", "no_optional_fields.cap", "noaa_errors.cap", "weather.cap"})
    void anOlderVersionIsRefusedByItsName(String file) {
        Failure.Invalid refused = refused(fixture(file));
        assertThat(refused.type()).isEqualTo("cap-version");
        assertThat(refused.detail()).contains("cap:1.1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"weather.atom", "weather_index.atom", "amber.atom"})
    void aFeedIsNoMessage(String file) {
        assertThat(refused(fixture(file)).type()).isEqualTo("cap-version");
    }

    @Test
    void entitiesFromOutsideAreRefusedUnread() {
        Failure.Invalid refused = refused(fixture("xee.cap"));
        assertThat(refused.type()).isEqualTo("xml-doctype");
    }

    @Test
    void aBillionLaughsAreRefusedUnread() {
        StringBuilder bomb = new StringBuilder("<?xml version='1.0'?><!DOCTYPE alert [<!ENTITY l0 'lol'>");
        for (int i = 1; i < 10; i++) {
            bomb.append("<!ENTITY l")
                    .append(i)
                    .append(" '")
                    .append(("&l" + (i - 1) + ";").repeat(10))
                    .append("'>");
        }
        bomb.append("]>").append(sample("<headline>&l9;</headline>").replaceFirst("<\\?xml.*\\?>", ""));
        assertThat(refused(utf8(bomb.toString())).type()).isEqualTo("xml-doctype");
    }

    @Test
    void aFileIsNotReadThroughXInclude() {
        String text =
                sample("<headline><xi:include xmlns:xi='http://www.w3.org/2001/XInclude' href='file:///etc/passwd'"
                        + " parse='text'/></headline>");
        assertThat(refused(utf8(text)).type()).isEqualTo("cap-invalid");
    }

    @Test
    void depthIsBounded() {
        String deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);
        assertThat(refused(utf8(deep)).type()).isEqualTo("xml-limit");
        String attributes = IntStream.range(0, 1_000)
                .mapToObj(i -> "a" + i + "=''")
                .collect(java.util.stream.Collectors.joining(" ", "<alert ", "/>"));
        assertThat(refused(utf8(attributes)).type()).isEqualTo("xml-limit");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "<alert>",
                "<alert></alart>",
                "\u0000",
                "<?xml version='1.0' encoding='nonsense'?><alert/>"
            })
    void whatIsNoXmlIsRefused(String text) {
        assertThat(refused(utf8(text)).type()).isEqualTo("xml-malformed");
    }

    @Test
    void bytesThatAreNotInTheNamedEncodingAreRefused() {
        byte[] bytes = sample("<headline>Usulután</headline>").getBytes(StandardCharsets.ISO_8859_1);
        assertThat(refused(bytes).type()).isEqualTo("xml-malformed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<severity>Minor</severity>|<severity>Bad</severity>",
                "2026-07-01T08:00:00+08:00|2026-07-01T00:00:00Z",
                "2026-07-01T08:00:00+08:00|2026-07-01T08:00:00.5+08:00",
                "<msgType>Alert</msgType>|<msgType>Warn</msgType>",
                "<identifier>s1</identifier>|<identifier>a b</identifier>",
                "<identifier>s1</identifier>|<identifier></identifier>",
                "<msgType>Alert</msgType>|<msgType>Cancel</msgType>",
                "<scope>Public</scope>|<scope>Public</scope><references>a,b</references>",
                "<scope>Public</scope>|<scope>Public</scope><references>a,b,yesterday</references>",
                "<areaDesc>x</areaDesc>|<areaDesc>x</areaDesc><polygon>1,1 2,2 1,1</polygon>",
                "<areaDesc>x</areaDesc>|<areaDesc>x</areaDesc><polygon>91,1 2,2 3,3 91,1</polygon>",
                "<areaDesc>x</areaDesc>|<areaDesc>x</areaDesc><circle>30,105</circle>",
                "<event>e</event>|<event>e</event><event>e</event>"
            })
    void whatTheSpecificationForbidsIsRefused(String good, String bad) {
        String text = sample("");
        assertThat(text).contains(good);
        assertThat(target.read(utf8(text), null).infos()).hasSize(1);
        Failure.Invalid refused = refused(utf8(text.replace(good, bad)));
        assertThat(refused.type()).isEqualTo("cap-invalid");
        assertThat(refused.faults()).isNotEmpty();
    }

    @Test
    void whatWeWriteWeRead() {
        CapMessage message = new CapMessage(
                new CapMessage.Key("kepu.example", "m1", Instant.parse("2026-07-01T00:00:00Z")),
                CapMessage.Status.ACTUAL,
                CapMessage.Kind.UPDATE,
                CapMessage.Scope.PUBLIC,
                List.of(new CapMessage.Key("a", "b", Instant.parse("2026-06-30T00:00:00Z"))),
                List.of(new CapMessage.Info(
                        "zh-CN",
                        Severity.SEVERE,
                        new CapMessage.Nature("Met", "Immediate", "Likely"),
                        new CapMessage.Words("暴雨", "遂宁", "暴雨 <橙色> & \"急\"", "雨\n大", "转移", ""),
                        new CapMessage.Times(null, null, Instant.parse("2026-07-01T06:00:00Z")),
                        List.of("item-1"),
                        List.of(new CapMessage.Area(
                                "船山区", List.of(new CapMessage.Named("统计用区划代码", "510903")), List.of())))),
                false);
        byte[] bytes = CapWriter.write(message);
        assertThat(target.read(bytes, null)).isEqualTo(message);
        assertThat(CapWriter.write(message)).isEqualTo(bytes);
    }

    private Failure.Invalid refused(byte[] bytes) {
        return Objects.requireNonNull(catchThrowableOfType(Failure.Invalid.class, () -> target.read(bytes, null)));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sample(String more) {
        return "<?xml version='1.0' encoding='UTF-8'?><alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'>"
                + "<identifier>s1</identifier><sender>s</sender><sent>2026-07-01T08:00:00+08:00</sent><status>Actual</status>"
                + "<msgType>Alert</msgType><scope>Public</scope><info><category>Met</category><event>e</event>"
                + "<urgency>Immediate</urgency><severity>Minor</severity><certainty>Likely</certainty>" + more
                + "<area><areaDesc>x</areaDesc></area></info></alert>";
    }

    static byte[] fixture(String name) {
        try (InputStream in = Objects.requireNonNull(CapReaderTest.class.getResourceAsStream("/cap/" + name))) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
