package kepu.push;

import kepu.base.Topic;
import org.jspecify.annotations.Nullable;

/**
 * What the {@link Governor} asks of a publication.
 *
 * @param sender who can be unsubscribed: the code of the region that sends
 * @param topic of the item; null for what has none
 * @param arm of the campaign; empty where it has none
 * @param held lots of those who are held out and get nothing: the first ones
 */
public record Handling(Lane lane, String sender, @Nullable Topic topic, String arm, Share share, int held) {
    /** To one person. */
    public static Handling personal(String sender, @Nullable Topic topic) {
        return new Handling(Lane.PERSONAL, sender, topic, "", Share.EVERYBODY, 0);
    }
}
