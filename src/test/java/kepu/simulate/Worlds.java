package kepu.simulate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import kepu.activity.Event;
import kepu.activity.EventType;
import kepu.base.Group;
import kepu.base.Topic;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.People;
import kepu.recommend.log.Things;

/** Simulated worlds as logs, without a database. */
final class Worlds {
    private static final long FIRST_ID = 1_000_000;

    private Worlds() {}

    private record Row(int person, Event event, float propensity) {}

    static Loaded loaded(Truth truth) {
        return new Loaded(
                truth.settings(), FIRST_ID, Loaded.VERSION, truth.places().digest());
    }

    /** What everybody of a world did, with the probabilities as they would be stored, times {@code wrongly}. */
    static Log log(Truth truth, double wrongly) {
        int residents = truth.settings().residents();
        Behaviour behaviour = new Behaviour(truth);
        List<Row> rows = new ArrayList<>();
        long[] villages = new long[residents];
        int[] groups = new int[residents];
        short[] born = new short[residents];
        long[] interests = new long[residents];
        String[] ids = new String[residents];
        for (int i = 0; i < residents; i++) {
            Person person = truth.person(i);
            int number = i;
            behaviour.of(
                    person,
                    FIRST_ID + i,
                    (event, propensity) -> rows.add(new Row(number, event, (float) (propensity * wrongly))));
            ids[i] = Long.toString(FIRST_ID + i);
            villages[i] = person.home().code();
            groups[i] = Group.mask(person.profile().groups());
            Integer year = person.profile().birthYear();
            born[i] = year == null ? 0 : year.shortValue();
            interests[i] = Topic.mask(person.profile().interests());
        }
        rows.sort(Comparator.comparing((Row row) -> row.event().at()));
        boolean[] personalised = new boolean[residents];
        Arrays.fill(personalised, true);
        String[] names = Arrays.stream(Group.values()).map(Group::code).toArray(String[]::new);
        return new Log(
                new People(ids, villages, groups, born, interests, personalised, names),
                Things.of(Scene.CATALOGUE),
                events(rows));
    }

    private static Events events(List<Row> rows) {
        int size = rows.size();
        Events events = new Events(
                new int[size],
                new int[size],
                new byte[size],
                new long[size],
                new short[size],
                new float[size],
                new float[size]);
        for (int i = 0; i < size; i++) {
            Row row = rows.get(i);
            Event event = row.event();
            events.people()[i] = row.person();
            events.things()[i] = event.item() == null ? 0 : event.item();
            events.types()[i] = (byte) event.type().ordinal();
            events.atMillis()[i] = event.at().toEpochMilli();
            events.positions()[i] =
                    event.position() == null ? -1 : event.position().shortValue();
            events.weights()[i] = 1;
            events.propensities()[i] = event.type() == EventType.IMPRESSION ? row.propensity() : Float.NaN;
        }
        return events;
    }
}
