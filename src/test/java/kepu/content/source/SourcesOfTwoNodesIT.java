package kepu.content.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import kepu.testing.House;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Two nodes share the sources: each is looked at by one of them, and what comes in by both at once is compared all the same. */
class SourcesOfTwoNodesIT {
    @RegisterExtension
    static final House one = House.node().with("sources.allowedNetworks", "127.0.0.0/8");

    @RegisterExtension
    static final House other =
            House.node().with("sources.allowedNetworks", "127.0.0.0/8").on(one::address);

    @RegisterExtension
    static final Site site = new Site();

    @Test
    void eachSourceIsLookedAtOnceAndReprintsAreFound() {
        long seed = new Random().nextLong();
        Prose prose = new Prose(seed);
        Newsroom room = Newsroom.of(one, "0");
        String text = prose.text(500);
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            String path = "/both/" + i;
            site.at(path, "text/xml", Prose.rss(List.of(Prose.item("1", "转载", prose.reprint(text)))));
            sources.add(room.added("0", "两个节点" + i, site.url(path)));
        }
        int fresh = sources.stream()
                .mapToInt(source -> room.first(source).getInteger("fresh"))
                .sum();
        int duplicates = sources.stream()
                .mapToInt(source -> room.first(source).getInteger("duplicates"))
                .sum();
        assertThat(fresh).as("seed %d", seed).isEqualTo(1);
        assertThat(duplicates).as("seed %d", seed).isEqualTo(11);
        for (int i = 0; i < 12; i++) {
            assertThat(site.asked("/both/" + i)).hasSize(1);
        }
    }
}
