package kepu.config;

/** Settings of the rooms in which content is made, as `kepu.yaml` explains them. */
public final class Editorial {
    private Editorial() {}

    public record Review(int firstHours, int secondHours, int finalHours, int bulk) {
        public Review {
            Config.between("review.firstHours", firstHours, 1, 8_760);
            Config.between("review.secondHours", secondHours, 1, 8_760);
            Config.between("review.finalHours", finalHours, 1, 8_760);
            Config.between("review.bulk", bulk, 1, 1_000);
        }
    }

    public record Sources(
            String agent,
            String allowedNetworks,
            int most,
            int workers,
            int mostUnderWay,
            int fetchMillis,
            int parseSeconds,
            int leaseSeconds,
            int redirects,
            int feedBytes,
            int entries,
            int entryChars,
            int leastIntervalSeconds,
            int longestBackoffSeconds,
            int duplicatePercent,
            int keepDays) {
        public Sources {
            if (!agent.matches("[!-~][ -~]{0,199}")) {
                throw new ConfigException("sources.agent must be 1 to 200 ASCII characters");
            }
            Config.between("sources.most", most, 1, 100_000);
            Config.between("sources.workers", workers, 1, 64);
            Config.between("sources.mostUnderWay", mostUnderWay, 1, 1_000);
            Config.between("sources.fetchMillis", fetchMillis, 100, 120_000);
            Config.between("sources.parseSeconds", parseSeconds, 1, 600);
            Config.between("sources.leaseSeconds", leaseSeconds, 1, 86_400);
            Config.between("sources.redirects", redirects, 0, 20);
            Config.between("sources.feedBytes", feedBytes, 1_024, 256 << 20);
            Config.between("sources.entries", entries, 1, 100_000);
            Config.between("sources.entryChars", entryChars, 100, 10_000_000);
            Config.between("sources.leastIntervalSeconds", leastIntervalSeconds, 1, 86_400);
            Config.between("sources.longestBackoffSeconds", longestBackoffSeconds, leastIntervalSeconds, 604_800);
            Config.between("sources.duplicatePercent", duplicatePercent, 1, 100);
            Config.between("sources.keepDays", keepDays, 1, 3_650);
            if (leaseSeconds * 1_000L <= fetchMillis * 2L * (redirects + 1)) {
                throw new ConfigException(
                        "sources.leaseSeconds must be more than twice sources.fetchMillis for each of sources.redirects and one more");
            }
        }
    }

    public record Uploads(
            int documentBytes,
            int unpackedBytes,
            int unpackedFiles,
            int waiting,
            int chunkBytes,
            int videoMebibytes,
            int open,
            int staffMebibytes,
            int expireHours,
            int unnamedDays,
            int longestSeconds,
            int recordingMebibytes,
            int recordingSeconds,
            int pictureMebibytes,
            int pictureMegapixels,
            String ffmpeg,
            String ffprobe,
            int transcodeMinutes,
            int transcoding,
            String renditions) {
        public Uploads {
            Config.between("uploads.documentBytes", documentBytes, 1_024, 64 << 20);
            Config.between("uploads.unpackedBytes", unpackedBytes, 1_024, 1 << 30);
            Config.between("uploads.unpackedFiles", unpackedFiles, 1, 100_000);
            Config.between("uploads.waiting", waiting, 1, 1_000);
            Config.between("uploads.chunkBytes", chunkBytes, 1_024, 64 << 20);
            Config.between("uploads.videoMebibytes", videoMebibytes, 1, 65_536);
            Config.between("uploads.open", open, 1, 10_000);
            Config.between("uploads.staffMebibytes", staffMebibytes, 1, 1_048_576);
            Config.between("uploads.expireHours", expireHours, 1, 8_760);
            Config.between("uploads.unnamedDays", unnamedDays, 1, 3_650);
            Config.between("uploads.longestSeconds", longestSeconds, 1, 7_200);
            Config.between("uploads.recordingMebibytes", recordingMebibytes, 1, 1_024);
            Config.between("uploads.recordingSeconds", recordingSeconds, 60, 36_000);
            Config.between("uploads.pictureMebibytes", pictureMebibytes, 1, 256);
            Config.between("uploads.pictureMegapixels", pictureMegapixels, 1, 200);
            Config.between("uploads.transcodeMinutes", transcodeMinutes, 1, 1_440);
            Config.between("uploads.transcoding", transcoding, 1, 16);
            if (!renditions.matches("([0-9]{3,4}(,[0-9]{3,4})*)?")) {
                throw new ConfigException("uploads.renditions must be heights such as 240,480,720, or empty");
            }
        }
    }
}
