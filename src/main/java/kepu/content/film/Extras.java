package kepu.content.film;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import kepu.base.Failure;
import kepu.config.Editorial;
import kepu.content.MediaFolder;

/**
 * What goes with an item: its recording, as it came, and its poster, made anew. Each is told by its content, not by its name. Blocking: for a
 * worker.
 */
final class Extras {
    private static final int PIXELS = 1_000_000;

    private final MediaFolder media;
    private final Editorial.Uploads config;

    Extras(MediaFolder media, Editorial.Uploads config) {
        this.media = media;
        this.config = config;
    }

    /** Puts a recording where media are served from; {@link Failure.Invalid} when it is none that phones play, or too long. */
    Making.Made recording(Path file, String name) throws IOException {
        Optional<Sound> found = Sound.of(file);
        if (found.isEmpty()) {
            throw new Failure.Invalid("recording-format", "只收 MP3、M4A 和 WAV 录音，这个文件不是，或者是坏的");
        }
        Sound sound = found.get();
        if (sound.seconds() > config.recordingSeconds()) {
            throw new Failure.Invalid("recording-too-long", "录音超过 %d 分钟的上限".formatted(config.recordingSeconds() / 60));
        }
        return new Making.Made(
                media.add(file, name, sound.kind().ending()), null, sound.seconds(), List.of(), List.of());
    }

    /** Puts a picture where media are served from; {@link Failure.Invalid} when it cannot be read, or is too small or too large. */
    Making.Made poster(Path file, Path folder) throws IOException {
        Path clean = folder.resolve("poster.jpg");
        switch (Picture.clean(file, clean, (long) config.pictureMegapixels() * PIXELS)) {
            case MADE -> {}
            case UNKNOWN -> throw new Failure.Invalid("picture-format", "只收 JPG 和 PNG 图片，这个文件不是");
            case BROKEN -> throw new Failure.Invalid("picture-broken", "这张图片读不出来，请另存为普通的 JPG 再传");
            case SMALL ->
                throw new Failure.Invalid("picture-too-small", "图片太小，宽和高都至少要 %d 个像素".formatted(Picture.LEAST_SIDE));
            case LARGE ->
                throw new Failure.Invalid(
                        "picture-too-large", "图片超过 %d 万像素的上限".formatted(config.pictureMegapixels() * 100));
        }
        return new Making.Made(media.add(clean, ".jpg"), null, 0, List.of(), List.of());
    }
}
