package kepu.recommend;

/** Why an item stands in a feed: a stable code to count by, and a sentence in plain Chinese for the person who asks. */
public record Reason(String code, String text) {
    public static final Reason EDITORIAL = new Reason("editorial", "编辑推荐");
    public static final Reason FRESH = new Reason("fresh", "新上架的内容");
}
