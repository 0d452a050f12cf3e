package kepu.bench.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class WrkTest {
    private static final String QUIET = """
            Running 3s test @ http://127.0.0.1:40000
              1 threads and 128 connections
              Thread Stats   Avg      Stdev     Max   +/- Stdev
                Latency     1.02ms  512.11us  20.11ms   91.20%
                Req/Sec    68.11k     2.03k   70.90k    75.00%
              Latency Distribution
                 50%  912.00us
                 75%    1.20ms
                 90%    1.61ms
                 99%    2.50s
              204812 requests in 3.01s, 1.16GB read
            Requests/sec:  68044.19
            Transfer/sec:    395.42MB
            """;

    @Test
    void whatWrkCountsIsReadInItsUnits() throws IOException {
        assertThat(Wrk.turn(QUIET)).isEqualTo(new Turn(204_812, 0, 3.01, 0.912, 2_500, 0));
        assertThat(Wrk.turn(QUIET).perSecond()).isEqualTo(204_812 / 3.01);
    }

    @Test
    void refusalsAndBrokenConnectionsAreErrorsAndNoAnswers() throws IOException {
        String faults = QUIET.replace("Requests/sec:", """
                  Socket errors: connect 1, read 20, write 300, timeout 4000
                  Non-2xx or 3xx responses: 4812
                Requests/sec:""");
        Turn turn = Wrk.turn(faults);
        assertThat(turn.errors()).isEqualTo(4_321 + 4_812);
        assertThat(turn.answers()).isEqualTo(200_000);
    }

    @Test
    void longRunsAreCountedInMinutes() throws IOException {
        assertThat(Wrk.turn(QUIET.replace("in 3.01s,", "in 1.50m,")).seconds()).isEqualTo(90);
    }

    @Test
    void whatIsNoResultIsAFailureThatSaysWhatWrkSaid() {
        assertThatThrownBy(() -> Wrk.turn("unable to connect to 127.0.0.1:1 Connection refused"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("unable to connect");
        assertThatThrownBy(() -> Wrk.turn("204812 requests in 3.01s, 1.16GB read"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no latency");
    }
}
