package kepu.config;

/** How residents' questions are answered and to whom they go, as `kepu.yaml` explains it. */
public record Questions(
        double threshold,
        int items,
        int passages,
        int waiting,
        int guestsPerMinute,
        int openPerResident,
        int compared,
        int dueHours,
        int urgentDueHours,
        int leaseMinutes,
        int inboxDays,
        int keepDays) {
    public Questions {
        if (!(threshold >= 0 && threshold <= 1)) {
            throw new ConfigException("questions.threshold must be between 0 and 1");
        }
        Config.between("questions.items", items, 0, 1_000_000);
        Config.between("questions.passages", passages, 1, 10);
        Config.between("questions.waiting", waiting, 1, 100_000);
        Config.between("questions.guestsPerMinute", guestsPerMinute, 1, 1_000_000);
        Config.between("questions.openPerResident", openPerResident, 1, 1_000);
        Config.between("questions.compared", compared, 1, 10_000);
        Config.between("questions.dueHours", dueHours, 1, 8_760);
        Config.between("questions.urgentDueHours", urgentDueHours, 1, 8_760);
        Config.between("questions.leaseMinutes", leaseMinutes, 1, 10_080);
        Config.between("questions.inboxDays", inboxDays, 1, 3_650);
        Config.between("questions.keepDays", keepDays, 1, 36_500);
    }
}
