package kepu.http;

import java.nio.file.Path;
import java.time.Clock;
import kepu.activity.Ingest;
import kepu.activity.ServiceStore;
import kepu.alert.Alerts;
import kepu.answer.Answers;
import kepu.config.Config;
import kepu.config.Http;
import kepu.content.Items;
import kepu.content.WithdrawnMedia;
import kepu.content.film.Films;
import kepu.content.review.Vetting;
import kepu.content.share.Posters;
import kepu.content.source.ContentSources;
import kepu.insight.Exports;
import kepu.insight.Outreach;
import kepu.insight.ServiceFigures;
import kepu.ops.Health;
import kepu.order.OrderRoom;
import kepu.people.Codes;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.people.Sessions;
import kepu.people.SigningKeys;
import kepu.people.Staffing;
import kepu.people.Tags;
import kepu.people.Tokens;
import kepu.push.Push;
import kepu.push.audience.Suggesting;
import kepu.push.channel.OutsideChannels;
import kepu.recommend.Feeds;
import kepu.recommend.Preview;
import kepu.recommend.release.Models;
import kepu.recommend.rules.DryRun;
import kepu.recommend.rules.Rules;
import kepu.region.Regions;
import kepu.rumour.Rumours;
import kepu.search.SimilarItems;
import kepu.search.find.Searching;

/** The features that the edge opens to the outside. */
public record Rooms(
        Config config,
        Clock clock,
        Regions regions,
        PeopleStore people,
        Residents residents,
        Tags tags,
        SigningKeys keys,
        Tokens tokens,
        Codes codes,
        Sessions sessions,
        Staffing staffing,
        Items items,
        Vetting vetting,
        ContentSources sources,
        Films films,
        Posters posters,
        SimilarItems similar,
        Searching searching,
        Path media,
        WithdrawnMedia withdrawnMedia,
        ServiceStore services,
        Ingest ingest,
        Feeds feeds,
        Rules rules,
        DryRun dryRun,
        Push push,
        OutsideChannels channels,
        ServiceFigures serviceFigures,
        Outreach outreach,
        Exports exports,
        Health health,
        Suggesting suggesting,
        Alerts alerts,
        Answers answers,
        Rumours rumours,
        OrderRoom orders,
        Models models,
        Preview preview) {
    Http http() {
        return config.http();
    }
}
