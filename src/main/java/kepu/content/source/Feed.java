package kepu.content.source;

import java.util.List;

/** A feed that was read: its entries in its own order, how many it had in all, and those that could not be taken. */
record Feed(int size, List<FeedEntry> entries, List<Poll.Fault> faults) {
    Feed {
        entries = List.copyOf(entries);
        faults = List.copyOf(faults);
    }
}
