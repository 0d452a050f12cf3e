package kepu.region;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivisionFileTest {
    private static final String HEADER = "code,level,name\n";

    @Test
    void everyLineIsADivision() throws IOException {
        DivisionFile.Reading reading = read(HEADER + "510000000000,1,四川省\n510900000000,2,遂宁市\n510903100208,5,永石桥村委会\n");
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.regions())
                .containsExactly(
                        new Region(RegionCode.of("51"), "四川省"),
                        new Region(RegionCode.of("5109"), "遂宁市"),
                        new Region(RegionCode.of("510903100208"), "永石桥村委会"));
    }

    @Test
    void theLevelTellsACityFromItsOnlyCounty() throws IOException {
        DivisionFile.Reading reading = read(HEADER + "441900000000,2,东莞市\n441900000000,3,东莞市\n");
        assertThat(reading.faults()).isEmpty();
        assertThat(reading.regions()).extracting(region -> region.code().text()).containsExactly("4419", "441900");
    }

    @Test
    void namesBeyondTheBasicPlaneAreKept() throws IOException {
        DivisionFile.Reading reading = read(HEADER + "510903100208,5,𡐓上村委会\n510903100209,5,㙍𠮷村\n");
        assertThat(reading.regions()).extracting(Region::name).containsExactly("𡐓上村委会", "㙍𠮷村");
    }

    @Test
    void faultyLinesAreNamedByNumberAndTheRestIsKept() throws IOException {
        DivisionFile.Reading reading = read(HEADER
                + "510000000000,1,四川省\n"
                + "51,1,四川省\n"
                + "\n"
                + "510900000000,6,遂宁市\n"
                + "510900000000,2,\n"
                + "510903000000,2,船山区\n"
                + "51090300000x,3,船山区\n"
                + "510903000000;3;船山区\n"
                + "510903000000,3," + "长".repeat(101) + "\n"
                + "510903000000,3,船\0山区\n"
                + "510903000000,3,船山区\n");
        assertThat(reading.regions()).extracting(Region::name).containsExactly("四川省", "船山区");
        assertThat(reading.faults())
                .extracting(fault -> fault.substring(0, fault.indexOf(':')))
                .containsExactly("line 3", "line 5", "line 6", "line 7", "line 8", "line 9", "line 10", "line 11");
        assertThat(reading.faults()).allMatch(fault -> fault.matches("line [0-9]+: .{8,}"));
    }

    @Test
    void aNameThatIsNotUtf8IsAFault() throws IOException {
        byte[] bytes = (HEADER + "510900000000,2,x\n510903000000,3,船山区\n").getBytes(StandardCharsets.UTF_8);
        bytes[HEADER.length() + 15] = (byte) 0xFF;
        DivisionFile.Reading reading = DivisionFile.read(new ByteArrayInputStream(bytes));
        assertThat(reading.faults())
                .singleElement()
                .asString()
                .startsWith("line 2: ")
                .contains("UTF-8");
        assertThat(reading.regions()).hasSize(1);
    }

    @Test
    void windowsLineEndsAByteOrderMarkAndGzipAreRead() throws IOException {
        String text = "\uFEFFcode,level,name\r\n510000000000,1,四川省\r\n";
        assertThat(read(text).regions()).containsExactly(new Region(RegionCode.of("51"), "四川省"));
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(text.getBytes(StandardCharsets.UTF_8));
        }
        assertThat(DivisionFile.read(new ByteArrayInputStream(packed.toByteArray()))
                        .regions())
                .containsExactly(new Region(RegionCode.of("51"), "四川省"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "name,code,level\n", "510000000000,1,四川省\n"})
    void aFileWithoutTheHeaderIsRefused(String text) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class).hasMessageContaining("line 1");
    }

    private static DivisionFile.Reading read(String text) throws IOException {
        return DivisionFile.read(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
    }
}
