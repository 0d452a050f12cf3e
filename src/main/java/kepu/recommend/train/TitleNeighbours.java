package kepu.recommend.train;

import java.util.ArrayList;
import java.util.List;
import kepu.base.Neighbours;
import kepu.recommend.log.Things;
import kepu.search.Similar;

/** Which items of a log from files read alike: by titles and topics, which is all that the files tell. */
public final class TitleNeighbours {
    private TitleNeighbours() {}

    /** By number of the item; nobody has neighbours when nothing has a title. */
    public static Neighbours of(Things things) {
        List<Similar.Text> texts = new ArrayList<>();
        for (int item = 0; item < things.size(); item++) {
            Things.Thing thing = things.all()[item];
            if (!thing.title().isBlank()) {
                texts.add(new Similar.Text(item, thing.title(), "", "", topics(things, thing), ""));
            }
        }
        if (texts.isEmpty()) {
            return Neighbours.none(things.size());
        }
        try (Similar similar = Similar.of(texts, Similar.MOST)) {
            return similar.neighbours(things.size());
        }
    }

    private static List<String> topics(Things things, Things.Thing thing) {
        List<String> topics = new ArrayList<>();
        for (long left = thing.topics(); left != 0; left &= left - 1) {
            topics.add(things.topicNames()[Long.numberOfTrailingZeros(left)]);
        }
        return topics;
    }
}
