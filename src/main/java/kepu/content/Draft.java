package kepu.content;

import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import kepu.base.Failure;
import kepu.base.Group;
import kepu.base.Sha256;
import kepu.base.Text;
import kepu.base.Topic;
import kepu.people.Caller;
import kepu.region.RegionCode;
import org.jspecify.annotations.Nullable;

/**
 * What an item is to be, as its author writes it: {@code text} is Markdown, {@code media} and {@code poster} are names under {@code /media/},
 * {@code voice} is who reads it out. {@code regions} empty means everywhere. {@link Failure.Invalid} with the pointer of what cannot be.
 */
public record Draft(
        Kind kind,
        String title,
        String summary,
        Topic topic,
        Set<Group> groups,
        List<RegionCode> regions,
        Season season,
        List<String> keywords,
        String source,
        String authority,
        String licence,
        String language,
        @Nullable String media,
        @Nullable String poster,
        @Nullable Voice voice,
        int seconds,
        String text) {
    /** Whose word a source is. */
    public static final Set<String> AUTHORITIES = Set.of("national", "provincial", "academic", "international");

    private static final Pattern VIDEO = Pattern.compile("[0-9a-f]{40}\\.mp4");
    private static final Pattern PICTURE = Pattern.compile("[0-9a-f]{40}\\.jpg");
    private static final Pattern SOUND = Pattern.compile("[0-9a-f]{40}\\.(mp3|m4a|wav)");
    private static final int MOST_CHARS = 100_000;
    private static final int MOST_SECONDS = 7_200;

    /**
     * A recording of somebody who reads a text out: {@code name} is its name under {@code /media/}, {@code text} tells which text that is
     * (40 hexadecimal digits of its SHA-256).
     */
    public record Voice(String name, String text) {
        private static final int DIGITS = 40;

        /** Of this text. */
        public static Voice reading(String name, String text) {
            return new Voice(name, digest(text));
        }

        boolean reads(String other) {
            return text.equals(digest(other));
        }

        private static String digest(String text) {
            return HexFormat.of().formatHex(Sha256.of(text)).substring(0, DIGITS);
        }
    }

    public Draft {
        groups = Set.copyOf(groups);
        regions = List.copyOf(regions);
        keywords = List.copyOf(keywords);
        within("/title", title, 2, 60);
        within("/summary", summary, 5, 120);
        within("/source", source, 2, 80);
        within("/licence", licence, 2, 40);
        within("/language", language, 2, 20);
        within("/text", text, 1, MOST_CHARS);
        require(AUTHORITIES.contains(authority), "/authority", "没有这种来源级别：" + authority);
        require(!groups.isEmpty(), "/groups", "至少写一个适合的人群");
        require(keywords.stream().allMatch(Text::isStorable), "/keywords", "里面有不能保存的字符");
        require(season.months().stream().allMatch(month -> month >= 1 && month <= 12), "/months", "月份是 1 至 12");
        require(SolarTerms.NAMES.containsAll(season.terms()), "/terms", "没有这个节气");
        require(media == null || VIDEO.matcher(media).matches(), "/media", "视频要先上传，这里写它的名字");
        require(poster == null || PICTURE.matcher(poster).matches(), "/poster", "封面要先上传，这里写它的名字");
        require(voice == null || SOUND.matcher(voice.name()).matches(), "/audio", "录音要先上传，这里写它的名字");
        if (kind == Kind.VIDEO) {
            require(media != null, "/media", "视频要先上传，这里写它的名字");
            require(seconds >= 1 && seconds <= MOST_SECONDS, "/seconds", "请写视频的长度（秒），最长两小时");
        }
    }

    /** The name of the recording that goes out with it: of a text that was changed since, none does. */
    public @Nullable String recording() {
        return voice != null && voice.reads(text) ? voice.name() : null;
    }

    /** Whether all of where it is for lies in a scope; what is for everywhere is for the country. */
    public boolean isWithin(RegionCode scope) {
        return regions.isEmpty()
                ? scope.equals(RegionCode.COUNTRY)
                : regions.stream().allMatch(scope::contains);
    }

    /** {@link Failure.Forbidden} when it is for more than the scope of a member of staff. */
    public void requireWithin(Caller.OfStaff staff) {
        if (!isWithin(staff.scope())) {
            throw new Failure.Forbidden("outside-scope", "这条内容面向的地区超出您的范围");
        }
    }

    private static void within(String pointer, String value, int least, int most) {
        int length = value.codePointCount(0, value.length());
        require(length >= least && length <= most, pointer, "应有 %d 至 %d 个字".formatted(least, most));
        require(Text.isStorable(value), pointer, "里面有不能保存的字符");
        require(!Text.isBlank(value), pointer, "不能是空的，也不能只有空格");
    }

    private static void require(boolean holds, String pointer, String detail) {
        if (!holds) {
            throw Failure.Invalid.at(pointer, detail);
        }
    }
}
