package kepu.config;

import java.nio.file.Path;

/** Everything that can be set, as `kepu.yaml` explains it. Limits are checked here, once. */
public record Config(
        Path data,
        Path content,
        Http http,
        Management management,
        Database database,
        Redis redis,
        Changes changes,
        Caching cache,
        People people,
        Events events,
        Services services,
        Insight insight,
        Search search,
        Editorial.Review review,
        Editorial.Sources sources,
        Editorial.Uploads uploads,
        Sharing sharing,
        Feed feed,
        Rules rules,
        Push push,
        Channels channels,
        Audience audience,
        Bulletins bulletins,
        Governor governor,
        Rumours rumours,
        Village village,
        Questions questions,
        Orders orders,
        Models models) {
    private static final String TIME_OF_DAY = "([01][0-9]|2[0-3]):[0-5][0-9]";

    public record Management(String host, int port, int leaveSeconds) {
        public Management {
            between("management.port", port, 0, 65_535);
            between("management.leaveSeconds", leaveSeconds, 0, 8);
        }
    }

    public record Database(
            String url,
            int poolSize,
            int maxWaiting,
            int statementMillis,
            int embeddedPort,
            int embeddedSharedMebibytes,
            String replica,
            int replicaLagSeconds) {
        public Database {
            between("database.poolSize", poolSize, 1, 500);
            between("database.maxWaiting", maxWaiting, 1, 1_000_000);
            between("database.statementMillis", statementMillis, 100, 600_000);
            between("database.embeddedPort", embeddedPort, 0, 65_535);
            between("database.embeddedSharedMebibytes", embeddedSharedMebibytes, 16, 65_536);
            between("database.replicaLagSeconds", replicaLagSeconds, 1, 86_400);
        }
    }

    public record Changes(int pollMillis, int most, int keepHours) {
        public Changes {
            between("changes.pollMillis", pollMillis, 10, 60_000);
            between("changes.most", most, 1, 1_000_000);
            between("changes.keepHours", keepHours, 2, 8_760);
        }
    }

    public record People(
            String secret,
            int tokenMinutes,
            int refreshDays,
            int signingKeyDays,
            int codeMinutes,
            int codeTries,
            int codeIntervalSeconds,
            String codeWebhook,
            String fixedCode,
            int passwordTries,
            int passwordQueue,
            int cachedProfiles,
            int rememberedTokens) {
        public People {
            between("people.tokenMinutes", tokenMinutes, 1, 1_440);
            between("people.refreshDays", refreshDays, 1, 400);
            between("people.signingKeyDays", signingKeyDays, 1, 400);
            between("people.codeMinutes", codeMinutes, 1, 60);
            between("people.codeTries", codeTries, 1, 20);
            between("people.codeIntervalSeconds", codeIntervalSeconds, 0, 3_600);
            between("people.passwordTries", passwordTries, 1, 100);
            between("people.passwordQueue", passwordQueue, 1, 10_000);
            between("people.cachedProfiles", cachedProfiles, 100, 10_000_000);
            between("people.rememberedTokens", rememberedTokens, 100, 10_000_000);
            if (!fixedCode.isEmpty() && !fixedCode.matches("[0-9]{6}")) {
                throw new ConfigException("people.fixedCode must be six digits or empty");
            }
            if (!codeWebhook.isEmpty() && !codeWebhook.matches("https?://\\S+")) {
                throw new ConfigException("people.codeWebhook must be an http(s) address or empty");
            }
        }
    }

    public record Events(
            int queueEvents,
            int batchEvents,
            int requestEvents,
            int oldestDays,
            int aheadMinutes,
            int keepMonths,
            int learnMillis,
            int lots,
            int lotMinutes) {
        public Events {
            between("events.queueEvents", queueEvents, 1, 10_000_000);
            between("events.batchEvents", batchEvents, 1, 20_000);
            between("events.requestEvents", requestEvents, 1, 5_000);
            between("events.oldestDays", oldestDays, 1, 3_650);
            between("events.aheadMinutes", aheadMinutes, 0, 1_440);
            between("events.keepMonths", keepMonths, 0, 1_200);
            if (keepMonths > 0 && keepMonths * 28L <= oldestDays) {
                throw new ConfigException("events.keepMonths must be longer than events.oldestDays");
            }
            between("events.learnMillis", learnMillis, 10, 60_000);
            between("events.lots", lots, 1, 1_000_000);
            between("events.lotMinutes", lotMinutes, 2, 1_440);
        }
    }

    public record Services(int sealSeconds, int blockRows, int roundRows, int fewPeople, int keepMonths) {
        public Services {
            between("services.sealSeconds", sealSeconds, 1, 3_600);
            between("services.blockRows", blockRows, 1, 65_536);
            between("services.roundRows", roundRows, 1, 1_000_000);
            between("services.fewPeople", fewPeople, 1, 1_000);
            between("services.keepMonths", keepMonths, 0, 1_200);
            if (keepMonths > 0 && keepMonths < 12) {
                throw new ConfigException("services.keepMonths must be 0 or at least 12");
            }
        }
    }

    public record Insight(
            int rollUpSeconds,
            int rollUpRows,
            int unservedDays,
            int listedVillages,
            int exportedVillages,
            int exports,
            int censuses,
            int censusSeconds) {
        public Insight {
            between("insight.rollUpSeconds", rollUpSeconds, 1, 3_600);
            between("insight.rollUpRows", rollUpRows, 1, 1_000_000);
            between("insight.unservedDays", unservedDays, 1, 3_650);
            between("insight.listedVillages", listedVillages, 1, 20_000);
            between("insight.exportedVillages", exportedVillages, 1, 1_000_000);
            between("insight.exports", exports, 1, 1_000);
            between("insight.censuses", censuses, 1, 100_000);
            between("insight.censusSeconds", censusSeconds, 1, 3_600);
        }
    }

    public record Search(
            int similarItems,
            int queryChars,
            int depth,
            int threads,
            int waiting,
            int keptQuestions,
            int suggestions,
            int sweepMinutes) {
        public Search {
            between("search.similarItems", similarItems, 0, 100);
            between("search.queryChars", queryChars, 10, 400);
            between("search.depth", depth, 50, 10_000);
            between("search.threads", threads, 0, 256);
            between("search.waiting", waiting, 1, 100_000);
            between("search.keptQuestions", keptQuestions, 0, 1_000_000);
            between("search.suggestions", suggestions, 1, 50);
            between("search.sweepMinutes", sweepMinutes, 1, 1_440);
        }
    }

    public record Sharing(int posters) {
        public Sharing {
            between("sharing.posters", posters, 1, 1_000);
        }
    }

    public record Feed(
            int arrangedItems,
            int pageMinutes,
            int cachedFeeds,
            int warmMinutes,
            int warmRegions,
            int preparedMinutes,
            int preparedMebibytes,
            int preparedResidents,
            int preparedPercent,
            int cachedHistories,
            int historyItems) {
        public Feed {
            between("feed.arrangedItems", arrangedItems, 10, 5_000);
            between("feed.pageMinutes", pageMinutes, 1, 1_440);
            between("feed.cachedFeeds", cachedFeeds, 100, 10_000_000);
            between("feed.warmMinutes", warmMinutes, 0, 60);
            between("feed.warmRegions", warmRegions, 1, 1_000_000);
            between("feed.preparedMinutes", preparedMinutes, 1, 1_440);
            between("feed.preparedMebibytes", preparedMebibytes, 1, 1_048_576);
            between("feed.preparedResidents", preparedResidents, 0, 10_000_000);
            between("feed.preparedPercent", preparedPercent, 1, 50);
            between("feed.cachedHistories", cachedHistories, 100, 10_000_000);
            between("feed.historyItems", historyItems, 10, 100_000);
        }
    }

    public record Rules(int most) {
        public Rules {
            between("rules.most", most, 1, 1_000);
        }
    }

    public record Push(
            int approvalReach,
            int livePublications,
            int villagePushDays,
            int connections,
            int slowReaderBytes,
            int heartbeatSeconds,
            int resumeHours,
            int drainSeconds,
            int returnSeconds,
            int presenceMillis,
            int presenceQuestions,
            int inboxMebibytes,
            int learnedReceipts) {
        public Push {
            between("push.approvalReach", approvalReach, 0, Integer.MAX_VALUE);
            between("push.livePublications", livePublications, 1, 1_000_000);
            between("push.villagePushDays", villagePushDays, 1, 365);
            between("push.connections", connections, 1, 10_000_000);
            between("push.slowReaderBytes", slowReaderBytes, 1_024, 64 << 20);
            between("push.heartbeatSeconds", heartbeatSeconds, 1, 600);
            between("push.resumeHours", resumeHours, 1, 8_760);
            between("push.drainSeconds", drainSeconds, 0, 15);
            between("push.returnSeconds", returnSeconds, 0, 3_600);
            between("push.presenceMillis", presenceMillis, 10, 10_000);
            between("push.presenceQuestions", presenceQuestions, 0, 10_000);
            between("push.inboxMebibytes", inboxMebibytes, 1, 65_536);
            between("push.learnedReceipts", learnedReceipts, 1, 10_000_000);
        }
    }

    public record Channels(
            String contact,
            String allowedNetworks,
            int subscriptions,
            int webhooks,
            int spreadRows,
            int alarmRows,
            int mostUnderWay,
            int sendMillis,
            int leaseSeconds,
            int attempts,
            int backoffSeconds,
            int longestBackoffSeconds,
            int breakerFailures,
            int breakerSeconds,
            int webpushPerDay,
            int webhookPerDay,
            int keepDays,
            int feedEntries) {
        public Channels {
            between("channels.subscriptions", subscriptions, 1, 100);
            between("channels.webhooks", webhooks, 1, 10_000);
            between("channels.spreadRows", spreadRows, 1, 100_000);
            between("channels.alarmRows", alarmRows, 1, 100_000);
            between("channels.mostUnderWay", mostUnderWay, 1, 10_000);
            between("channels.sendMillis", sendMillis, 100, 120_000);
            between("channels.leaseSeconds", leaseSeconds, 1, 3_600);
            between("channels.attempts", attempts, 1, 100);
            between("channels.backoffSeconds", backoffSeconds, 1, 3_600);
            between("channels.longestBackoffSeconds", longestBackoffSeconds, backoffSeconds, 86_400);
            between("channels.breakerFailures", breakerFailures, 1, 1_000);
            between("channels.breakerSeconds", breakerSeconds, 1, 3_600);
            between("channels.webpushPerDay", webpushPerDay, 1, Integer.MAX_VALUE);
            between("channels.webhookPerDay", webhookPerDay, 1, Integer.MAX_VALUE);
            between("channels.keepDays", keepDays, 1, 3_650);
            between("channels.feedEntries", feedEntries, 1, 500);
            if (!contact.matches("mailto:\\S+@\\S+|https://\\S+")) {
                throw new ConfigException("channels.contact must be a mailto: or https: address");
            }
            if (leaseSeconds * 1_000L <= sendMillis * 2L) {
                throw new ConfigException("channels.leaseSeconds must be more than twice channels.sendMillis");
            }
        }
    }

    public record Audience(
            int terms,
            int depth,
            int words,
            int waiting,
            int tail,
            String layAt,
            int occupations,
            int openedSets,
            int openedResidents,
            int sample,
            int suggestions,
            int members) {
        public Audience {
            between("audience.terms", terms, 1, 10_000);
            between("audience.depth", depth, 1, 30);
            between("audience.words", words, 1, 30_000);
            between("audience.waiting", waiting, 1, 1_000_000);
            between("audience.tail", tail, 1, 10_000_000);
            if (!layAt.matches(TIME_OF_DAY)) {
                throw new ConfigException("audience.layAt must be a time of day such as 03:00");
            }
            between("audience.occupations", occupations, 1, 500_000);
            between("audience.openedSets", openedSets, 1, 10_000);
            between("audience.openedResidents", openedResidents, 1, 100_000_000);
            between("audience.sample", sample, 100, 100_000);
            between("audience.suggestions", suggestions, 1, 10_000);
            between("audience.members", members, 1, 100_000_000);
        }
    }

    public record Bulletins(
            String sender,
            int messageBytes,
            int reading,
            int corners,
            int regions,
            int live,
            int defaultHours,
            int longestHours,
            int aheadMinutes,
            int feedHours,
            int receipts) {
        public Bulletins {
            if (!sender.matches("[^\\s,<&]{1,200}")) {
                throw new ConfigException("bulletins.sender must be a name without spaces, commas, < and &");
            }
            between("bulletins.messageBytes", messageBytes, 1_024, 64 << 20);
            between("bulletins.reading", reading, 1, 10_000);
            between("bulletins.corners", corners, 4, 1_000_000);
            between("bulletins.regions", regions, 1, 1_000_000);
            between("bulletins.live", live, 1, 100_000);
            between("bulletins.defaultHours", defaultHours, 1, 8_760);
            between("bulletins.longestHours", longestHours, 1, 8_760);
            between("bulletins.aheadMinutes", aheadMinutes, 0, 1_440);
            between("bulletins.feedHours", feedHours, 1, 8_760);
            between("bulletins.receipts", receipts, 1, 10_000_000);
        }
    }

    public record Governor(
            int daily,
            int topicWeekly,
            String quietFrom,
            String quietUntil,
            int duplicateDays,
            int counted,
            int soundings) {
        public Governor {
            between("governor.daily", daily, 1, 1_000_000);
            between("governor.topicWeekly", topicWeekly, 1, 1_000_000);
            between("governor.duplicateDays", duplicateDays, 0, 14);
            between("governor.counted", counted, 1, 1_000_000);
            between("governor.soundings", soundings, 1, 1_000);
            timeOfDay("governor.quietFrom", quietFrom);
            timeOfDay("governor.quietUntil", quietUntil);
        }
    }

    public record Rumours(
            int textChars,
            int statements,
            boolean sentenceVectors,
            int vectors,
            int verdicts,
            int waiting,
            int guestChecksPerMinute,
            int unknownParts,
            int unknownChars,
            int unknownDays,
            int unknownTexts,
            int checkDays,
            int pastDays,
            int alarmLeast,
            int alarmSurprise) {
        public Rumours {
            between("rumours.textChars", textChars, 100, 1_000_000);
            between("rumours.statements", statements, 1, 10_000);
            between("rumours.vectors", vectors, 1, 10_000);
            between("rumours.verdicts", verdicts, 1, 100);
            between("rumours.waiting", waiting, 1, 100_000);
            between("rumours.guestChecksPerMinute", guestChecksPerMinute, 1, 1_000_000);
            between("rumours.unknownParts", unknownParts, 1, 100);
            between("rumours.unknownChars", unknownChars, 20, 2_000);
            between("rumours.unknownDays", unknownDays, 1, 3_650);
            between("rumours.unknownTexts", unknownTexts, 1, 10_000_000);
            between("rumours.checkDays", checkDays, 1, 3_650);
            between("rumours.pastDays", pastDays, 1, 365);
            between("rumours.alarmLeast", alarmLeast, 1, 1_000_000);
            between("rumours.alarmSurprise", alarmSurprise, 1, 300);
        }
    }

    public record Village(int unreachedDays) {
        public Village {
            between("village.unreachedDays", unreachedDays, 1, 3_650);
        }
    }

    public record Models(
            String folder,
            Path definitions,
            int mostMebibytes,
            int listedVersions,
            int trainMebibytes,
            int trainMinutes,
            String trainAt,
            int previews) {
        public Models {
            between("models.mostMebibytes", mostMebibytes, 1, 65_536);
            between("models.listedVersions", listedVersions, 1, 10_000);
            between("models.trainMebibytes", trainMebibytes, 64, 1_048_576);
            between("models.trainMinutes", trainMinutes, 1, 10_080);
            between("models.previews", previews, 1, 1_000);
            timeOfDay("models.trainAt", trainAt);
        }

        /** The file in which a model is defined. */
        public Path definition(String name) {
            return definitions.resolve(name + ".yaml");
        }
    }

    /** The folder of the trained versions. */
    public Path versions() {
        return models.folder().isEmpty() ? data.resolve("models") : Path.of(models.folder());
    }

    private static void timeOfDay(String name, String value) {
        if (!value.isEmpty() && !value.matches(TIME_OF_DAY)) {
            throw new ConfigException(name + " must be a time of day such as 03:30, or empty");
        }
    }

    static void between(String name, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigException("%s is %d, must be between %d and %d".formatted(name, value, least, most));
        }
    }
}
