package kepu;

import java.nio.file.Path;
import java.time.Duration;
import kepu.content.WithdrawnMedia;
import kepu.content.film.FilmRoom;
import kepu.content.review.Vetting;
import kepu.content.share.Posters;
import kepu.content.source.ContentSources;
import kepu.content.source.Drafts;
import kepu.content.source.ReviewDrafts;
import kepu.ops.Jobs;

/** The rooms in which content is made, from what comes in to what hangs on boards; opened in this order. */
record Kitchen(
        WithdrawnMedia withdrawnMedia, Vetting vetting, ContentSources sources, FilmRoom films, Posters posters) {
    static Kitchen open(Footing on, Opened open) {
        Path media = App.media(on.config());
        WithdrawnMedia withdrawnMedia = new WithdrawnMedia(on.database());
        withdrawnMedia.follow(on.items());
        App.wait(withdrawnMedia.load());
        Vetting vetting = new Vetting(
                new Vetting.Ground(on.vertx(), on.database(), on.items(), on.regions(), media, on.clock(), on.meters()),
                on.config().review());
        Drafts drafts = new ReviewDrafts(vetting.reviews());
        ContentSources sources = open.add(new ContentSources(
                new ContentSources.Ground(on.vertx(), on.database(), on.regions(), on.clock(), on.meters()),
                on.config().sources(),
                on.config().uploads(),
                drafts));
        FilmRoom films = open.add(new FilmRoom(
                new FilmRoom.Ground(
                        on.vertx(),
                        on.database(),
                        on.config().data().resolve("uploads"),
                        media,
                        on.clock(),
                        on.meters()),
                on.config().uploads(),
                drafts));
        Posters posters = open.add(new Posters(on.vertx(), on.config().sharing().posters(), on.meters()));
        return new Kitchen(withdrawnMedia, vetting, sources, films, posters);
    }

    /** Puts the rooms' work on the clock. */
    void work(Jobs jobs) {
        jobs.every(Duration.ofSeconds(1), "sources", sources::tick)
                .once(Duration.ofHours(1), "old polls", sources::sweep)
                .every(Duration.ofSeconds(1), "uploads", films::tick)
                .once(Duration.ofHours(1), "abandoned uploads", films::sweep)
                .every(Duration.ofMinutes(1), "reviews", vetting::tick);
    }
}
