package kepu.rumour;

import java.util.List;

/** What a text came to: the verdicts on its claims, the most probable first, and the parts of it of which nobody knows. */
public record Checked(List<Found> found, List<String> unknown) {
    /** A verdict, how probable it is that the text makes its claim, and the words that do. */
    public record Found(Verdict verdict, double score, String statement) {}

    public Checked {
        found = List.copyOf(found);
        unknown = List.copyOf(unknown);
    }
}
