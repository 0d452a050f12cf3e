package kepu.recommend.rank;

import kepu.content.Kind;

/**
 * How a group in a place takes what is about a topic, and what is of a kind: for items that are too new to speak for themselves.
 *
 * @param topics rates by the number of the topic's bit
 * @param kinds rates by the kind's ordinal
 */
record Traits(double[] topics, double[] kinds) {
    private static final Kind[] KINDS = Kind.values();

    static Traits of(Prior.Chain chain, int topics) {
        Traits traits = new Traits(new double[topics], new double[KINDS.length]);
        for (int topic = 0; topic < topics; topic++) {
            traits.topics[topic] = chain.topicRate(topic);
        }
        for (int kind = 0; kind < KINDS.length; kind++) {
            traits.kinds[kind] = chain.kindRate(KINDS[kind]);
        }
        return traits;
    }
}
