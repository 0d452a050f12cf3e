package kepu.http;

import java.nio.file.Path;
import java.time.Clock;
import kepu.activity.Ingest;
import kepu.activity.ServiceStore;
import kepu.alert.Alerts;
import kepu.config.Config;
import kepu.content.Items;
import kepu.insight.ServiceFigures;
import kepu.people.Codes;
import kepu.people.PeopleStore;
import kepu.people.Residents;
import kepu.people.Sessions;
import kepu.people.SigningKeys;
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
import kepu.search.SimilarItems;

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
        Items items,
        SimilarItems similar,
        Path media,
        ServiceStore services,
        Ingest ingest,
        Feeds feeds,
        Rules rules,
        DryRun dryRun,
        Push push,
        OutsideChannels channels,
        ServiceFigures serviceFigures,
        Suggesting suggesting,
        Alerts alerts,
        Models models,
        Preview preview) {
    Config.Http http() {
        return config.http();
    }
}
