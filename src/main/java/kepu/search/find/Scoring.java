package kepu.search.find;

/**
 * The numbers that decide which text is more about a query. Terms count by BM25 (Robertson and Zaragoza, "The Probabilistic Relevance
 * Framework: BM25 and Beyond", 2009), each field with its own saturation and length; terms that stand together count once more, as in the
 * sequential dependence model (Metzler and Croft, "A Markov Random Field Model for Term Dependencies", SIGIR 2005).
 *
 * @param k1 how soon one more occurrence in a body says nothing new
 * @param b how much long bodies are held back, 0 to 1
 * @param headK1 the same as k1 for titles and keywords
 * @param headB the same as b for titles and keywords
 * @param head what a term of the title counts beside one of the body
 * @param words what the view of words counts beside the view of pairs
 * @param tie what the weaker view counts beside the stronger one, 0 to 1
 * @param weak what a word counts that most questions have (怎么, 什么)
 * @param near what terms that stand together count
 * @param slop how many places apart they may stand, in the view of words
 * @param otherName what another name of a thing counts beside the one that was asked for
 */
public record Scoring(
        float k1,
        float b,
        float headK1,
        float headB,
        float head,
        float words,
        float tie,
        float weak,
        float near,
        int slop,
        float otherName) {
    /** Those that serve. */
    public static final Scoring SERVED = new Scoring(1.2f, 0.4f, 1.2f, 0.5f, 1.5f, 1.0f, 0.5f, 0.4f, 0.3f, 4, 0.9f);
}
