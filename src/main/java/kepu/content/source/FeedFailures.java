package kepu.content.source;

import kepu.base.Failure;

/** What can be wrong with a feed as a whole. The types are stable: staff and programs go by them. */
final class FeedFailures {
    private FeedFailures() {}

    static Failure.Invalid empty() {
        return new Failure.Invalid("feed-empty", "订阅源是空的，一个字节也没有");
    }

    static Failure.Invalid html() {
        return new Failure.Invalid("feed-is-html", "这个网址是网页，不是订阅源，请换成网站的 RSS、Atom 或 JSON Feed 网址");
    }

    static Failure.Invalid tooLarge(long most) {
        return new Failure.Invalid("feed-too-large", "订阅源超过 %,d 字节的上限".formatted(most));
    }

    static Failure.Invalid packing(String encoding) {
        return new Failure.Invalid("feed-packing", "订阅源用了不支持的压缩方式：" + encoding);
    }

    static Failure.Invalid brokenPacking() {
        return new Failure.Invalid("feed-packing", "订阅源的压缩数据是坏的，或没有传完");
    }

    static Failure.Invalid unknownCharset(String name) {
        return new Failure.Invalid("feed-charset-unknown", "订阅源说它的编码是 %s，没有这种编码".formatted(name));
    }

    static Failure.Invalid wrongCharset(String name, long at) {
        return new Failure.Invalid("feed-charset-wrong", "订阅源说它的编码是 %s，但从第 %,d 个字节起不是".formatted(name, at));
    }

    static Failure.Invalid doctype() {
        return new Failure.Invalid("feed-doctype", "订阅源里有 DOCTYPE 声明。它可以用来读取内部文件或耗尽内存，一律不接受");
    }

    static Failure.Invalid malformed(int line, int column) {
        return new Failure.Invalid(
                "feed-malformed",
                line > 0 ? "订阅源不是正确的 XML，从第 %,d 行第 %,d 列起有错".formatted(line, column) : "订阅源不是正确的 XML");
    }

    /** {@code line} 0 when it is not known where. */
    static Failure.Invalid malformedJson(int line, int column) {
        return new Failure.Invalid(
                "feed-malformed",
                line > 0 ? "订阅源不是正确的 JSON，从第 %,d 行第 %,d 列起有错".formatted(line, column) : "订阅源不是正确的 JSON");
    }

    static Failure.Invalid unknownFormat() {
        return new Failure.Invalid("feed-format-unknown", "内容既不是 RSS、Atom，也不是 JSON Feed");
    }

    static Failure.Invalid unreadable() {
        return new Failure.Invalid("feed-unreadable", "订阅源的内容读不出来，已记入日志");
    }
}
