package kepu.recommend.log;

import java.util.Arrays;
import java.util.List;
import kepu.activity.EventType;
import kepu.content.Kind;
import kepu.content.Season;

/** A log of behaviour: who, what, and what happened, in the order of time. */
public record Log(People people, Things things, Events events) {
    /** What happened up to a time (epoch), by the same people with the same items. */
    public Log upTo(long millis) {
        return new Log(people, things, events.until(events.firstAt(millis + 1)));
    }

    /** Who took what, of plain numbers; everything at time 0. {@code items} is more than any item's number. */
    public static Log ofTakings(int[][] byPerson, int items) {
        Things.Thing[] things = new Things.Thing[items];
        Arrays.setAll(things, Log::nameless);
        EventRows rows = new EventRows();
        for (int person = 0; person < byPerson.length; person++) {
            for (int item : byPerson[person]) {
                rows.add(person, item, EventType.OPEN, 0, 1, -1, Float.NaN);
            }
        }
        return new Log(nameless(byPerson), new Things(things, new String[0]), rows.byTime());
    }

    private static People nameless(int[][] byPerson) {
        int size = byPerson.length;
        String[] ids = new String[size];
        Arrays.setAll(ids, String::valueOf);
        boolean[] personalised = new boolean[size];
        Arrays.fill(personalised, true);
        return new People(
                ids, new long[size], new int[size], new short[size], new long[size], personalised, new String[0]);
    }

    private static Things.Thing nameless(int item) {
        return new Things.Thing(
                String.valueOf(item), "", 0, 0, List.of(), Season.ALWAYS, Kind.ARTICLE, Long.MIN_VALUE, 0, "");
    }
}
