package kepu.recommend.log;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import kepu.content.Season;
import org.jspecify.annotations.Nullable;

/**
 * A log from CSV files: {@code user,item,time[,type][,weight][,position][,propensity]} for events, {@code user[,region][,groups][,birthYear][,occupation]} for
 * people, {@code item[,title][,topics][,publishedAt][,groups][,source][,kind]} for items. Ids are any text. Who or what only events name
 * is in the log without facts.
 *
 * <p>Groups are the bits of {@link kepu.base.Group} when only its codes are used, else of their own dictionary; occupations take the
 * bits that are left, named {@code occupation:…}. Beyond {@link Things#MOST_TOPICS} topics the rarest are left out.
 */
public final class LogFiles {
    private LogFiles() {}

    /**
     * Reads the files.
     *
     * @throws kepu.base.Failure.Invalid when a file is not as above, naming it and the line
     * @throws IOException when a file cannot be read
     */
    public static Log read(Path events, @Nullable Path users, @Nullable Path items) throws IOException {
        Numbering people = new Numbering();
        Numbering things = new Numbering();
        List<UserFile.Facts> userFacts = users == null ? List.of() : UserFile.read(users, people);
        List<ItemFile.Facts> itemFacts = items == null ? List.of() : ItemFile.read(items, things);
        Events happened = EventFile.read(events, people, things);
        Words groups = groups(userFacts, itemFacts);
        Words topics = Words.mostUsed(words(itemFacts.stream().map(ItemFile.Facts::topics)), Things.MOST_TOPICS);
        return new Log(
                people(people, userFacts, groups),
                new Things(things(things, itemFacts, groups, topics), topics.array()),
                happened);
    }

    private static Words groups(List<UserFile.Facts> users, List<ItemFile.Facts> items) {
        List<String> uses = words(Stream.concat(
                users.stream().map(UserFile.Facts::groups), items.stream().map(ItemFile.Facts::groups)));
        List<String> occupations = users.stream()
                .map(UserFile.Facts::occupation)
                .filter(name -> !name.isEmpty())
                .toList();
        return Words.groups(uses, occupations);
    }

    private static List<String> words(Stream<List<String>> cells) {
        return cells.flatMap(List::stream).toList();
    }

    private static People people(Numbering numbering, List<UserFile.Facts> facts, Words groups) {
        int size = numbering.size();
        People people = new People(
                numbering.names(),
                new long[size],
                new int[size],
                new short[size],
                new long[size],
                new boolean[size],
                groups.array());
        for (int person = 0; person < facts.size(); person++) {
            UserFile.Facts of = facts.get(person);
            people.villages()[person] = of.village();
            people.groups()[person] = (int) (groups.mask(of.groups()) | groups.occupation(of.occupation()));
            people.birthYears()[person] = of.birthYear();
        }
        Arrays.fill(people.personalised(), true);
        return people;
    }

    private static Things.Thing[] things(Numbering numbering, List<ItemFile.Facts> facts, Words groups, Words topics) {
        Things.Thing[] all = new Things.Thing[numbering.size()];
        for (int number = 0; number < all.length; number++) {
            ItemFile.Facts of = number < facts.size() ? facts.get(number) : ItemFile.Facts.NONE;
            all[number] = new Things.Thing(
                    numbering.name(number),
                    of.title(),
                    topics.mask(of.topics()),
                    (int) groups.mask(of.groups()),
                    List.of(),
                    Season.ALWAYS,
                    of.kind(),
                    of.publishedMillis(),
                    0,
                    of.source());
        }
        return all;
    }
}
