package kepu.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigReaderTest {
    private static final Config DEFAULTS = new Config(
            Path.of("data"),
            Path.of("content"),
            new Http(
                    "127.0.0.1",
                    8080,
                    "",
                    0,
                    1_048_576,
                    50_000,
                    600,
                    10_000,
                    false,
                    134_217_728,
                    100,
                    new Http.Overload(100, 1_000, 2_000, 5, 1_000)),
            new Config.Management("127.0.0.1", 8081, 0),
            new Config.Database("", 8, 2_000, 10_000, 0, 128, "", 60),
            new Redis("", false, "", "", "", "kepu:", 2_000, 1_000, 3_000, 10, 1_000, 16_384),
            new Config.Changes(1_000, 10_000, 24),
            new Caching(64, 262_144, 60, 10, 100, 10, 5, 1_000, 10_000, 200_000),
            new Config.People("", 15, 30, 30, 5, 5, 60, "", "", 5, 64, 100_000, 200_000),
            new Config.Events(20_000, 2_000, 500, 30, 5, 60, 500, 2_000, 10),
            new Config.Services(10, 4_096, 50_000, 5, 60),
            new Config.Insight(15, 2_000, 90, 500, 20_000, 16, 200, 60),
            new Config.Search(20, 100, 200, 0, 200, 1_000, 10, 30),
            new Editorial.Review(72, 48, 24, 100),
            new Editorial.Sources(
                    "kepu (+https://example.org/contact)",
                    "",
                    500,
                    2,
                    8,
                    15_000,
                    60,
                    300,
                    4,
                    8_388_608,
                    2_000,
                    200_000,
                    300,
                    86_400,
                    60,
                    30),
            new Editorial.Uploads(
                    10_485_760,
                    52_428_800,
                    2_000,
                    16,
                    4_194_304,
                    2_048,
                    5,
                    4_096,
                    48,
                    30,
                    7_200,
                    20,
                    1_200,
                    20,
                    50,
                    "ffmpeg",
                    "ffprobe",
                    60,
                    1,
                    "240,480,720"),
            new Config.Sharing(16),
            new Config.Feed(200, 15, 20_000, 5, 2_000, 60, 64, 20_000, 10, 100_000, 500),
            new Config.Rules(200),
            new Config.Push(5_000, 5_000, 7, 20_000, 65_536, 20, 72, 5, 30, 500, 100, 64, 20_000),
            new Config.Channels(
                    "mailto:kepu@example.org",
                    "",
                    5,
                    200,
                    1_000,
                    20_000,
                    64,
                    10_000,
                    60,
                    10,
                    5,
                    3_600,
                    5,
                    30,
                    1_000_000,
                    100_000,
                    30,
                    50),
            new Config.Audience(200, 8, 5_000, 200, 20_000, "03:00", 100_000, 64, 5_000_000, 2_000, 20, 2_000_000),
            new Config.Bulletins("kepu", 262_144, 32, 5_000, 5_000, 500, 24, 720, 10, 72, 50_000),
            new Config.Governor(5, 7, "21:30", "07:30", 7, 20_000, 20),
            new Config.Rumours(20_000, 400, true, 32, 10, 100, 30, 5, 200, 90, 50_000, 180, 14, 10, 6),
            new Config.Village(30),
            new Questions(0.75, 20_000, 3, 200, 20, 10, 500, 48, 2, 60, 90, 730),
            new Orders(300, 90, 5, 10, 90, 730),
            new Config.Models("", Path.of("models"), 1_024, 100, 4_096, 240, "", 4));

    private static final Config OTHERS = new Config(
            Path.of("/srv/kepu"),
            Path.of("/srv/library"),
            new Http(
                    "0.0.0.0",
                    80,
                    "https://kepu.example",
                    3,
                    2_048,
                    7,
                    8,
                    900,
                    true,
                    4_096,
                    101,
                    new Http.Overload(101, 1_001, 2_001, 6, 1_001)),
            new Config.Management("0.0.0.0", 81, 4),
            new Config.Database("postgresql://u:p@h:1/d", 9, 10, 11_000, 12, 130, "postgresql://u:p@h:2/d", 35),
            new Redis("redis://h:1,i:2", true, "kepu", "pw", "spw", "village:", 85, 86, 187, 88, 89, 90),
            new Config.Changes(91, 92, 93),
            new Caching(65, 1_026, 59, 11, 101, 12, 6, 1_001, 1_002, 1_003),
            new Config.People("c2VjcmV0", 16, 31, 32, 6, 7, 61, "https://sms.example/x", "123456", 8, 65, 101, 102),
            new Config.Events(21, 22, 23, 24, 25, 34, 26, 27, 28),
            new Config.Services(27, 28, 29, 6, 36),
            new Config.Insight(16, 10_001, 91, 501, 20_001, 17, 201, 61),
            new Config.Search(26, 101, 201, 1, 202, 1_001, 11, 31),
            new Editorial.Review(30, 31, 32, 33),
            new Editorial.Sources(
                    "kepu-test", "10.0.0.0/8", 101, 3, 9, 1_001, 61, 301, 5, 1_025, 102, 103, 104, 105, 61, 31),
            new Editorial.Uploads(
                    1_026, 1_027, 106, 17, 1_028, 107, 6, 108, 49, 31, 109, 21, 111, 22, 23, "/bin/a", "/bin/b", 61, 2,
                    "360"),
            new Config.Sharing(18),
            new Config.Feed(35, 36, 137, 6, 7, 8, 9, 11, 12, 138, 39),
            new Config.Rules(40),
            new Config.Push(41, 42, 43, 44, 1_045, 46, 47, 8, 49, 54, 55, 56, 57),
            new Config.Channels(
                    "https://kepu.example/contact",
                    "10.0.0.0/8",
                    70,
                    71,
                    72,
                    85,
                    73,
                    174,
                    75,
                    76,
                    77,
                    78,
                    79,
                    80,
                    81,
                    82,
                    83,
                    84),
            new Config.Audience(71, 12, 73, 74, 75, "04:30", 76, 77, 78, 179, 80, 81),
            new Config.Bulletins("warn.example", 1_025, 52, 53, 54, 55, 56, 57, 58, 59, 60),
            new Config.Governor(48, 49, "22:00", "06:00", 10, 52, 53),
            new Config.Rumours(101, 102, false, 112, 9, 103, 104, 6, 105, 106, 107, 108, 109, 110, 111),
            new Config.Village(51),
            new Questions(0.85, 95, 4, 85, 86, 87, 88, 89, 91, 92, 93, 94),
            new Orders(301, 91, 6, 11, 92, 731),
            new Config.Models("/srv/models", Path.of("/srv/definitions"), 61, 62, 64, 65, "03:30", 66));

    /** {@link #OTHERS} as an operator writes it, by environment variable. */
    private static final Map<String, String> ENVIRONMENT = variables("""
            DATA=/srv/kepu CONTENT=/srv/library
            HTTP_HOST=0.0.0.0 HTTP_PORT=80 HTTP_PUBLIC_URL=https://kepu.example HTTP_INSTANCES=3 HTTP_BODY_BYTES=2048
            HTTP_CONNECTIONS=7 HTTP_GUEST_REQUESTS_PER_MINUTE=8 HTTP_REQUEST_MILLIS=900 HTTP_BEHIND_PROXY=true
            HTTP_READY_ITEM_BYTES=4096 HTTP_OPEN_MEDIA=101 HTTP_OVERLOAD_DELAY_MILLIS=101
            HTTP_OVERLOAD_STANDING_MILLIS=1001 HTTP_OVERLOAD_UNDER_WAY=2001 HTTP_OVERLOAD_RETRY_SECONDS=6 HTTP_OVERLOAD_FILES_PER_SECOND=1001
            MANAGEMENT_HOST=0.0.0.0 MANAGEMENT_PORT=81 MANAGEMENT_LEAVE_SECONDS=4
            DATABASE_URL=postgresql://u:p@h:1/d DATABASE_POOL_SIZE=9 DATABASE_MAX_WAITING=10 DATABASE_STATEMENT_MILLIS=11000
            DATABASE_EMBEDDED_PORT=12 DATABASE_EMBEDDED_SHARED_MEBIBYTES=130
            DATABASE_REPLICA=postgresql://u:p@h:2/d DATABASE_REPLICA_LAG_SECONDS=35
            REDIS_URL=redis://h:1,i:2 REDIS_CLUSTER=true REDIS_USER=kepu REDIS_PASSWORD=pw REDIS_SENTINEL_PASSWORD=spw REDIS_PREFIX=village: REDIS_COMMAND_MILLIS=85 REDIS_BEAT_MILLIS=86
            REDIS_SILENCE_MILLIS=187 REDIS_LONGEST_BACKOFF_SECONDS=88 REDIS_WAITING=89 REDIS_MESSAGE_BYTES=90
            CHANGES_POLL_MILLIS=91 CHANGES_MOST=92 CHANGES_KEEP_HOURS=93
            CACHE_MEMORY_MEBIBYTES=65 CACHE_VALUE_BYTES=1026 CACHE_LONGEST_MINUTES=59
            CACHE_JITTER_PERCENT=11 CACHE_REFRESHES=101 CACHE_WAIT_MILLIS=12 CACHE_FAILURES=6 CACHE_OPEN_MILLIS=1001
            CACHE_WAITING=1002 CACHE_MARKS=1003
            PEOPLE_SECRET=c2VjcmV0 PEOPLE_TOKEN_MINUTES=16 PEOPLE_REFRESH_DAYS=31 PEOPLE_SIGNING_KEY_DAYS=32
            PEOPLE_CODE_MINUTES=6 PEOPLE_CODE_TRIES=7 PEOPLE_CODE_INTERVAL_SECONDS=61
            PEOPLE_CODE_WEBHOOK=https://sms.example/x PEOPLE_FIXED_CODE=123456 PEOPLE_PASSWORD_TRIES=8
            PEOPLE_PASSWORD_QUEUE=65 PEOPLE_CACHED_PROFILES=101 PEOPLE_REMEMBERED_TOKENS=102
            EVENTS_QUEUE_EVENTS=21 EVENTS_BATCH_EVENTS=22 EVENTS_REQUEST_EVENTS=23 EVENTS_OLDEST_DAYS=24
            EVENTS_AHEAD_MINUTES=25 EVENTS_KEEP_MONTHS=34 EVENTS_LEARN_MILLIS=26 EVENTS_LOTS=27 EVENTS_LOT_MINUTES=28 SEARCH_SIMILAR_ITEMS=26 SEARCH_QUERY_CHARS=101 SEARCH_DEPTH=201
            SEARCH_THREADS=1 SEARCH_WAITING=202 SEARCH_KEPT_QUESTIONS=1001 SEARCH_SUGGESTIONS=11 SEARCH_SWEEP_MINUTES=31
            REVIEW_FIRST_HOURS=30 REVIEW_SECOND_HOURS=31 REVIEW_FINAL_HOURS=32 REVIEW_BULK=33
            SOURCES_AGENT=kepu-test SOURCES_ALLOWED_NETWORKS=10.0.0.0/8 SOURCES_MOST=101 SOURCES_WORKERS=3 SOURCES_MOST_UNDER_WAY=9
            SOURCES_FETCH_MILLIS=1001 SOURCES_PARSE_SECONDS=61 SOURCES_LEASE_SECONDS=301 SOURCES_REDIRECTS=5 SOURCES_FEED_BYTES=1025
            SOURCES_ENTRIES=102 SOURCES_ENTRY_CHARS=103 SOURCES_LEAST_INTERVAL_SECONDS=104 SOURCES_LONGEST_BACKOFF_SECONDS=105
            SOURCES_DUPLICATE_PERCENT=61 SOURCES_KEEP_DAYS=31
            UPLOADS_DOCUMENT_BYTES=1026 UPLOADS_UNPACKED_BYTES=1027 UPLOADS_UNPACKED_FILES=106 UPLOADS_WAITING=17 UPLOADS_CHUNK_BYTES=1028
            UPLOADS_VIDEO_MEBIBYTES=107 UPLOADS_OPEN=6 UPLOADS_STAFF_MEBIBYTES=108 UPLOADS_EXPIRE_HOURS=49 UPLOADS_UNNAMED_DAYS=31 UPLOADS_LONGEST_SECONDS=109
            UPLOADS_RECORDING_MEBIBYTES=21 UPLOADS_RECORDING_SECONDS=111 UPLOADS_PICTURE_MEBIBYTES=22 UPLOADS_PICTURE_MEGAPIXELS=23
            UPLOADS_FFMPEG=/bin/a UPLOADS_FFPROBE=/bin/b UPLOADS_TRANSCODE_MINUTES=61 UPLOADS_TRANSCODING=2 UPLOADS_RENDITIONS=360
            SHARING_POSTERS=18
            SERVICES_SEAL_SECONDS=27 SERVICES_BLOCK_ROWS=28 SERVICES_ROUND_ROWS=29 SERVICES_FEW_PEOPLE=6 SERVICES_KEEP_MONTHS=36
            INSIGHT_ROLL_UP_SECONDS=16 INSIGHT_ROLL_UP_ROWS=10001 INSIGHT_UNSERVED_DAYS=91 INSIGHT_LISTED_VILLAGES=501
            INSIGHT_EXPORTED_VILLAGES=20001 INSIGHT_EXPORTS=17 INSIGHT_CENSUSES=201 INSIGHT_CENSUS_SECONDS=61
            FEED_ARRANGED_ITEMS=35 FEED_PAGE_MINUTES=36 FEED_CACHED_FEEDS=137 FEED_WARM_MINUTES=6 FEED_WARM_REGIONS=7
            FEED_PREPARED_MINUTES=8 FEED_PREPARED_MEBIBYTES=9 FEED_PREPARED_RESIDENTS=11 FEED_PREPARED_PERCENT=12
            FEED_CACHED_HISTORIES=138 FEED_HISTORY_ITEMS=39
            RULES_MOST=40
            PUSH_APPROVAL_REACH=41 PUSH_LIVE_PUBLICATIONS=42 PUSH_VILLAGE_PUSH_DAYS=43 PUSH_CONNECTIONS=44
            PUSH_SLOW_READER_BYTES=1045 PUSH_HEARTBEAT_SECONDS=46 PUSH_RESUME_HOURS=47 PUSH_DRAIN_SECONDS=8 PUSH_RETURN_SECONDS=49
            PUSH_PRESENCE_MILLIS=54 PUSH_PRESENCE_QUESTIONS=55 PUSH_INBOX_MEBIBYTES=56 PUSH_LEARNED_RECEIPTS=57
            CHANNELS_CONTACT=https://kepu.example/contact CHANNELS_ALLOWED_NETWORKS=10.0.0.0/8 CHANNELS_SUBSCRIPTIONS=70
            CHANNELS_WEBHOOKS=71 CHANNELS_SPREAD_ROWS=72 CHANNELS_ALARM_ROWS=85 CHANNELS_MOST_UNDER_WAY=73 CHANNELS_SEND_MILLIS=174
            CHANNELS_LEASE_SECONDS=75 CHANNELS_ATTEMPTS=76 CHANNELS_BACKOFF_SECONDS=77 CHANNELS_LONGEST_BACKOFF_SECONDS=78
            CHANNELS_BREAKER_FAILURES=79 CHANNELS_BREAKER_SECONDS=80 CHANNELS_WEBPUSH_PER_DAY=81 CHANNELS_WEBHOOK_PER_DAY=82
            CHANNELS_KEEP_DAYS=83 CHANNELS_FEED_ENTRIES=84
            AUDIENCE_TERMS=71 AUDIENCE_DEPTH=12 AUDIENCE_WORDS=73 AUDIENCE_WAITING=74 AUDIENCE_TAIL=75 AUDIENCE_LAY_AT=04:30
            AUDIENCE_OCCUPATIONS=76 AUDIENCE_OPENED_SETS=77 AUDIENCE_OPENED_RESIDENTS=78 AUDIENCE_SAMPLE=179 AUDIENCE_SUGGESTIONS=80 AUDIENCE_MEMBERS=81
            BULLETINS_SENDER=warn.example BULLETINS_MESSAGE_BYTES=1025 BULLETINS_READING=52 BULLETINS_CORNERS=53
            BULLETINS_REGIONS=54 BULLETINS_LIVE=55 BULLETINS_DEFAULT_HOURS=56 BULLETINS_LONGEST_HOURS=57
            BULLETINS_AHEAD_MINUTES=58 BULLETINS_FEED_HOURS=59 BULLETINS_RECEIPTS=60
            GOVERNOR_DAILY=48 GOVERNOR_TOPIC_WEEKLY=49 GOVERNOR_QUIET_FROM=22:00 GOVERNOR_QUIET_UNTIL=06:00
            GOVERNOR_DUPLICATE_DAYS=10 GOVERNOR_COUNTED=52 GOVERNOR_SOUNDINGS=53
            RUMOURS_TEXT_CHARS=101 RUMOURS_STATEMENTS=102 RUMOURS_SENTENCE_VECTORS=false RUMOURS_VECTORS=112 RUMOURS_VERDICTS=9 RUMOURS_WAITING=103 RUMOURS_GUEST_CHECKS_PER_MINUTE=104
            RUMOURS_UNKNOWN_PARTS=6 RUMOURS_UNKNOWN_CHARS=105 RUMOURS_UNKNOWN_DAYS=106 RUMOURS_UNKNOWN_TEXTS=107 RUMOURS_CHECK_DAYS=108
            RUMOURS_PAST_DAYS=109 RUMOURS_ALARM_LEAST=110 RUMOURS_ALARM_SURPRISE=111
            VILLAGE_UNREACHED_DAYS=51
            QUESTIONS_THRESHOLD=0.85 QUESTIONS_ITEMS=95 QUESTIONS_PASSAGES=4 QUESTIONS_WAITING=85 QUESTIONS_GUESTS_PER_MINUTE=86
            QUESTIONS_OPEN_PER_RESIDENT=87 QUESTIONS_COMPARED=88 QUESTIONS_DUE_HOURS=89 QUESTIONS_URGENT_DUE_HOURS=91
            QUESTIONS_LEASE_MINUTES=92 QUESTIONS_INBOX_DAYS=93 QUESTIONS_KEEP_DAYS=94
            ORDERS_CHARS=301 ORDERS_WISH_DAYS=91 ORDERS_OPEN_PER_RESIDENT=6 ORDERS_DAILY_PER_RESIDENT=11 ORDERS_INBOX_DAYS=92 ORDERS_KEEP_DAYS=731
            MODELS_FOLDER=/srv/models MODELS_DEFINITIONS=/srv/definitions MODELS_MOST_MEBIBYTES=61 MODELS_LISTED_VERSIONS=62
            MODELS_TRAIN_MEBIBYTES=64 MODELS_TRAIN_MINUTES=65 MODELS_TRAIN_AT=03:30 MODELS_PREVIEWS=66
            """);

    @TempDir
    private Path folder;

    @Test
    void theShippedFileHoldsEveryDefault() {
        assertThat(new ConfigReader().config()).isEqualTo(DEFAULTS);
    }

    @Test
    void everySettingCanBeGivenByTheEnvironment() {
        assertThat(new ConfigReader().environment(ENVIRONMENT).config()).isEqualTo(OTHERS);
    }

    @Test
    void everySettingCanBeGivenByAFile() throws IOException {
        Path file = write("""
                data: /srv/kepu
                content: /srv/library
                http: {host: 0.0.0.0, port: 80, publicUrl: "https://kepu.example", instances: 3, bodyBytes: 2048,
                  connections: 7, guestRequestsPerMinute: 8, requestMillis: 900, behindProxy: true, readyItemBytes: 4096, openMedia: 101,
                  overload: {delayMillis: 101, standingMillis: 1001, underWay: 2001, retrySeconds: 6, filesPerSecond: 1001}}
                management: {host: 0.0.0.0, port: 81, leaveSeconds: 4}
                database: {url: "postgresql://u:p@h:1/d", poolSize: 9, maxWaiting: 10, statementMillis: 11000,
                  embeddedPort: 12, embeddedSharedMebibytes: 130, replica: "postgresql://u:p@h:2/d", replicaLagSeconds: 35}
                redis: {url: "redis://h:1,i:2", cluster: true, user: kepu, password: pw, sentinelPassword: spw,
                  prefix: "village:", commandMillis: 85, beatMillis: 86,
                  silenceMillis: 187, longestBackoffSeconds: 88, waiting: 89, messageBytes: 90}
                changes: {pollMillis: 91, most: 92, keepHours: 93}
                cache: {memoryMebibytes: 65, valueBytes: 1026, longestMinutes: 59, jitterPercent: 11,
                  refreshes: 101, waitMillis: 12, failures: 6, openMillis: 1001, waiting: 1002, marks: 1003}
                people: {secret: c2VjcmV0, tokenMinutes: 16, refreshDays: 31, signingKeyDays: 32, codeMinutes: 6,
                  codeTries: 7, codeIntervalSeconds: 61, codeWebhook: "https://sms.example/x", fixedCode: "123456",
                  passwordTries: 8, passwordQueue: 65, cachedProfiles: 101, rememberedTokens: 102}
                events: {queueEvents: 21, batchEvents: 22, requestEvents: 23, oldestDays: 24, aheadMinutes: 25, keepMonths: 34,
                  learnMillis: 26, lots: 27, lotMinutes: 28}
                services: {sealSeconds: 27, blockRows: 28, roundRows: 29, fewPeople: 6, keepMonths: 36}
                insight: {rollUpSeconds: 16, rollUpRows: 10001, unservedDays: 91, listedVillages: 501, exportedVillages: 20001,
                  exports: 17, censuses: 201, censusSeconds: 61}
                search: {similarItems: 26, queryChars: 101, depth: 201, threads: 1, waiting: 202, keptQuestions: 1001, suggestions: 11, sweepMinutes: 31}
                review: {firstHours: 30, secondHours: 31, finalHours: 32, bulk: 33}
                sources: {agent: kepu-test, allowedNetworks: "10.0.0.0/8", most: 101, workers: 3, mostUnderWay: 9, fetchMillis: 1001,
                  parseSeconds: 61, leaseSeconds: 301, redirects: 5, feedBytes: 1025, entries: 102, entryChars: 103,
                  leastIntervalSeconds: 104, longestBackoffSeconds: 105, duplicatePercent: 61, keepDays: 31}
                uploads: {documentBytes: 1026, unpackedBytes: 1027, unpackedFiles: 106, waiting: 17, chunkBytes: 1028, videoMebibytes: 107, open: 6,
                  staffMebibytes: 108, expireHours: 49, unnamedDays: 31, longestSeconds: 109, recordingMebibytes: 21, recordingSeconds: 111,
                  pictureMebibytes: 22, pictureMegapixels: 23, ffmpeg: /bin/a, ffprobe: /bin/b, transcodeMinutes: 61,
                  transcoding: 2, renditions: "360"}
                sharing: {posters: 18}
                feed: {arrangedItems: 35, pageMinutes: 36,
                  cachedFeeds: 137, warmMinutes: 6, warmRegions: 7, preparedMinutes: 8, preparedMebibytes: 9,
                  preparedResidents: 11, preparedPercent: 12, cachedHistories: 138, historyItems: 39}
                rules: {most: 40}
                push: {approvalReach: 41, livePublications: 42, villagePushDays: 43, connections: 44,
                  slowReaderBytes: 1045, heartbeatSeconds: 46, resumeHours: 47, drainSeconds: 8, returnSeconds: 49,
                  presenceMillis: 54, presenceQuestions: 55, inboxMebibytes: 56, learnedReceipts: 57}
                channels: {contact: "https://kepu.example/contact", allowedNetworks: "10.0.0.0/8", subscriptions: 70, webhooks: 71,
                  spreadRows: 72, alarmRows: 85, mostUnderWay: 73, sendMillis: 174, leaseSeconds: 75, attempts: 76, backoffSeconds: 77,
                  longestBackoffSeconds: 78, breakerFailures: 79, breakerSeconds: 80, webpushPerDay: 81, webhookPerDay: 82,
                  keepDays: 83, feedEntries: 84}
                audience: {terms: 71, depth: 12, words: 73, waiting: 74, tail: 75, layAt: "04:30", occupations: 76, openedSets: 77,
                  openedResidents: 78, sample: 179, suggestions: 80, members: 81}
                bulletins: {sender: warn.example, messageBytes: 1025, reading: 52, corners: 53, regions: 54, live: 55,
                  defaultHours: 56, longestHours: 57, aheadMinutes: 58, feedHours: 59, receipts: 60}
                governor: {daily: 48, topicWeekly: 49, quietFrom: "22:00", quietUntil: "06:00", duplicateDays: 10, counted: 52, soundings: 53}
                rumours: {textChars: 101, statements: 102, sentenceVectors: false, vectors: 112, verdicts: 9, waiting: 103, guestChecksPerMinute: 104, unknownParts: 6,
                  unknownChars: 105, unknownDays: 106, unknownTexts: 107, checkDays: 108, pastDays: 109, alarmLeast: 110,
                  alarmSurprise: 111}
                village: {unreachedDays: 51}
                questions: {threshold: 0.85, items: 95, passages: 4, waiting: 85, guestsPerMinute: 86, openPerResident: 87, compared: 88,
                  dueHours: 89, urgentDueHours: 91, leaseMinutes: 92, inboxDays: 93, keepDays: 94}
                orders: {chars: 301, wishDays: 91, openPerResident: 6, dailyPerResident: 11, inboxDays: 92, keepDays: 731}
                models: {folder: /srv/models, definitions: /srv/definitions, mostMebibytes: 61, listedVersions: 62,
                  trainMebibytes: 64, trainMinutes: 65, trainAt: "03:30", previews: 66}
                """);
        assertThat(new ConfigReader().file(file).config()).isEqualTo(OTHERS);
    }

    @Test
    void laterLayersLieOnTop() throws IOException {
        Path file = write("http:\n  port: 90\n  host: file\n");
        Config config = new ConfigReader()
                .file(file)
                .environment(Map.of("KEPU_HTTP_PORT", "91"))
                .set("management.port", 92)
                .config();
        assertThat(config.http().host()).isEqualTo("file");
        assertThat(config.http().port()).isEqualTo(91);
        assertThat(config.management().port()).isEqualTo(92);
        assertThat(config.http().bodyBytes()).isEqualTo(DEFAULTS.http().bodyBytes());
    }

    @Test
    void anEmptyFileChangesNothing() throws IOException {
        assertThat(new ConfigReader().file(write("")).config()).isEqualTo(DEFAULTS);
        assertThat(new ConfigReader().file(write("# nothing yet\n")).config()).isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @CsvSource({
        "'prot: 1',prot",
        "'http: {prot: 1}',http.prot",
        "'events: {feed: {a: 1}}',events.feed",
        "'HTTP: {port: 1}',HTTP"
    })
    void anUnknownKeyOfAFileStopsTheBootByName(String yaml, String key) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> new ConfigReader().file(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key)
                .hasMessageContaining(file.getFileName().toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"KEPU_HTTP_PROT", "KEPU_PORT", "KEPU_", "KEPU_HTTP", "KEPU_http_port", "KEPU_HTTP_PORT_"})
    void anUnknownVariableStopsTheBootByName(String name) {
        assertThatThrownBy(() -> new ConfigReader().environment(Map.of(name, "1")))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(name);
    }

    @Test
    void variablesOfOthersAreNotReadAndThoseOfTheLauncherAllowed() {
        Map<String, String> environment = Map.of(
                "PATH", "/bin", "HTTP_PORT", "1", "kepu_http_port", "2", "KEPU_JAVA_OPTS", "-Xmx1g", "KEPU_HOME", "/x");
        assertThat(new ConfigReader().environment(environment).config()).isEqualTo(DEFAULTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http.prot", "htp.port", "port", "http.port.x", "http."})
    void anUnknownSettingOfTheCommandLineStopsTheBoot(String path) {
        assertThatThrownBy(() -> new ConfigReader().set(path, 1))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(path);
    }

    @ParameterizedTest
    @CsvSource({
        "KEPU_HTTP_PORT,65536,http.port",
        "KEPU_HTTP_PORT,-1,http.port",
        "KEPU_HTTP_BODY_BYTES,10,http.bodyBytes",
        "KEPU_DATABASE_POOL_SIZE,0,database.poolSize",
        "KEPU_REDIS_URL,http://h:1,redis.url",
        "KEPU_REDIS_URL,'redis://h:1,redis://i:2',redis.url",
        "KEPU_REDIS_URL,'redis://h:1,i:2',redis.cluster",
        "KEPU_REDIS_URL,'redis-sentinel://h:1,i:2',redis.url",
        "KEPU_REDIS_URL,'redis-sentinel://h:1,kepu@i:2#main',redis.url",
        "KEPU_REDIS_USER,kepu,redis.user",
        "KEPU_CACHE_MEMORY_MEBIBYTES,0,cache.memoryMebibytes",
        "KEPU_CACHE_LONGEST_MINUTES,61,cache.longestMinutes",
        "KEPU_CACHE_WAIT_MILLIS,0,cache.waitMillis",
        "KEPU_CACHE_FAILURES,0,cache.failures",
        "KEPU_REDIS_PREFIX,'{a}',redis.prefix",
        "KEPU_REDIS_SILENCE_MILLIS,1500,redis.silenceMillis",
        "KEPU_CHANGES_KEEP_HOURS,1,changes.keepHours",
        "KEPU_PEOPLE_TOKEN_MINUTES,0,people.tokenMinutes",
        "KEPU_PEOPLE_CODE_TRIES,0,people.codeTries",
        "KEPU_PEOPLE_FIXED_CODE,12345,people.fixedCode",
        "KEPU_PEOPLE_FIXED_CODE,abcdef,people.fixedCode",
        "KEPU_PEOPLE_CODE_WEBHOOK,ftp://x,people.codeWebhook",
        "KEPU_EVENTS_QUEUE_EVENTS,0,events.queueEvents",
        "KEPU_SERVICES_BLOCK_ROWS,65537,services.blockRows",
        "KEPU_SERVICES_KEEP_MONTHS,11,services.keepMonths",
        "KEPU_SEARCH_SIMILAR_ITEMS,101,search.similarItems",
        "KEPU_SEARCH_QUERY_CHARS,401,search.queryChars",
        "KEPU_SEARCH_DEPTH,49,search.depth",
        "KEPU_SEARCH_WAITING,0,search.waiting",
        "KEPU_SEARCH_KEPT_QUESTIONS,-1,search.keptQuestions",
        "KEPU_REVIEW_FIRST_HOURS,0,review.firstHours",
        "KEPU_REVIEW_SECOND_HOURS,8761,review.secondHours",
        "KEPU_REVIEW_FINAL_HOURS,0,review.finalHours",
        "KEPU_REVIEW_BULK,1001,review.bulk",
        "KEPU_SOURCES_LEASE_SECONDS,100,sources.leaseSeconds",
        "KEPU_SOURCES_DUPLICATE_PERCENT,0,sources.duplicatePercent",
        "KEPU_UPLOADS_RENDITIONS,'1080p',uploads.renditions",
        "KEPU_FEED_ARRANGED_ITEMS,9,feed.arrangedItems",
        "KEPU_PUSH_HEARTBEAT_SECONDS,0,push.heartbeatSeconds",
        "KEPU_PUSH_DRAIN_SECONDS,16,push.drainSeconds",
        "KEPU_BULLETINS_LIVE,0,bulletins.live",
        "KEPU_BULLETINS_SENDER,'a b',bulletins.sender",
        "KEPU_VILLAGE_UNREACHED_DAYS,0,village.unreachedDays",
        "KEPU_CHANNELS_CONTACT,kepu,channels.contact",
        "KEPU_CHANNELS_LEASE_SECONDS,20,channels.leaseSeconds",
        "KEPU_MODELS_MOST_MEBIBYTES,0,models.mostMebibytes",
        "KEPU_MODELS_TRAIN_AT,24:00,models.trainAt",
        "KEPU_GOVERNOR_QUIET_FROM,25:00,governor.quietFrom",
        "KEPU_GOVERNOR_DUPLICATE_DAYS,15,governor.duplicateDays",
        "KEPU_HTTP_PORT,abc,http.port",
        "KEPU_HTTP_PORT,80.5,http.port",
        "KEPU_HTTP_PORT,99999999999,http.port",
        "KEPU_HTTP_PORT,'',http.port",
        "KEPU_HTTP_BEHIND_PROXY,perhaps,http.behindProxy"
    })
    void aValueOutsideItsLimitsStopsTheBootByName(String name, String value, String key) {
        assertThatThrownBy(() ->
                        new ConfigReader().environment(Map.of(name, value)).config())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http: 8080", "http: [1]", "people: null", "http:"})
    void aValueWhereSettingsBelongIsRefusedByName(String yaml) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> new ConfigReader().file(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(yaml.substring(0, 4));
    }

    @ParameterizedTest
    @CsvSource({
        "'http: {port: null}',http.port",
        "'http: {port: [1]}',http.port",
        "'http: {host: {a: 1}}',http.host",
        "'data: null',data"
    })
    void aValueOfTheWrongKindIsRefusedByName(String yaml, String key) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> new ConfigReader().file(file).config())
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @ParameterizedTest
    @ValueSource(strings = {"- 1\n- 2\n", "just text", "http: {port: 1", "\tport: 1"})
    void whatHoldsNoSettingsIsRefused(String yaml) throws IOException {
        Path file = write(yaml);
        assertThatThrownBy(() -> new ConfigReader().file(file))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(file.getFileName().toString());
    }

    @Test
    void theAddressesOfAClusterShareTheFirstOnesLogin() {
        Redis redis = new ConfigReader()
                .set("redis.url", "rediss://kepu:secret@a:1,b:2,c:3")
                .set("redis.cluster", true)
                .config()
                .redis();
        assertThat(redis.addresses())
                .containsExactly("rediss://kepu:secret@a:1", "rediss://kepu:secret@b:2", "rediss://kepu:secret@c:3");
    }

    @Test
    void sentinelsAreOneAddressAndNoCluster() {
        String url = "redis-sentinel://:secret@a:1,b:2,c:3/2#main";
        Redis redis = new ConfigReader().set("redis.url", url).config().redis();
        assertThat(redis.servers()).isEqualTo(Redis.Servers.SENTINEL);
        assertThat(redis.addresses()).containsExactly(url);
        ConfigReader both = new ConfigReader().set("redis.url", url).set("redis.cluster", true);
        assertThatThrownBy(both::config).isInstanceOf(ConfigException.class).hasMessageContaining("redis.cluster");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path nowhere = folder.resolve("nowhere.yaml");
        assertThatThrownBy(() -> new ConfigReader().file(nowhere))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("nowhere.yaml");
    }

    private Path write(String yaml) throws IOException {
        return Files.writeString(folder.resolve("mine.yaml"), yaml);
    }

    private static Map<String, String> variables(String text) {
        Map<String, String> variables = new TreeMap<>();
        for (String pair : text.strip().split("\\s+")) {
            int at = pair.indexOf('=');
            variables.put("KEPU_" + pair.substring(0, at), pair.substring(at + 1));
        }
        return new HashMap<>(variables);
    }
}
