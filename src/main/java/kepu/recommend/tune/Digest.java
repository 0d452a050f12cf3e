package kepu.recommend.tune;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.TreeSet;
import kepu.base.Neighbours;
import kepu.base.Sha256;
import kepu.content.Season;
import kepu.recommend.log.Events;
import kepu.recommend.log.Log;
import kepu.recommend.log.People;
import kepu.recommend.log.Things;

/** Whether two searches learn from the same: SHA-256 over everything that a training can see. */
public final class Digest {
    private static final int BYTES = 16;

    private final MessageDigest digest = Sha256.begin();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    private Digest() {}

    /** Of a log and its text neighbours. */
    public static String of(Log log, Neighbours content) {
        Digest all = new Digest();
        all.add(log.people());
        all.add(log.things());
        all.add(log.events());
        for (int entry = 0; entry < content.others().length; entry++) {
            all.add(content.others()[entry]);
            all.add(Float.floatToIntBits(content.weights()[entry]));
        }
        return all.text();
    }

    /** Of a fixed split's file, and the share of it that is for testing. */
    public static String of(int[][] takings, double testShare) {
        Digest all = new Digest();
        all.add(Double.doubleToLongBits(testShare));
        for (int[] items : takings) {
            all.add(items.length);
            for (int item : items) {
                all.add(item);
            }
        }
        return all.text();
    }

    /** Of the parameters and values of a space; what they mean may be told in other words. */
    public static String of(Space space) {
        Digest all = new Digest();
        for (Parameter parameter : space.parameters()) {
            all.add(parameter.path());
            all.add(parameter.values().size());
            parameter.values().forEach(all::add);
        }
        return all.text();
    }

    /** Of a definition's values; its comments may change. */
    public static String of(DefinitionText definition) {
        Digest all = new Digest();
        all.add(definition.content());
        return all.text();
    }

    private void add(People people) {
        for (int person = 0; person < people.size(); person++) {
            add(people.ids()[person]);
            add(people.villages()[person]);
            add(people.groups()[person]);
            add(people.birthYears()[person]);
            add(people.interests()[person]);
        }
    }

    private void add(Things things) {
        for (Things.Thing thing : things.all()) {
            add(thing.id());
            add(thing.title());
            add(thing.topics());
            add(thing.groups());
            add(thing.regions().toString());
            add(thing.season());
            add(thing.kind().toString());
            add(thing.publishedMillis());
            add(thing.size());
            add(thing.source());
        }
    }

    /** In their order: that of a set is another in each process. */
    private void add(Season season) {
        add(new TreeSet<>(season.months()).toString());
        add(new TreeSet<>(season.terms()).toString());
    }

    private void add(Events events) {
        for (int event = 0; event < events.size(); event++) {
            add(events.people()[event]);
            add(events.things()[event]);
            add(events.types()[event]);
            add(events.atMillis()[event]);
            add(events.positions()[event]);
            add(Float.floatToIntBits(events.weights()[event]));
            add(Float.floatToIntBits(events.propensities()[event]));
        }
    }

    private void add(long value) {
        digest.update(number.clear().putLong(value).flip());
    }

    private void add(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        add(bytes.length);
        digest.update(bytes);
    }

    private String text() {
        return HexFormat.of().formatHex(digest.digest(), 0, BYTES);
    }
}
